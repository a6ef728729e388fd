using Yagura.Events;

namespace Yagura.Intake.Counting;

/// <summary>Losses summed up by (minute, where, reason) until the pump has made them durable.</summary>
public sealed class LossLedger(IntakeLimits limits)
{
    private readonly Lock _lock = new();

    // Bounded by LossRowsMax (beyond it a loss joins the row of its listener); cleared by Take.
    private readonly Dictionary<(long Minute, string Where, string Reason), long?> _rows = [];

    /// <summary>Adds a loss. <paramref name="listener"/> takes its place when there is no room for <paramref name="where"/>.</summary>
    internal void Add(ReceiveTime at, string where, string listener, string reason, long? count)
    {
        var minute = at.UtcTicks - at.UtcTicks % TimeSpan.TicksPerMinute;
        lock (_lock)
        {
            if (_rows.Count >= limits.LossRowsMax && !_rows.ContainsKey((minute, where, reason))) where = listener;
            Sum((minute, where, reason), count);
        }
    }

    /// <summary>Hands out all losses, each once, and forgets them.</summary>
    public IReadOnlyList<LossReport> Take()
    {
        lock (_lock)
        {
            if (_rows.Count == 0) return [];
            LossReport[] reports = [.. _rows.Select(r => new LossReport(new ReceiveTime(r.Key.Minute), r.Key.Where, r.Key.Reason, r.Value))];
            _rows.Clear();
            return reports;
        }
    }

    /// <summary>Takes back losses that could not be made durable.</summary>
    public void GiveBack(IReadOnlyList<LossReport> reports)
    {
        lock (_lock)
        {
            foreach (var r in reports) Sum((r.Minute.UtcTicks, r.Where, r.Reason), r.Count);
        }
    }

    private void Sum((long, string, string) key, long? count) =>
        _rows[key] = _rows.TryGetValue(key, out var known) ? known + count : count;
}
