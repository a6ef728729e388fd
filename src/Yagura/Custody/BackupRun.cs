using System.Security.Cryptography;
using Yagura.Archive.Disk;
using Yagura.Archive.Seal;
using Yagura.Operations.Store;

namespace Yagura.Custody;

/// <summary>What a backup copied.</summary>
/// <param name="Files">Files, the store's included.</param>
/// <param name="Bytes">Their bytes.</param>
internal sealed record BackupOutcome(long Files, long Bytes);

/// <summary>Copies a data folder into a new one that starts, serves and verifies: evidence and seals, spool, imports, pins and, through SQLite's own backup, the store. Keys only when asked for.</summary>
/// <remarks>
/// The server may run. What is sealed does not change and is copied first. Then, in this order, what must not know of more
/// than what is copied behind it: checkpoints and pins, the store (whose cursors must not lie behind the spool's end), and at
/// last, while nothing is sealed, the newest seals and the spool. Of a batch that is being written the start cuts off what
/// is not whole: it is not in the backup, and its sender was not acknowledged before the backup was asked for. The caller
/// keeps evidence from being deleted meanwhile. Each copy is synced and read back before it counts.
/// </remarks>
internal sealed class BackupRun(IDisk disk, OperationsStore store)
{
    // What checkpoints and statements say must be there already, or come with the newest seals.
    private static readonly string[] KnowsOfSeals = ["archive/checkpoints", "archive/keys", "archive/rollbacks", "archive/given-up", "pins", "imports"];
    private const int ChunkBytes = 1 << 20;

    private readonly byte[] chunk = new byte[ChunkBytes];
    private BackupOutcome sum = new(0, 0);

    /// <summary>Copies into a new folder.</summary>
    /// <param name="from">The data folder.</param>
    /// <param name="to">The target: it must not be there, or be empty.</param>
    /// <param name="withKeys">Whether the private keys go along.</param>
    /// <param name="whileNothingIsSealed">Runs an act during which the spool lets go of nothing.</param>
    /// <exception cref="ArchiveException">The target is not empty, or a copy differs from what was read.</exception>
    /// <exception cref="DiskException">Any errno.</exception>
    public BackupOutcome Run(string from, string to, bool withKeys, Action<Action> whileNothingIsSealed)
    {
        if (disk.List(to).Count > 0)
            throw new ArchiveException($"{to} is not empty; name a new folder");
        disk.CreateFolder(to);
        foreach (var day in ArchivePaths.DayFolders(disk, from + "/archive"))
            Sealed(day, to + day[from.Length..]);
        foreach (var part in KnowsOfSeals)
            Tree($"{from}/{part}", $"{to}/{part}");
        if (withKeys)
            Keys(from + "/keys", to + "/keys");
        Store(to + "/yagura.db");
        whileNothingIsSealed(() =>
        {
            Tree(from + "/archive", to + "/archive");
            Tree(from + "/spool", to + "/spool");
        });
        disk.SyncFolder(to);
        return sum;
    }

    /// <summary>The files of a day that stand under a seal.</summary>
    private void Sealed(string from, string to)
    {
        disk.CreateFolder(to);
        var names = disk.List(from);
        var stems = names.Where(name => name.EndsWith(ArchivePaths.Seal, StringComparison.Ordinal)).Select(name => name[..^ArchivePaths.Seal.Length]).ToHashSet(StringComparer.Ordinal);
        foreach (var name in names.Where(name => ArchivePaths.TrySplit(name, out _, out _, out var ending) && stems.Contains(name[..^ending.Length])))
            Copy($"{from}/{name}", $"{to}/{name}", disk.Create);
        disk.SyncFolder(to);
    }

    /// <summary>Every file below a folder that was not copied before and is not being written.</summary>
    private void Tree(string from, string to)
    {
        if (!Directory.Exists(from) || (to.EndsWith("/archive/checkpoints", StringComparison.Ordinal) && disk.Exists(to)))
            return;
        disk.CreateFolder(to);
        foreach (var folder in Directory.GetDirectories(from))
            Tree(folder, $"{to}/{Path.GetFileName(folder)}");
        foreach (var name in Directory.GetFiles(from).Select(path => Path.GetFileName(path)).Where(name => !name.EndsWith(ArchivePaths.Temporary, StringComparison.Ordinal) && !disk.Exists($"{to}/{name}")))
            Copy($"{from}/{name}", $"{to}/{name}", disk.Create);
        disk.SyncFolder(to);
    }

    private void Keys(string from, string to)
    {
        if (!Directory.Exists(from))
            return;
        disk.CreateFolder(to);
        File.SetUnixFileMode(to, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        // The pages' own keys stand in a folder of theirs.
        foreach (var folder in Directory.GetDirectories(from))
            Keys(folder, $"{to}/{Path.GetFileName(folder)}");
        foreach (var name in Directory.GetFiles(from).Select(path => Path.GetFileName(path)))
            Copy($"{from}/{name}", $"{to}/{name}", disk.CreatePrivate);
        disk.SyncFolder(to);
    }

    private void Store(string path)
    {
        if (!store.BackUpTo(path))
            return;
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using var file = disk.OpenWrite(path);
        file.SyncData();
        sum = new BackupOutcome(sum.Files + 1, sum.Bytes + file.Length);
    }

    /// <summary>Copies what the file held when it was opened: a spool file may grow meanwhile.</summary>
    /// <remarks>
    /// From its end to its beginning, and each chunk until it was read twice the same: whatever a copied chunk holds of a
    /// file that is only ever appended to, all that was written before it is copied after it. The other way round a batch
    /// could be missing in the middle, with later ones behind it.
    /// </remarks>
    private void Copy(string from, string to, Func<string, IDiskFile> create)
    {
        using var source = disk.OpenRead(from);
        using var target = create(to);
        var length = source.Length;
        // One hash a chunk.
        var hashes = new byte[(length + ChunkBytes - 1) / ChunkBytes][];
        for (var part = hashes.Length - 1; part >= 0; part--)
        {
            var count = (int)Math.Min(ChunkBytes, length - (long)part * ChunkBytes);
            hashes[part] = Settled(source, from, (long)part * ChunkBytes, count);
            target.Write((long)part * ChunkBytes, chunk.AsSpan(0, count));
        }

        target.SyncData();
        for (var part = 0; part < hashes.Length; part++)
        {
            var count = (int)Math.Min(ChunkBytes, length - (long)part * ChunkBytes);
            if (!Read(target, to, (long)part * ChunkBytes, count).AsSpan().SequenceEqual(hashes[part]))
                throw new ArchiveException($"{to} differs from {from}: the copy cannot be trusted");
        }

        if (target.Length != length)
            throw new ArchiveException($"{to} differs from {from}: the copy cannot be trusted");
        sum = new BackupOutcome(sum.Files + 1, sum.Bytes + length);
    }

    /// <summary>Reads a chunk until two readings in a row are the same; it ends, because the writer goes on to other chunks.</summary>
    private byte[] Settled(IDiskFile file, string path, long offset, int count)
    {
        var before = Read(file, path, offset, count);
        while (true)
        {
            var now = Read(file, path, offset, count);
            if (now.AsSpan().SequenceEqual(before))
                return now;
            before = now;
        }
    }

    private byte[] Read(IDiskFile file, string path, long offset, int count)
    {
        for (var done = 0; done < count;)
        {
            var read = file.Read(offset + done, chunk.AsSpan(done, count - done));
            if (read == 0)
                throw new ArchiveException($"{path} became shorter while it was copied");
            done += read;
        }

        return SHA256.HashData(chunk.AsSpan(0, count));
    }
}
