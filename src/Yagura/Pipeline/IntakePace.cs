using Yagura.Archive.Spool;
using Yagura.Events;
using Yagura.Intake.Gate;

namespace Yagura.Pipeline;

/// <summary>Accept first, seal behind: while the intake needs the machine, the stages behind the spool give way, for a bounded time.</summary>
/// <remarks>
/// The intake is busy while more waits in the gate than the disk's next sync takes along. What gives way only waits: what
/// it then does is the same, so evidence stays a function of the spool. Who is <see cref="GiveWayMax"/> behind gives way
/// no more; so a load that never ends cannot hold sealing or detection up for ever, and the gate's bound holds it back instead.
/// </remarks>
internal sealed class IntakePace(IntakeGate gate, TimeProvider time, Func<ReceiveTime> now)
{
    /// <summary>Bytes held in the gate, 256 for each record included, above which the intake is busy.</summary>
    public const long BusyHeldBytes = 2L * 1024 * 1024;

    /// <summary>How far behind a stage gives way at most.</summary>
    public static readonly TimeSpan GiveWayMax = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan BusyFor = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    private long busySeen;
    private int waiting;

    /// <summary>Whether a stage is giving way now.</summary>
    public bool GivesWay => Volatile.Read(ref waiting) > 0;

    /// <summary>Whether the intake is busy, or was a moment ago.</summary>
    public bool IsBusy()
    {
        var at = time.GetTimestamp();
        if (gate.HeldBytes > BusyHeldBytes)
        {
            Volatile.Write(ref busySeen, at);
            return true;
        }

        var seen = Volatile.Read(ref busySeen);
        return seen != 0 && time.GetElapsedTime(seen, at) < BusyFor;
    }

    /// <summary>The same batches, each handed out only when the intake leaves room for it or it has waited long enough.</summary>
    public IEnumerable<SpoolBatch> Behind(IEnumerable<SpoolBatch> batches)
    {
        foreach (var batch in batches)
        {
            GiveWayAsync(batch.CommittedAt, CancellationToken.None).GetAwaiter().GetResult();
            yield return batch;
        }
    }

    /// <summary>Waits while the intake is busy and the stage is not yet far behind.</summary>
    /// <param name="upTo">How far the stage has come: nothing older than this waits for it.</param>
    /// <param name="stop">Ends the wait.</param>
    public async Task GiveWayAsync(ReceiveTime upTo, CancellationToken stop)
    {
        if (!MustWait(upTo))
            return;
        Interlocked.Increment(ref waiting);
        try
        {
            do
                await Task.Delay(LookEvery, time, stop);
            while (MustWait(upTo));
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }

    private bool MustWait(ReceiveTime upTo) => IsBusy() && now().UtcTicks - upTo.UtcTicks < GiveWayMax.Ticks;
}
