using Yagura.ServiceLevel.Calendar;
using Yagura.ServiceLevel.Coverage;

namespace Yagura.Operations.Coverage;

/// <summary>One source's lost minutes: the contract's figure is their union over sources, this is where they come from.</summary>
/// <param name="Source">The source.</param>
/// <param name="LostToday">Lost minutes since midnight in the contract's zone.</param>
/// <param name="UnprovenToday">Minutes since midnight that cannot be proven.</param>
/// <param name="LostMonth">Lost minutes since the month began.</param>
/// <param name="UnprovenMonth">Minutes since the month began that cannot be proven.</param>
/// <param name="PendingMonth">Minutes since the month began that are not analysed yet.</param>
public sealed record LossMeter(string Source, long LostToday, long UnprovenToday, long LostMonth, long UnprovenMonth, long PendingMonth)
{
    /// <summary>Records dropped before the spool since the month began, as far as anybody counted them.</summary>
    public long DroppedMonth { get; init; }

    /// <summary>Why, in the order of time: those that concern this source.</summary>
    public IReadOnlyList<LossCause> Causes { get; init; } = [];

    /// <summary>Computes it: the same pure function as the figure, over one source.</summary>
    /// <param name="input">The month's marked minutes.</param>
    /// <param name="source">The source; what happened before its registration is not its loss.</param>
    /// <param name="zone">The contract's.</param>
    /// <param name="now">The instant.</param>
    public static LossMeter Of(CoverageInput input, CoveredSource source, Zone zone, DateTimeOffset now)
    {
        var today = zone.DateOf(now);
        var own = new CoverageInput(
            [.. input.Minutes.Where(minute => minute.Source == source.Id)],
            [.. input.Down.Where(down => down.To > source.From).Select(down => down.From < source.From ? down with { From = source.From } : down)],
            // What is not sealed yet is the tail of the last five minutes, not a loss of this source; the running minute is whole.
            now.AddMinutes(1));
        var days = CoverageUnion.Days(own, zone, new DateOnly(today.Year, today.Month, 1), today, now);
        return new LossMeter(source.Id, days[^1].Lost, days[^1].Unproven, days.Sum(day => day.Lost), days.Sum(day => day.Unproven), days.Sum(day => day.Pending));
    }
}
