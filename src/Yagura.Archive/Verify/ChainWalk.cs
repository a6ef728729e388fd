using Yagura.Archive.Disk;
using Yagura.Archive.Seal;
using Yagura.Archive.Spool;

namespace Yagura.Archive.Verify;

/// <summary>Walks the seals in order: dense indexes, hashes, contiguous periods, sequences, folders, stray files.</summary>
internal sealed class ChainWalk(IDisk disk, string archive, FaultList faults, RollbackCheck rollbacks)
{
    private readonly List<ChainLink> _links = [];
    private readonly List<DamagedNote> _damaged = [];
    private readonly List<(long First, long Last, ChainLink At)> _gaps = [];
    private readonly List<(SealedDeletion Deletion, ChainLink By)> _deletions = [];
    private SealContent? _previous;
    private long _expected = 1;

    /// <summary>Every seal that could be read, by index.</summary>
    public IReadOnlyList<ChainLink> Links => _links;

    /// <summary>Deletions that seals vouch for.</summary>
    public IReadOnlyList<(SealedDeletion Deletion, ChainLink By)> Deletions => _deletions;

    /// <summary>The archive's id: that of the newest seal, or what a rollback behind it made of it.</summary>
    public string? Origin { get; private set; }

    /// <summary>Hour-ending seals (see docs/formats/archive.md) by index.</summary>
    public List<long> HourEnds { get; } = [];

    /// <summary>Walks all day folders.</summary>
    public void Run()
    {
        var strays = new List<(string Folder, string Name)>();
        foreach (var path in ArchivePaths.DayFolders(disk, archive))
        {
            var folder = path[(archive.Length + 1)..];
            var names = Names(path, folder);
            foreach (var (name, _) in names.Select(name => (name, Index: SealIndex(name))).Where(pair => pair.Index > 0).OrderBy(pair => pair.Index)) Take(folder, name);
            strays.AddRange(names.Where(name => SealIndex(name) == 0).Select(name => (folder, name)));
        }
        foreach (var (folder, name) in strays) CheckStray(folder, name);
        CheckOrigin();
    }

    /// <summary>Sequences that an evidence file leaves out.</summary>
    public void AddGap(long first, long last, ChainLink at)
    {
        lock (_gaps) _gaps.Add((first, last, at));
    }

    /// <summary>Every gap must be stated as damage by some seal: its note may come later than the gap.</summary>
    public void CheckGaps()
    {
        foreach (var (first, last, at) in _gaps)
        {
            var next = first;
            foreach (var damage in _damaged.OrderBy(damage => damage.First))
                if (damage.First <= next && damage.Last >= next) next = damage.Last + 1;
            if (next <= last)
                faults.Add(new VerifyFault("sequence-gap", at.File(ArchivePaths.Seal), at.Index, next, last, at.From, at.To, $"records {next} to {last} are in no evidence and no seal states them as damaged"));
        }
    }

    private IReadOnlyList<string> Names(string path, string folder)
    {
        try
        {
            return disk.List(path);
        }
        catch (DiskException unreadable)
        {
            faults.Add("folder-unreadable", folder, FaultList.Unreadable(unreadable));
            return [];
        }
    }

    private static long SealIndex(string name) =>
        ArchivePaths.TrySplit(name, out _, out var index, out var ending) && ending == ArchivePaths.Seal ? index : 0;

    private void Take(string folder, string name)
    {
        var file = $"{folder}/{name}";
        if (FaultList.TryRead(disk, archive, file, what => faults.Add(new VerifyFault("seal-unreadable", file, SealIndex(name), null, null, _previous?.To, null, what))) is not { } bytes) return;
        if (!SealParser.TryParse(bytes, out var seal, out var fault))
        {
            faults.Add(new VerifyFault("seal-unreadable", file, SealIndex(name), null, null, _previous?.To, null, fault));
            return;
        }
        var link = ChainLink.Of(seal!, EvidenceMember.Hash(bytes), folder);
        if (seal!.BaseName + ArchivePaths.Seal != name)
        {
            faults.Add("seal-misplaced", link, ArchivePaths.Seal, $"stands as {file} and is the seal {seal.BaseName}");
            return;
        }
        if (_previous is not null && seal.Index <= _previous.Index)
        {
            faults.Add("seal-misplaced", link, ArchivePaths.Seal, $"stands behind seal {_previous.Index}: it is there twice, or out of its order");
            return;
        }
        CheckSelf(seal, link);
        CheckAgainstPrevious(seal, link);
        CheckSequences(seal, link);
        _damaged.AddRange(seal.Damaged);
        _deletions.AddRange(seal.Deleted.Select(deletion => (deletion, link)));
        if (seal.From.ToString()[..13] != seal.To.ToString()[..13]) HourEnds.Add(seal.Index);
        Origin = rollbacks.Follow(seal.Origin, seal.Index) ?? seal.Origin;
        _links.Add(link);
        _previous = seal;
    }

    private void CheckSelf(SealContent seal, ChainLink link)
    {
        if (ArchivePaths.DayFolder(archive, seal.From) != $"{archive}/{link.Folder}")
            faults.Add("seal-misplaced", link, ArchivePaths.Seal, $"its period begins at {seal.From} and it stands in {link.Folder}");
        if (seal.From >= seal.To) faults.Add("period-wrong", link, ArchivePaths.Seal, "its period ends before it begins");
        if (seal.Members.Sum(member => member.Records) != seal.Count || seal.Sources.Sum(source => source.Records) != seal.Count)
            faults.Add("count-wrong", link, ArchivePaths.Seal, $"its members or its sources do not add up to its {seal.Count} records");
    }

    private void CheckAgainstPrevious(SealContent seal, ChainLink link)
    {
        var index = (_previous?.Index ?? 0) + 1;
        if (seal.Index != index)
        {
            var what = seal.Index > index ? $"seals {index} to {seal.Index - 1} are missing" : $"index {seal.Index} comes after {index - 1}";
            faults.Add(new VerifyFault("seal-missing", link.File(ArchivePaths.Seal), index, null, null, _previous?.To, link.From, what));
            return;
        }
        if (_previous is null)
        {
            if (rollbacks.Any(0) && rollbacks.Follow(null, 0) != seal.Origin) faults.Add("origin-wrong", link, ArchivePaths.Seal, $"it is of {seal.Origin}, and no rollback statement leads there");
            if (seal.Previous != SealContent.NoHash) faults.Add("chain-broken", link, ArchivePaths.Seal, "it is the first seal and names one before it");
            return;
        }
        var before = _links[^1];
        if (seal.Previous != before.Hash) faults.Add("chain-broken", before, ArchivePaths.Seal, $"seal {seal.Index} states its hash as {seal.Previous}, its bytes have {before.Hash}: one of the two was altered or replaced");
        if (seal.From != _previous.To) faults.Add("period-wrong", link, ArchivePaths.Seal, $"its period begins at {seal.From}, the one before ended at {_previous.To}");
        if (seal.Origin != rollbacks.Follow(_previous.Origin, _previous.Index) || seal.Node != _previous.Node)
            faults.Add("origin-wrong", link, ArchivePaths.Seal, $"it is of {seal.Origin}/{seal.Node}, the one before of {_previous.Origin}/{_previous.Node}, and no rollback statement leads from one to the other");
    }

    private void CheckSequences(SealContent seal, ChainLink link)
    {
        if (seal.Count == 0)
        {
            if (seal.First != 0 || seal.Last != 0) faults.Add("count-wrong", link, ArchivePaths.Seal, "it is empty and names records");
            return;
        }
        if (seal.First < _expected || seal.Last < seal.First || seal.Count > seal.Last - seal.First + 1)
            faults.Add("sequence-wrong", link, ArchivePaths.Seal, $"records {seal.First} to {seal.Last} ({seal.Count}) after record {_expected - 1}");
        // A missing seal is named already; its records are no second fault.
        if (seal.First > _expected && seal.Index == (_previous?.Index ?? 0) + 1) AddGap(_expected, seal.First - 1, link);
        _expected = seal.Last + 1;
    }

    private void CheckStray(string folder, string name)
    {
        var known = ArchivePaths.TrySplit(name, out _, out var index, out _);
        var newest = _links.Count > 0 ? _links[^1].Index : 0;
        if (name.EndsWith(ArchivePaths.Temporary, StringComparison.Ordinal)) faults.Notice($"{folder}/{name}: not finished; the server is writing it, or will clear it at its next start");
        else if (known && index > newest) faults.Notice($"{folder}/{name}: not sealed yet");
        else if (!known || _links.TrueForAll(link => link.Folder != folder || !name.StartsWith(link.BaseName + ".", StringComparison.Ordinal)))
            faults.Add("stray-file", $"{folder}/{name}", "belongs to no seal of this folder");
    }

    private void CheckOrigin()
    {
        try
        {
            var stated = ArchiveOrigin.Read(disk, archive);
            if (Origin is not null && stated != Origin) faults.Add("origin-wrong", "origin", $"says {stated ?? "nothing"}, the seals say {Origin}");
        }
        catch (Exception wrong) when (wrong is ArchiveException or DiskException)
        {
            faults.Add("origin-wrong", "origin", wrong.Message);
        }
    }
}
