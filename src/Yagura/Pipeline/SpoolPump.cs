using System.Globalization;
using Yagura.Archive.Spool;
using Yagura.Doctor;
using Yagura.Events;
using Yagura.Intake;
using Yagura.Intake.Gate;
using Yagura.Intake.Listeners;

namespace Yagura.Pipeline;

/// <summary>Receive → Spool: what waits in the gate is committed and synced, and only then acknowledged.</summary>
/// <remarks>
/// Group commit without a timer: while one batch is being synced the next one gathers, and where much waits it is encoded too;
/// it is written only when that sync has returned. The only thing that a timer does
/// is wake the pump once a second for the alive note, so that down time under five minutes shows (CUSTODY 3).
/// </remarks>
/// <param name="reception">Where records come in.</param>
/// <param name="spool">Where they become durable.</param>
/// <param name="time">The clock of the heartbeat.</param>
/// <param name="space">Whether there is room; without room records are refused and the notes go on.</param>
/// <param name="use">For <see cref="SpoolUse.OfflineImport"/> nothing is said about the server's life: no alive note, no stop.</param>
/// <param name="alarm">Told in a sentence why intake stopped, and when the wall clock was set.</param>
internal sealed class SpoolPump(Reception reception, RecordSpool spool, SpaceWatch space, TimeProvider time, SpoolUse use, Action<string> alarm)
{
    private const int BatchRecordsMax = 8 * 1024;
    private const long BatchBytesMax = 16L * 1024 * 1024;
    private static readonly TimeSpan AliveEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ClockNotedEvery = TimeSpan.FromMinutes(5);

    // What waits beside the batch that is being synced, above which the next one is prepared meanwhile.
    private const long OverlapHeldBytes = 2L * 1024 * 1024;

    // The batch that is being committed; never fails.
    private Task committing = Task.CompletedTask;
    private ReceiveTime lastAlive;
    private ReceiveTime lastClock;

    /// <summary>Why nothing is accepted any more; null while all is well.</summary>
    public string? Halted => spool.Halted?.Message ?? Failure?.Message;

    /// <summary>What stopped the pump that nobody foresaw. Nothing is acknowledged behind it: what the spool holds then is not known.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Runs until the gate is completed and empty, then writes that the server stopped in good order.</summary>
    public async Task RunAsync()
    {
        using var heartbeat = use == SpoolUse.Server ? time.CreateTimer(_ => reception.Gate.Wake(), null, AliveEvery, AliveEvery) : null;
        while (await reception.Gate.TakeAsync(BatchRecordsMax, BatchBytesMax, CancellationToken.None) is { } batch)
            await SettleAsync(batch);
        await committing;
        if (Halted is not null)
            return;
        try
        {
            CommitLast();
            if (use == SpoolUse.Server)
                spool.CommitStopped(reception.Clock.Now());
        }
        catch (SpoolHaltedException stopped)
        {
            // Nothing of a sender's is in it: the next start calls this end a crash.
            alarm($"the stop could not be written down: {stopped.Message}");
        }
    }

    // What the listeners counted while they stopped: no record comes any more that would carry it along.
    private void CommitLast()
    {
        var losses = reception.Losses.Take();
        if (losses.Count > 0)
            spool.Commit([], [.. losses.Select(Note)], reception.Clock.Now());
    }

    private static LossNote Note(LossReport loss) => new(loss.Minute, loss.Where, loss.Reason, loss.Count);

    // A pump that died silently would leave open doors behind which nobody answers: it lives on and refuses, and says so.
    private async Task SettleAsync(IntakeBatch batch)
    {
        try
        {
            await PumpAsync(batch);
        }
        catch (Exception failed)
        {
            await committing;
            Fail(batch, failed);
        }
    }

    private async Task PumpAsync(IntakeBatch batch)
    {
        if (Failure is not null)
        {
            await committing;
            batch.Refuse("pump-failed");
            return;
        }

        foreach (var session in batch.EndedSessions)
            spool.SessionClosed(session);
        var losses = reception.Losses.Take();
        var now = reception.Clock.Now();
        var notes = Notes(losses, now);
        // Asked each time, also without records: that there is room again shows on a quiet line too.
        var refused = space.IsShort() && batch.Records.Count > 0;
        PreparedBatch? prepared = null;
        var halted = false;
        try
        {
            if (notes.Count > 0 || (batch.Records.Count > 0 && !refused))
                prepared = spool.Prepare(refused ? [] : batch.Records, notes);
        }
        catch (SpoolHaltedException)
        {
            halted = true;
        }

        await committing;
        if (halted || Failure is not null)
        {
            // The senders keep what is theirs; what was lost before stays in the ledger until a person resumes the spool.
            reception.Losses.GiveBack(losses);
            batch.Refuse(Failure is null ? "spool-halted" : "pump-failed");
            return;
        }

        committing = Task.Run(() => Commit(batch, prepared, losses, now, refused));
        // The next batch is prepared beside this one's sync only where there is much to prepare; else whatever comes meanwhile
        // shares the next sync. A refusal first shuts its doors: what they hold behind it must not be stored before it.
        if (refused || reception.Gate.HeldBytes - batch.HeldBytes < OverlapHeldBytes)
            await committing;
    }

    private void Commit(IntakeBatch batch, PreparedBatch? prepared, IReadOnlyList<LossReport> losses, ReceiveTime now, bool refused)
    {
        try
        {
            if (prepared is not null)
                spool.Commit(prepared, now);
            if (refused)
                batch.Refuse("no-space");
            else
                batch.Acknowledge();
        }
        catch (SpoolHaltedException stopped)
        {
            reception.Losses.GiveBack(losses);
            batch.Refuse("spool-halted");
            // Once: from here on the batches that come are refused before they get here.
            alarm($"intake stopped, nothing is acknowledged any more: {stopped.Message}; look at the disk, then start the server again");
        }
        catch (Exception failed)
        {
            Fail(batch, failed);
        }
    }

    private void Fail(IntakeBatch batch, Exception failed)
    {
        Failure ??= failed;
        if (!batch.IsSettled)
            batch.Refuse("pump-failed");
        alarm($"intake stopped, nothing is acknowledged any more: {failed}");
    }

    private List<SpoolNote> Notes(IReadOnlyList<LossReport> losses, ReceiveTime now)
    {
        var notes = new List<SpoolNote>(losses.Count + 2);
        notes.AddRange(losses.Select(Note));
        if (use == SpoolUse.OfflineImport || now.UtcTicks - lastAlive.UtcTicks < AliveEvery.Ticks)
            return notes;
        lastAlive = now;
        notes.Add(new AliveNote(now));
        if (reception.Clock.Compare() is { } step)
        {
            notes.Add(new ClockNote(step.At, step.OffsetSeconds, KernelClock.IsSynchronised()));
            alarm(string.Create(CultureInfo.InvariantCulture, $"the wall clock was set: it stands {Math.Abs(step.OffsetSeconds):0.000} s {(step.OffsetSeconds > 0 ? "ahead of" : "behind")} the receive time, which follows it slowly and never goes back; the next seal says so"));
        }
        else if (now.UtcTicks - lastClock.UtcTicks >= ClockNotedEvery.Ticks)
            notes.Add(new ClockNote(now, 0m, KernelClock.IsSynchronised()));
        else
            return notes;
        lastClock = now;
        return notes;
    }
}
