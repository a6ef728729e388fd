using System.Buffers.Binary;
using Yagura.Archive.Disk;
using Yagura.Archive.Spool;

namespace Yagura.Archive.Seal;

/// <summary>A small file that ends with a CRC32C of all before it: what can be made again, and must not be believed when it is torn.</summary>
public static class CheckedFile
{
    /// <summary>The largest content, in bytes.</summary>
    public const int BytesMax = DurableFile.WholeBytesMax - sizeof(uint);

    /// <summary>Writes it whole or not at all; on return it survives a power cut.</summary>
    /// <exception cref="DiskException">Any errno.</exception>
    public static void Write(IDisk disk, string path, ReadOnlySpan<byte> content)
    {
        if (content.Length > BytesMax) throw new ArgumentException($"{content.Length} bytes; at most {BytesMax} are allowed", nameof(content));
        var bytes = new byte[content.Length + sizeof(uint)];
        content.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(content.Length), Crc32C.Of(content));
        DurableFile.Write(disk, path, bytes);
    }

    /// <summary>The content; null with the reason when it is not there or not as it was written.</summary>
    public static byte[]? Read(IDisk disk, string path, out string reason)
    {
        reason = "there is none";
        if (!disk.Exists(path)) return null;
        try
        {
            var bytes = DurableFile.Read(disk, path);
            reason = "its checksum does not fit";
            if (bytes.Length < sizeof(uint)) return null;
            var content = bytes.AsSpan(0, bytes.Length - sizeof(uint));
            return BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(content.Length)) == Crc32C.Of(content) ? content.ToArray() : null;
        }
        catch (Exception unreadable) when (unreadable is DiskException or ArchiveException)
        {
            reason = unreadable.Message;
            return null;
        }
    }
}
