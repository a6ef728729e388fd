using Yagura.Archive.Disk;

namespace Yagura.Tests.Archive.Disk;

/// <summary>A disk in memory that keeps apart what programs see and what survives a power cut.</summary>
/// <remarks>
/// The model: a write is volatile until the file's sync; making, renaming and deleting a name is volatile until the folder's sync;
/// a sync that fails loses the writes before it for good, although they can still be read (as Linux does).
/// It counts every call, can cut the power in any of them, and fails chosen calls with an errno.
/// </remarks>
public sealed class FaultDisk : IDisk
{
    private readonly Dictionary<string, FaultInode> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _folders = new(StringComparer.Ordinal);
    private readonly List<NameChange> _pending = [];
    private Dictionary<string, FaultInode> _durableNames = new(StringComparer.Ordinal);
    private bool _off;

    /// <summary>Calls so far that change or sync something.</summary>
    public int Calls { get; private set; }

    /// <summary>The call at which the power goes, from 1; 0 for never. The call itself is done as far as memory goes, but not synced.</summary>
    public int PowerCutAt { get; set; }

    /// <summary>Decides for each call, by its number and name, the errno with which it fails; 0 for none.</summary>
    public Func<int, string, int> Fails { get; set; } = static (_, _) => 0;

    public long Free { get; set; } = 1L << 40;

    public IDiskFile Create(string path)
    {
        Begin("open");
        if (_names.ContainsKey(path)) throw new DiskException("open", path, 17);
        var inode = new FaultInode();
        Change(new NameChange(path, inode, null));
        End();
        return new FaultFile(this, inode, path);
    }

    public IDiskFile OpenWrite(string path) => OpenRead(path);

    public IDiskFile OpenRead(string path)
    {
        Alive();
        return _names.TryGetValue(path, out var inode) ? new FaultFile(this, inode, path) : throw new DiskException("open", path, 2);
    }

    public bool Exists(string path) => _names.ContainsKey(path) || _folders.Contains(path);

    public IReadOnlyList<string> List(string folder)
    {
        Alive();
        var within = folder + "/";
        return _names.Keys.Concat(_folders)
            .Where(path => path.StartsWith(within, StringComparison.Ordinal))
            .Select(path => path[within.Length..].Split('/')[0])
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToList();
    }

    public void CreateFolder(string folder) => _folders.Add(folder);

    public void Rename(string from, string to)
    {
        Begin("rename");
        if (!_names.TryGetValue(from, out var inode)) throw new DiskException("rename", from, 2);
        Change(new NameChange(to, inode, from));
        End();
    }

    public void Delete(string path)
    {
        Begin("unlink");
        if (!_names.ContainsKey(path)) throw new DiskException("unlink", path, 2);
        Change(new NameChange(path, null, null));
        End();
    }

    public void SyncFolder(string folder)
    {
        if (PowerCutAt == Calls + 1) Fail("fsync");
        Begin("fsync");
        _durableNames = new Dictionary<string, FaultInode>(_names, StringComparer.Ordinal);
        _pending.Clear();
    }

    public long FreeBytes(string path) => Free;

    /// <summary>The power comes back: a disk that holds what survived.</summary>
    public FaultDisk Restart(Survival survival)
    {
        var names = survival.NamesKept(_pending.Count) is { } kept ? Replay(kept) : _durableNames;
        var restarted = new FaultDisk { Free = Free };
        var copies = new Dictionary<FaultInode, FaultInode>();
        foreach (var (path, inode) in names)
        {
            if (!copies.TryGetValue(inode, out var copy)) copies.Add(inode, copy = inode.After(survival));
            restarted._names[path] = copy;
        }
        restarted._durableNames = new Dictionary<string, FaultInode>(restarted._names, StringComparer.Ordinal);
        if (survival.PageCache) restarted.KeepVolatile(this, copies);
        restarted._folders.UnionWith(_folders);
        return restarted;
    }

    internal void Begin(string call)
    {
        Alive();
        Calls++;
        if (Fails(Calls, call) is var errno and not 0) throw new DiskException(call, "fault", errno);
    }

    internal void End()
    {
        if (Calls == PowerCutAt) Fail("power");
    }

    internal bool CutsNext => PowerCutAt == Calls + 1;

    internal void Fail(string call)
    {
        _off = true;
        throw new PowerCutException(call);
    }

    private void Alive()
    {
        if (_off) throw new PowerCutException("off");
    }

    private void Change(NameChange change)
    {
        _pending.Add(change);
        change.Apply(_names);
    }

    private Dictionary<string, FaultInode> Replay(Func<int, bool> kept)
    {
        var names = new Dictionary<string, FaultInode>(_durableNames, StringComparer.Ordinal);
        for (var i = 0; i < _pending.Count; i++)
        {
            if (kept(i)) _pending[i].Apply(names);
        }
        return names;
    }

    /// <summary>After a killed process the names and the bytes are still seen, but are no more durable than before.</summary>
    private void KeepVolatile(FaultDisk before, Dictionary<FaultInode, FaultInode> copies)
    {
        FaultInode Copied(FaultInode inode)
        {
            if (!copies.TryGetValue(inode, out var copy)) copies.Add(inode, copy = inode.Kept());
            return copy;
        }
        _names.Clear();
        foreach (var (path, inode) in before._names) _names[path] = Copied(inode);
        _durableNames = before._durableNames.ToDictionary(pair => pair.Key, pair => Copied(pair.Value), StringComparer.Ordinal);
        foreach (var change in before._pending) _pending.Add(change with { Inode = change.Inode is { } inode ? Copied(inode) : null });
    }

    private sealed record NameChange(string Path, FaultInode? Inode, string? From)
    {
        internal void Apply(Dictionary<string, FaultInode> names)
        {
            if (From is not null) names.Remove(From);
            if (Inode is null) names.Remove(Path);
            else names[Path] = Inode;
        }
    }
}

/// <summary>The machine went off in the middle of a call.</summary>
public sealed class PowerCutException(string call) : Exception(call);

/// <summary>Which of the changes that were not synced are on the disk after the power comes back.</summary>
/// <param name="Label">For messages.</param>
/// <param name="Bytes">Bytes: of a file's unsynced writes, given as total length, how many from the beginning survive.</param>
/// <param name="TornSector">Size in bytes of the one sector that holds garbage; 0 for none.</param>
/// <param name="TornAt">Where in the unsynced bytes it lies, 0 to 1.</param>
/// <param name="NamesKept">By the number of unsynced name changes: which survive; null for none.</param>
/// <param name="PageCache">Not a power cut but a killed process: all is seen, nothing more is durable.</param>
public sealed record Survival(string Label, Func<long, long> Bytes, int TornSector, double TornAt, Func<int, Func<int, bool>?> NamesKept, bool PageCache)
{
    private static readonly Func<int, Func<int, bool>?> NoNames = static _ => null;
    private static readonly Func<int, Func<int, bool>?> AllNames = static _ => static _ => true;
    private static readonly Func<int, Func<int, bool>?> HalfNames = static count => index => index < (count + 1) / 2;
    private static readonly Func<int, Func<int, bool>?> LaterNames = static _ => static index => index > 0;
    private static readonly Func<int, Func<int, bool>?> LastName = static count => index => index == count - 1;

    /// <summary>The outcomes that the exhaustive test tries at each call.</summary>
    public static IReadOnlyList<Survival> Each { get; } =
    [
        new("killed", static length => length, 0, 0, AllNames, PageCache: true),
        .. from names in new[] { ("no names", NoNames), ("all names", AllNames), ("half the names", HalfNames), ("all but the first name", LaterNames), ("only the last name", LastName) }
           from bytes in new (string, Func<long, long>, int, double)[]
           {
               ("nothing", static _ => 0, 0, 0),
               ("all", static length => length, 0, 0),
               ("half", static length => length / 2, 0, 0),
               ("all but a sector", static length => Math.Max(0, length - 512), 0, 0),
               ("torn 512 first", static length => length, 512, 0),
               ("torn 512 last", static length => length, 512, 1),
               ("torn 4096 middle", static length => length, 4096, 0.5),
           }
           select new Survival($"{bytes.Item1}, {names.Item1}", bytes.Item2, bytes.Item3, bytes.Item4, names.Item2, PageCache: false),
    ];

    /// <summary>An outcome by chance.</summary>
    public static Survival Random(Random random)
    {
        var seed = random.Next();
        var share = random.NextDouble();
        return new Survival(
            $"random {seed}", length => (long)(length * share), random.Next(3) switch { 0 => 512, 1 => 4096, _ => 0 }, random.NextDouble(),
            _ => index => new Random(unchecked(seed + index)).Next(2) == 0, random.Next(8) == 0);
    }
}
