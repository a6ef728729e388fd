using Microsoft.Data.Sqlite;
using Yagura.Archive.Disk;

namespace Yagura.Operations.Store;

/// <summary>Writes a verified SQLite store anew: what the kernel shows of it and what is on the disk may differ after a failed sync.</summary>
internal static class StoreRenewal
{
    /// <summary>A copy in new blocks, synced, takes the place of the old file; then the mark goes.</summary>
    /// <exception cref="DiskException">The disk fails still; the mark stays.</exception>
    public static void Run(OperationsStore store, string path)
    {
        var disk = new LinuxDisk();
        var renewed = path + ".renewed";
        if (disk.Exists(renewed)) disk.Delete(renewed);
        store.BackUpTo(renewed);
        SqliteConnection.ClearAllPools();
        using (var file = disk.OpenWrite(renewed)) file.SyncData();
        File.SetUnixFileMode(renewed, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        // The copy holds what the write-ahead log held: a log left beside it would be of another file.
        foreach (var left in new[] { path + "-wal", path + "-shm" }.Where(disk.Exists)) disk.Delete(left);
        disk.Rename(renewed, path);
        disk.SyncFolder(Path.GetDirectoryName(path)!);
        if (!disk.Exists(path + StoreDoubt.MarkEnding)) return;
        disk.Delete(path + StoreDoubt.MarkEnding);
        disk.SyncFolder(Path.GetDirectoryName(path)!);
    }
}
