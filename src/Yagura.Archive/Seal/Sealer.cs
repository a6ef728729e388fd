using Yagura.Archive.Disk;
using Yagura.Archive.Spool;
using Yagura.Events;

namespace Yagura.Archive.Seal;

/// <summary>Turns spooled batches into evidence and seals. Its cursor is the newest seal: nothing else is remembered.</summary>
/// <remarks>
/// A seal's period holds exactly the batches whose commit lies in it. A period is closed only when a batch committed
/// at or after its end has been seen: commits strictly increase, so nothing can come into a closed period, and no clock
/// is asked. A running server commits at least every second (alive notes), so a seal appears within about a second of
/// its boundary. Where the spool was silent over one or more boundaries (the server was down) the period that holds
/// batches ends at its first boundary, and one empty seal spans the rest up to the last boundary before the next batch.
/// Any exception leaves the sealer unusable; the caller opens a new one, which begins again at the newest durable seal.
/// </remarks>
public sealed class Sealer : IDisposable
{
    /// <summary>A batch older than this when it is sealed means that the sealer is behind: the fastest level is used until it has caught up.</summary>
    public static readonly TimeSpan BehindAfter = TimeSpan.FromMinutes(10);

    private readonly IDisk _disk;
    private readonly SealerSetup _setup;
    private readonly string _origin;
    private OpenPeriod? _period;
    private long _lastSequence;
    private bool _failed;

    private Sealer(IDisk disk, SealerSetup setup, string origin, SealHead? head)
    {
        (_disk, _setup, _origin, Head) = (disk, setup, origin, head);
        _lastSequence = head?.LastSequence ?? 0;
    }

    /// <summary>The newest durable seal; null before the first. Spool files committed before its <c>To</c> may go.</summary>
    public SealHead? Head { get; private set; }

    /// <summary>The last sequence that was taken in, sealed or in the open period.</summary>
    public long LastTaken => Volatile.Read(ref _lastSequence);

    /// <summary>The archive's id.</summary>
    public string Origin => _origin;

    /// <summary>Whether the last step packed at the fastest level.</summary>
    public bool IsBehind { get; private set; }

    /// <summary>Opens the archive: makes the newest seal durable again, removes what was left unfinished, reads the origin.</summary>
    /// <exception cref="ArchiveException">The newest seal cannot be read, or belongs to another node or origin.</exception>
    /// <exception cref="DiskException">Any errno.</exception>
    public static Sealer Open(IDisk disk, SealerSetup setup)
    {
        if (!Identifier.IsValid(setup.Node)) throw new ArchiveException($"node \"{setup.Node}\" is not an id; allowed: {Identifier.Allowed}");
        disk.CreateFolder(setup.Archive);
        var folder = new SealFolder(disk, setup.Archive);
        var newest = folder.Newest();
        var origin = ArchiveOrigin.Open(disk, setup.Archive, newest?.Content, setup.NewOrigin);
        if (newest is not null && newest.Content.Node != setup.Node)
            throw new ArchiveException($"{newest.Path(ArchivePaths.Seal)}: sealed by node {newest.Content.Node}; this is node {setup.Node}");
        if (newest is not null) Renew(disk, newest);
        UnsealedFiles.Clear(disk, setup, newest);
        PendingDeletions.Settle(disk, setup.Archive, newest?.Content);
        return new Sealer(disk, setup, origin, newest is null ? null : folder.HeadOf(newest));
    }

    /// <summary>Seals at most one period; call again while it returns one.</summary>
    /// <param name="now">The wall clock, only to know how far behind the sealer is.</param>
    /// <returns>The new head, or null when every closed period is sealed.</returns>
    /// <exception cref="DiskException">A call failed; nothing is lost, open a new sealer.</exception>
    public SealHead? Step(ReceiveTime now) => Guarded(() => Pull(now));

    /// <summary>Seals what is left, up to the newest batch, for a stop in good order. No boundary is awaited.</summary>
    /// <returns>The newest head; null when nothing was ever sealed.</returns>
    public SealHead? Close(ReceiveTime now) => Guarded(() =>
    {
        while (Pull(now) is not null) { }
        if (_period?.LastCommit is { } last) Seal(SealPeriods.After(last));
        return Head;
    });

    /// <inheritdoc/>
    public void Dispose() => _period?.Dispose();

    private SealHead? Guarded(Func<SealHead?> work)
    {
        if (_failed) throw new ArchiveException("this sealer failed before; open a new one");
        _failed = true;
        var head = work();
        _failed = false;
        return head;
    }

    private SealHead? Pull(ReceiveTime now)
    {
        foreach (var batch in _setup.Batches(Cursor()))
        {
            var period = _period ??= NewPeriod(Head?.To ?? SealPeriods.Floor(batch.CommittedAt));
            if (EndBefore(period, batch) is { } end) return Seal(end);
            IsBehind = now.UtcTicks - batch.CommittedAt.UtcTicks > BehindAfter.Ticks;
            Check(batch);
            period.Take(batch, IsBehind);
            if (period.UnpackedBytes >= _setup.EvidenceBytesMax) return Seal(SealPeriods.After(batch.CommittedAt));
        }
        return null;
    }

    private ReceiveTime Cursor() => _period?.LastCommit is { } last ? SealPeriods.After(last) : Head?.To ?? default;

    /// <summary>Where the period ends if this batch lies outside it; null when it lies within.</summary>
    private static ReceiveTime? EndBefore(OpenPeriod period, SpoolBatch batch)
    {
        var boundary = SealPeriods.Next(period.From);
        if (batch.CommittedAt < boundary) return null;
        return period.LastCommit is null ? SealPeriods.Floor(batch.CommittedAt) : boundary;
    }

    /// <summary>Invariants S1 and S2, in release builds too: commits and sequences only grow.</summary>
    private void Check(SpoolBatch batch)
    {
        if (batch.CommittedAt < Cursor()) throw new ArchiveException($"batch {batch.Number} committed at {batch.CommittedAt}, before {Cursor()}");
        foreach (var stored in batch.Records)
        {
            if (stored.Sequence <= _lastSequence) throw new ArchiveException($"batch {batch.Number}: sequence {stored.Sequence} after {_lastSequence} would be sealed twice");
            _lastSequence = stored.Sequence;
        }
    }

    private OpenPeriod NewPeriod(ReceiveTime from) => new(_disk, _setup.Archive, _setup.Node, (Head?.Index ?? 0) + 1, from);

    private SealHead Seal(ReceiveTime to)
    {
        var period = _period!;
        var deleted = PendingDeletions.Read(_disk, _setup.Archive);
        var content = period.Finish(_origin, Head?.Hash ?? SealContent.NoHash, to, _setup.Analysed(), deleted, IsBehind);
        var bytes = SealText.Write(content);
        if (!SealParser.TryParse(bytes, out _, out var fault)) throw new ArchiveException($"seal {content.Index} would not be readable: {fault}");
        var path = period.Path(ArchivePaths.Seal);
        DurableFile.Write(_disk, path, bytes);
        Head = new SealHead(_origin, _setup.Node, content.Index, EvidenceMember.Hash(bytes), content.From, to, _lastSequence, content.Count, path);
        period.Dispose();
        _period = null;
        PendingDeletions.Settle(_disk, _setup.Archive, content);
        return Head;
    }

    /// <remarks>
    /// The seal may have been renamed but its folder not synced when the server died or the sync failed; a sync that
    /// failed once may lie the second time. Written and renamed anew, it is durable whatever came before.
    /// </remarks>
    private static void Renew(IDisk disk, SealFolder.Found newest)
    {
        var path = newest.Path(ArchivePaths.Seal);
        DurableFile.Write(disk, path, DurableFile.Read(disk, path));
    }
}
