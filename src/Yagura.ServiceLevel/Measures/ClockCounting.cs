using Yagura.ServiceLevel.Clocks;
using Yagura.ServiceLevel.Contracts;

namespace Yagura.ServiceLevel.Measures;

/// <summary>Counts the clocks of a measure: occurrences and over, raw and adjusted.</summary>
internal static class ClockCounting
{
    /// <summary>Whether a clock's occurrence counts: it started in the period, is no drill, and was not superseded, withdrawn or merged away.</summary>
    public static bool Counts(ClockState state) =>
        !state.Drill && !state.Merged && state.State is ClockStatus.Running or ClockStatus.Overdue or ClockStatus.Met or ClockStatus.Late && !state.Drill && !state.Merged;

    public static ClockFigure Of(ClockMeasure measure, IReadOnlyList<ClockState> states)
    {
        var counted = states.Where(Counts).ToList();
        var occurrences = counted.GroupBy(state => measure.CountsSubjects ? (state.Subject, null, 0) : (state.Subject, Key(state), state.Occurrence)).ToList();
        var counts = new ClockCounts(
            occurrences.Count,
            occurrences.Count(spans => spans.Any(span => span.Over)),
            occurrences.Count(spans => spans.Any(span => span.Over && !span.Excused)),
            occurrences.Count(spans => spans.Any(span => span.State == ClockStatus.Running)),
            measure.Led is null ? null : counted.Where(state => state.Led).Select(state => (state.Subject, state.Occurrence)).Distinct().Count(),
            counted.Count(state => state.Reused),
            counted.Sum(state => state.Unconfirmed));
        return new ClockFigure(measure, counts, states);
    }

    // A later target's span is part of its incident's occurrence.
    private static string? Key(ClockState state) => state.LaterTarget ? null : state.Target;
}
