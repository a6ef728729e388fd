using System.Runtime.InteropServices;
using Yagura.ServiceLevel.Clocks;
using Yagura.ServiceLevel.Contracts;

namespace Yagura.ServiceLevel.Measures;

/// <summary>Counts the clocks of a measure: occurrences and over, raw and adjusted.</summary>
internal static class ClockCounting
{
    /// <summary>Whether a clock's occurrence counts: it started in the period, is no drill, and was not superseded, withdrawn or merged away.</summary>
    public static bool Counts(ClockState state) =>
        !state.Drill && !state.Merged && state.State is (ClockStatus.Running or ClockStatus.Overdue or ClockStatus.Met or ClockStatus.Late);

    public static ClockFigure Of(ClockMeasure measure, IReadOnlyList<ClockState> states)
    {
        // Bounded by the states; one entry an occurrence.
        var occurrences = new Dictionary<(string Subject, string? Target, int Occurrence), Said>(states.Count);
        var led = new HashSet<(string, int)>();
        int reused = 0, unconfirmed = 0;
        foreach (var state in states)
        {
            if (!Counts(state)) continue;
            var key = measure.CountsSubjects ? (state.Subject, null, 0) : (state.Subject, Key(state), state.Occurrence);
            CollectionsMarshal.GetValueRefOrAddDefault(occurrences, key, out _) |= Says(state);
            if (state.Led) led.Add((state.Subject, state.Occurrence));
            if (state.Reused) reused++;
            unconfirmed += state.Unconfirmed;
        }
        var counts = new ClockCounts(occurrences.Count, With(Said.Over), With(Said.OverAdjusted), With(Said.Running), measure.Led is null ? null : led.Count, reused, unconfirmed);
        return new ClockFigure(measure, counts, states);

        int With(Said said) => occurrences.Values.Count(all => all.HasFlag(said));
    }

    private static Said Says(ClockState state) =>
        If(state.Over, Said.Over) | If(state.Over && !state.Excused, Said.OverAdjusted) | If(state.State == ClockStatus.Running, Said.Running);

    private static Said If(bool holds, Said said) => holds ? said : Said.Nothing;

    /// <summary>What the spans of an occurrence say together.</summary>
    [Flags]
    private enum Said : byte
    {
        Nothing = 0,
        Over = 1,
        OverAdjusted = 2,
        Running = 4,
    }

    // A later target's span is part of its incident's occurrence.
    private static string? Key(ClockState state) => state.LaterTarget ? null : state.Target;
}
