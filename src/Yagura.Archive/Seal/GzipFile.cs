using System.Buffers;
using System.IO.Compression;

namespace Yagura.Archive.Seal;

/// <summary>A whole gzip file of one or more members, for files whose members nobody states.</summary>
internal static class GzipFile
{
    /// <summary>Unpacks all members; null, or what is wrong.</summary>
    /// <remarks>Good enough to compare with the spool, which decides; never to prove anything.</remarks>
    public static string? Unpack(byte[] packed, ArrayBufferWriter<byte> into)
    {
        if (packed.Length == 0) return "is empty";
        if (packed.AsSpan().SequenceEqual(EvidenceMember.Empty)) return null;
        try
        {
            using var gzip = new GZipStream(new MemoryStream(packed, writable: false), CompressionMode.Decompress);
            for (var read = gzip.Read(into.GetSpan(1 << 16)); read > 0; read = gzip.Read(into.GetSpan(1 << 16)))
            {
                into.Advance(read);
                if (into.WrittenCount > EvidenceMember.UnpackedBytesMax) return $"unpacks to more than {EvidenceMember.UnpackedBytesMax} bytes";
            }
            return null;
        }
        catch (InvalidDataException)
        {
            return "is not gzip, or its own check sum is wrong";
        }
    }
}
