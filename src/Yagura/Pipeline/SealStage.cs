using System.Security.Cryptography;
using Yagura.Archive.Disk;
using Yagura.Archive.Seal;
using Yagura.Archive.Spool;
using Yagura.Events;

namespace Yagura.Pipeline;

/// <summary>Spool → evidence + seal. Its cursor is the newest seal; what is sealed leaves the spool.</summary>
internal sealed class SealStage : IDisposable
{
    private readonly IDisk disk;
    private readonly SealerSetup setup;
    private readonly RecordSpool spool;
    private readonly Action<SealHead> settled;
    // Sealing and a deletion take turns: a deletion names the newest seal, and the next one vouches for it.
    private readonly Lock turn = new();
    private volatile Sealer sealer;
    private long seen;

    public SealStage(IDisk disk, RecordSpool spool, SealerSetup setup, Action<SealHead> settled)
    {
        (this.disk, this.spool, this.setup, this.settled) = (disk, spool, setup, settled);
        sealer = Sealer.Open(disk, setup);
    }

    /// <summary>The newest durable seal; null before the first.</summary>
    public SealHead? Head => sealer.Head;

    /// <summary>Id of the archive.</summary>
    public string Origin => sealer.Origin;

    /// <summary>Whether sealing is behind and packs at the fastest level.</summary>
    public bool IsBehind => sealer.IsBehind;

    /// <summary>The last sequence that sealing took in.</summary>
    public long LastTaken => sealer.LastTaken;

    /// <summary>The setup of a node's sealer over its spool.</summary>
    public static SealerSetup Setup(DataFolder folder, string node, RecordSpool spool, Func<AnalysedCursor> analysed, Action<string> alarm) => new()
    {
        Archive = folder.Archive,
        Node = node,
        NewOrigin = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
        Batches = spool.LendBatchesFrom,
        Analysed = analysed,
        Alarm = alarm,
        EvidenceBytesMax = SealerSetup.EvidenceBytesMaxDefault,
    };

    /// <summary>Waits for a batch, then seals every period that is closed.</summary>
    public async Task StepAsync(ReceiveTime now, CancellationToken stop)
    {
        await spool.WaitForBatch(seen, stop);
        Step(now);
    }

    /// <summary>Seals every period that is closed.</summary>
    public void Step(ReceiveTime now)
    {
        seen = spool.LastBatch;
        while (Next(now) is { } head)
            Settle(head);
    }

    /// <summary>Seals what is left, for a stop in good order.</summary>
    public void Close(ReceiveTime now)
    {
        var before = Head?.Index;
        SealHead? head;
        lock (turn)
            head = sealer.Close(now);
        if (head is not null && head.Index != before)
            Settle(head);
    }

    /// <summary>Runs an act while no seal is written, with the newest one.</summary>
    /// <exception cref="ArchiveException">Nothing was sealed yet.</exception>
    public void WithHead(Action<SealHead> act)
    {
        lock (turn)
            act(sealer.Head ?? throw new ArchiveException("nothing was sealed yet"));
    }

    /// <summary>Runs an act while nothing is sealed and the spool lets go of nothing.</summary>
    public void While(Action act)
    {
        lock (turn)
            act();
    }

    /// <summary>Begins again at the newest durable seal, after a step that failed.</summary>
    /// <remarks>It too waits for a deletion under way: opening settles the marks of deletions, and a deletion reads the head.</remarks>
    public void Reopen()
    {
        lock (turn)
        {
            sealer.Dispose();
            sealer = Sealer.Open(disk, setup);
        }
    }

    public void Dispose() => sealer.Dispose();

    private SealHead? Next(ReceiveTime now)
    {
        lock (turn)
            return sealer.Step(now);
    }

    private void Settle(SealHead head)
    {
        lock (turn)
            spool.DeleteFilesBelow(head.To);
        // Outside the turn: the checkpoint writes to the store, and who holds the store may be waiting for the turn.
        settled(head);
    }
}
