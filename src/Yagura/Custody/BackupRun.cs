using System.Security.Cryptography;
using Yagura.Archive.Disk;
using Yagura.Archive.Seal;
using Yagura.Operations.Store;

namespace Yagura.Custody;

/// <summary>What a backup copied.</summary>
/// <param name="Files">Files, the store's included.</param>
/// <param name="Bytes">Their bytes.</param>
internal sealed record BackupOutcome(long Files, long Bytes);

/// <summary>Copies a held folder whose server is stopped: spool, archive, imports, pins and, through SQLite's own backup, the store. Keys only when asked for.</summary>
/// <remarks>Nobody writes while the folder's lock is held, so all parts are of one moment. Each copy is synced and read back before it counts.</remarks>
internal sealed class BackupRun(IDisk disk, OperationsStore store)
{
    private static readonly string[] Parts = ["spool", "archive", "imports", "pins"];

    /// <summary>Copies into a new folder.</summary>
    /// <param name="from">The data folder.</param>
    /// <param name="to">The target: it must not be there, or be empty.</param>
    /// <param name="withKeys">Whether the private keys go along.</param>
    /// <exception cref="ArchiveException">The target is not empty, or a copy differs from what was read.</exception>
    public BackupOutcome Run(string from, string to, bool withKeys)
    {
        if (disk.List(to).Count > 0)
            throw new ArchiveException($"{to} is not empty; name a new folder");
        disk.CreateFolder(to);
        var outcome = new BackupOutcome(0, 0);
        foreach (var part in withKeys ? [.. Parts, "keys"] : Parts)
        {
            if (Directory.Exists(Path.Combine(from, part)))
                outcome = Folder(Path.Combine(from, part), Path.Combine(to, part), outcome);
        }

        var database = Path.Combine(to, "yagura.db");
        if (!store.BackUpTo(database))
            return outcome;
        Sync(database);
        return outcome with { Files = outcome.Files + 1, Bytes = outcome.Bytes + new FileInfo(database).Length };
    }

    private BackupOutcome Folder(string from, string to, BackupOutcome sum)
    {
        disk.CreateFolder(to);
        File.SetUnixFileMode(to, File.GetUnixFileMode(from));
        foreach (var folder in Directory.GetDirectories(from))
            sum = Folder(folder, Path.Combine(to, Path.GetFileName(folder)), sum);
        foreach (var file in Directory.GetFiles(from))
        {
            Copy(file, Path.Combine(to, Path.GetFileName(file)));
            sum = new BackupOutcome(sum.Files + 1, sum.Bytes + new FileInfo(file).Length);
        }

        disk.SyncFolder(to);
        return sum;
    }

    private void Copy(string from, string to)
    {
        File.Copy(from, to);
        Sync(to);
        if (!Hash(from).AsSpan().SequenceEqual(Hash(to)))
            throw new ArchiveException($"{to} differs from {from}: the copy cannot be trusted");
    }

    private void Sync(string path)
    {
        using var file = disk.OpenWrite(path);
        file.SyncData();
    }

    private static byte[] Hash(string path)
    {
        using var stream = File.OpenRead(path);
        return SHA256.HashData(stream);
    }
}
