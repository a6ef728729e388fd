using Yagura.Archive.Chain;
using Yagura.Archive.Disk;
using Yagura.Archive.Seal;

namespace Yagura.Archive.Replicate;

/// <summary>A second archive folder, kept equal to another by pulling what is sealed (CUSTODY 3 and 4): nothing gets its name here before it was verified.</summary>
/// <remarks>
/// The seal's rename is the commit, as for who sealed it: a pull that was cut off anywhere goes on at the newest seal that
/// is held. It refuses a chain that does not extend the held one and a node id that stands for two archives; what it holds
/// is never changed, so that it can be compared with. Evidence goes here only behind a <c>.deleted</c> file that a seal vouches for.
/// What belongs to no chain (<c>pending/</c>, <c>quarantine/</c>, <c>given-up/</c>) stays at the source.
/// </remarks>
public sealed class Replica
{
    private readonly SealFolder _there;
    private readonly SealFolder _here;
    private readonly ReplicaFiles _files;
    private readonly ReplicaSignatures _signatures;

    /// <summary>A replica.</summary>
    /// <param name="source">The disk of the archive that is followed; only read.</param>
    /// <param name="from">That archive's folder.</param>
    /// <param name="disk">The disk of the replica.</param>
    /// <param name="archive">The replica's folder.</param>
    /// <param name="trusted">Fingerprints of keys that may sign without a hand-over: after a lost key.</param>
    public Replica(IDisk source, string from, IDisk disk, string archive, IReadOnlyList<string> trusted)
    {
        _there = new SealFolder(source, from);
        _here = new SealFolder(disk, archive);
        _files = new ReplicaFiles(_there, _here);
        _signatures = new ReplicaSignatures(_there, _here, _files, trusted);
    }

    /// <summary>Pulls every seal that the source has and this folder has not.</summary>
    /// <param name="progress">Called after each seal.</param>
    /// <param name="stop">Gives up between two seals.</param>
    /// <exception cref="ArchiveException">The source does not extend what is held, or something in it is wrong: nothing of it got a name here.</exception>
    /// <exception cref="DiskException">A call failed here or at the source; run the same again.</exception>
    public ReplicaOutcome Pull(Action<ReplicaProgress> progress, CancellationToken stop)
    {
        _here.Disk.CreateFolder(_here.Archive);
        var newest = _there.Newest() ?? throw new ArchiveException($"{_there.Archive} holds no seal; name the archive's or the data folder");
        var held = _here.Newest();
        var (pulled, deleted) = (0L, 0L);
        if (held is not null)
        {
            if (Refusal(held, newest) is { } refusal) throw new ArchiveException(refusal);
            // The seal may have been renamed and not synced, its deletions and checkpoints not made, when the last pull was cut off.
            _files.Renew(held);
            deleted += Follow(held);
            _signatures.Pull(held);
        }
        var of = newest.Content.Index - (held?.Content.Index ?? 0);
        while ((held?.Content.Index ?? 0) < newest.Content.Index)
        {
            stop.ThrowIfCancellationRequested();
            held = Take(Next(held), held);
            deleted += Follow(held);
            _signatures.Pull(held);
            progress(new ReplicaProgress(++pulled, of, _files.Bytes));
        }
        _files.Origin(held!);
        return new ReplicaOutcome(pulled, _files.Bytes, deleted, held!.Content.Node, held.Content.Origin, new Pin(held.Content.Index, held.Hash), new Checkpoints(_here.Disk, _here.Archive).Newest());
    }

    /// <summary>Why this source is not followed; null when it extends what is held.</summary>
    private string? Refusal(SealFolder.Found held, SealFolder.Found newest)
    {
        var (mine, its) = (held.Content, newest.Content);
        if (its.Node != mine.Node) return $"{_here.Archive} holds node {mine.Node}; the source is node {its.Node}: choose another folder";
        if (its.Origin != mine.Origin && !new Rollbacks(_there.Disk, _there.Archive).FormerOrigins().Contains(mine.Origin))
            return $"{_here.Archive} holds node {mine.Node} of the archive {mine.Origin}; the source is the archive {its.Origin}: one node id on two hosts, or a new archive under an old name";
        if (its.Index < mine.Index) return $"the source ends with seal {its.Index}, and seal {mine.Index} is held: the archive was rolled back";
        var path = _files.There(held.Path(ArchivePaths.Seal));
        if (!_there.Disk.Exists(path)) return $"seal {mine.Index} is held, and the source has none where it stood: the archive was rolled back or rewritten";
        var hash = EvidenceMember.Hash(DurableFile.Read(_there.Disk, path));
        return hash == held.Hash ? null : $"seal {mine.Index} is held as {held.Hash} and stands at the source as {hash}: the chain was rewritten";
    }

    private SealFolder.Found Next(SealFolder.Found? held)
    {
        if (held is null)
            return ArchivePaths.DayFolders(_there.Disk, _there.Archive).Select(_there.FirstIn).First(found => found is not null)!;
        // By the held content, which is the source's own: the period's end names the folder.
        return _there.After(held) ?? throw new ArchiveException($"seal {held.Content.Index + 1} is missing at the source");
    }

    private SealFolder.Found Take(SealFolder.Found offered, SealFolder.Found? held)
    {
        var seal = offered.Content;
        var origin = _signatures.OriginBehind(held) ?? seal.Origin;
        var bytes = DurableFile.Read(_there.Disk, offered.Path(ArchivePaths.Seal));
        if (HeadCheck.Extends(new Pin(held?.Content.Index ?? 0, held?.Hash ?? SealContent.NoHash), origin, [bytes]) is { } broken) throw new ArchiveException(broken);
        if (held is not null && (seal.From != held.Content.To || seal.Node != held.Content.Node))
            throw new ArchiveException($"seal {seal.Index} of node {seal.Node} begins at {seal.From}; seal {held.Content.Index} of node {held.Content.Node} ended at {held.Content.To}");
        if (offered.Hash != EvidenceMember.Hash(bytes)) throw new ArchiveException($"seal {seal.Index} changed while it was read");
        return _files.Take(offered, bytes);
    }

    /// <summary>Deletes here what this seal vouches for as deleted, with the same trace; again after a crash it finishes what was begun.</summary>
    private long Follow(SealFolder.Found by)
    {
        var deleted = 0L;
        foreach (var deletion in by.Content.Deleted)
            if (_files.Delete(deletion, by)) deleted++;
        return deleted;
    }
}

/// <summary>How far a pull has come.</summary>
/// <param name="Done">Seals pulled.</param>
/// <param name="Of">Seals to pull.</param>
/// <param name="Bytes">Bytes read from the source.</param>
public sealed record ReplicaProgress(long Done, long Of, long Bytes);

/// <summary>What a pull did.</summary>
/// <param name="Seals">Seals pulled.</param>
/// <param name="Bytes">Bytes of evidence and minutes pulled.</param>
/// <param name="Deleted">Evidence files deleted here as at the source.</param>
/// <param name="Node">The node.</param>
/// <param name="Origin">The archive's id.</param>
/// <param name="Head">The newest seal that is held now.</param>
/// <param name="Checkpoint">The newest checkpoint that is held now; null for none.</param>
public sealed record ReplicaOutcome(long Seals, long Bytes, long Deleted, string Node, string Origin, Pin Head, Checkpoint? Checkpoint);
