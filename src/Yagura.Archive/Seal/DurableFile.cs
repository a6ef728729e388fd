using Yagura.Archive.Disk;

namespace Yagura.Archive.Seal;

/// <summary>Whole files, written so that they are there completely or not at all.</summary>
internal static class DurableFile
{
    /// <summary>The largest file that is read whole: seals, checkpoints, keys.</summary>
    public const int WholeBytesMax = 64 << 20;

    /// <summary>Temporary file, fdatasync, rename, folder fsync: on return the bytes survive a power cut.</summary>
    /// <exception cref="DiskException">Any errno; the target then is the old file, the new one, or missing, never a part.</exception>
    public static void Write(IDisk disk, string path, ReadOnlySpan<byte> bytes) => Write(disk, path, bytes, disk.Create);

    /// <summary>The same for a file that only this user may read.</summary>
    public static void WritePrivate(IDisk disk, string path, ReadOnlySpan<byte> bytes) => Write(disk, path, bytes, disk.CreatePrivate);

    /// <summary>Gives a synced temporary file its name for good.</summary>
    public static void Publish(IDisk disk, string temporary, string path)
    {
        disk.Rename(temporary, path);
        disk.SyncFolder(Folder(path));
    }

    /// <summary>Reads a small file whole.</summary>
    /// <exception cref="ArchiveException">It is longer than <see cref="WholeBytesMax"/>.</exception>
    public static byte[] Read(IDisk disk, string path)
    {
        using var file = disk.OpenRead(path);
        if (file.Length > WholeBytesMax) throw new ArchiveException($"{path}: {file.Length} bytes; at most {WholeBytesMax} are allowed");
        var bytes = new byte[(int)file.Length];
        var read = file.Read(0, bytes);
        return read == bytes.Length ? bytes : bytes[..read];
    }

    private static void Write(IDisk disk, string path, ReadOnlySpan<byte> bytes, Func<string, IDiskFile> create)
    {
        var temporary = path + ArchivePaths.Temporary;
        if (disk.Exists(temporary)) disk.Delete(temporary);
        using (var file = create(temporary))
        {
            file.Write(0, bytes);
            file.SyncData();
        }
        Publish(disk, temporary, path);
    }

    /// <summary>The folder part of a path.</summary>
    public static string Folder(string path) => path[..path.LastIndexOf('/')];

    /// <summary>The name part of a path.</summary>
    public static string Name(string path) => path[(path.LastIndexOf('/') + 1)..];
}
