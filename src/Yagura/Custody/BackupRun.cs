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
    private void Copy(string from, string to, Func<string, IDiskFile> create)
    {
        using var source = disk.OpenRead(from);
        using var target = create(to);
        using var read = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var length = source.Length;
        for (var offset = 0L; offset < length;)
        {
            var count = source.Read(offset, chunk.AsSpan(0, (int)Math.Min(ChunkBytes, length - offset)));
            if (count == 0)
                throw new ArchiveException($"{from} became shorter while it was copied");
            read.AppendData(chunk, 0, count);
            target.Write(offset, chunk.AsSpan(0, count));
            offset += count;
        }

        target.SyncData();
        if (!Hash(target, length).AsSpan().SequenceEqual(read.GetHashAndReset()))
            throw new ArchiveException($"{to} differs from {from}: the copy cannot be trusted");
        sum = new BackupOutcome(sum.Files + 1, sum.Bytes + length);
    }

    private byte[] Hash(IDiskFile file, long length)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var offset = 0L;
        for (var count = file.Read(0, chunk); count > 0; count = file.Read(offset, chunk))
        {
            hash.AppendData(chunk, 0, count);
            offset += count;
        }

        return offset == length ? hash.GetHashAndReset() : [];
    }
}
