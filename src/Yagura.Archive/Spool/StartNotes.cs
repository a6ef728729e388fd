using Yagura.Events;

namespace Yagura.Archive.Spool;

/// <summary>What the first batch of a run says about the time before it.</summary>
internal static class StartNotes
{
    internal static IReadOnlyList<SpoolNote> Of(SpoolUse use, SpoolStart start, ReceiveTime now)
    {
        var notes = new List<SpoolNote>(start.Found.Damage);
        if (use == SpoolUse.OfflineImport) return notes;
        var life = start.Chain.Life;
        if (life.LastSeen > 0) AddDown(notes, life, now);
        notes.Add(new AliveNote(now));
        return notes;
    }

    private static void AddDown(List<SpoolNote> notes, Life life, ReceiveTime now)
    {
        var from = new ReceiveTime(life.LastSeen);
        var reason = life.Stopped ? DownReason.Stopped : DownReason.Crashed;
        if (now >= from)
        {
            notes.Add(new DownNote(from, now, reason));
            return;
        }
        // The clock was set back while the server was down: how long it was down is not known, that it was is.
        notes.Add(new DownNote(from, from, reason));
        notes.Add(new ClockNote(now, (now.UtcTicks - from.UtcTicks) / (decimal)TimeSpan.TicksPerSecond, Synchronised: false));
    }
}
