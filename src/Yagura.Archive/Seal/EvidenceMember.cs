using System.Buffers;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Yagura.Archive.Seal;

/// <summary>One gzip member: packed and unpacked as a whole, so that a reader never trusts the end of a stream.</summary>
internal static class EvidenceMember
{
    /// <summary>Bytes of NDJSON after which a member is closed.</summary>
    public const int UnpackedBytesAim = 1 << 20;

    /// <summary>The largest member that is unpacked: one record of the largest form that intake takes, every byte escaped.</summary>
    public const int UnpackedBytesMax = 1 << 30;

    /// <summary>The largest member that is read.</summary>
    public const int PackedBytesMax = 1 << 30;

    /// <summary>What a member's header says in XFL when it was packed at the fastest level (RFC 1952, 2.3.1).</summary>
    public const byte FastestMark = 4;

    private const int HeaderLength = 10;

    // Half as fast again as level 6, for 2 % more bytes (docs/adr/0015-evidence-is-packed-at-level-5.md).
    private static readonly ZLibCompressionOptions Usual = new() { CompressionLevel = 5 };
    private static readonly ZLibCompressionOptions Fastest = new() { CompressionLevel = 1 };

    /// <summary>A member that holds nothing: <c>zcat</c> refuses an empty file, so an empty period has this.</summary>
    public static ReadOnlySpan<byte> Empty => [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>Packs bytes as one member.</summary>
    /// <param name="bytes">The unpacked bytes.</param>
    /// <param name="fastest">Fastest level, only while the sealer is behind; the header's XFL byte says so.</param>
    public static byte[] Pack(ReadOnlySpan<byte> bytes, bool fastest)
    {
        using var into = new MemoryStream(bytes.Length / 4);
        return Pack(bytes, fastest, into).ToArray();
    }

    /// <summary>The same into a buffer that the caller keeps; valid until its next use.</summary>
    public static ReadOnlySpan<byte> Pack(ReadOnlySpan<byte> bytes, bool fastest, MemoryStream into)
    {
        if (bytes.IsEmpty) return Empty;
        into.SetLength(0);
        using (var gzip = new GZipStream(into, fastest ? Fastest : Usual, leaveOpen: true))
            gzip.Write(bytes);
        return into.GetBuffer().AsSpan(0, (int)into.Length);
    }

    /// <summary>Whether the member says that it was packed at the fastest level.</summary>
    public static bool SaysFastest(ReadOnlySpan<byte> packed) => packed.Length >= HeaderLength && packed[8] == FastestMark;

    /// <summary>Unpacks one member; the result replaces what <paramref name="into"/> held.</summary>
    /// <returns>Null, or what is wrong with it.</returns>
    public static string? Unpack(byte[] packed, int length, ArrayBufferWriter<byte> into)
    {
        into.ResetWrittenCount();
        if (packed.AsSpan(0, length).SequenceEqual(Empty)) return null;
        try
        {
            using var from = new MemoryStream(packed, 0, length, writable: false);
            using var gzip = new GZipStream(from, CompressionMode.Decompress);
            while (true)
            {
                var read = gzip.Read(into.GetSpan(1 << 16));
                if (read == 0) break;
                into.Advance(read);
                if (into.WrittenCount > UnpackedBytesMax) return $"unpacks to more than {UnpackedBytesMax} bytes";
            }
        }
        catch (InvalidDataException)
        {
            return "is not gzip, or its own check sum is wrong";
        }
        return TrailerAgrees(packed.AsSpan(0, length), into.WrittenCount) ? null : "ends early: its length field disagrees with what it unpacks to";
    }

    /// <summary>SHA-256 in the form of seals.</summary>
    public static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <remarks>.NET returns short data from a cut member without an error; ISIZE (RFC 1952, 2.3.1) tells.</remarks>
    private static bool TrailerAgrees(ReadOnlySpan<byte> packed, int unpacked) =>
        packed.Length >= HeaderLength + 8 && BitConverter.ToUInt32(packed[^4..]) == (uint)unpacked;
}
