using System.Runtime.InteropServices;
using Yagura.ServiceLevel.Clocks;
using Yagura.ServiceLevel.Measures;

namespace Yagura.ServiceLevel.Evaluation;

/// <summary>Where every subject went that a clock was about.</summary>
internal static class Reconciling
{
    public static Reconciliation Of(MeasureScope scope, IReadOnlyList<ClockState> states)
    {
        int counted = 0, drills = 0, preparation = 0, withdrawn = 0, merged = 0, superseded = 0, notComputable = 0;
        var countsFrom = scope.Contract.Zone.StartOf(scope.Contract.Period.CountsFrom);
        // Bounded by the subjects that a clock was about.
        var subjects = new Dictionary<string, Was>();
        foreach (var state in states)
            if (Belongs(state, scope, countsFrom)) CollectionsMarshal.GetValueRefOrAddDefault(subjects, state.Subject, out _) |= Is(state, countsFrom);
        foreach (var was in subjects.Values)
        {
            if (was.HasFlag(Was.Merged)) merged++;
            else if (was.HasFlag(Was.Drill)) drills++;
            else if (!was.HasFlag(Was.NotWithdrawn)) withdrawn++;
            else if (was.HasFlag(Was.Counted)) counted++;
            else if (was.HasFlag(Was.Preparation)) preparation++;
            else if (was.HasFlag(Was.Superseded)) superseded++;
            else notComputable++;
        }
        return new Reconciliation(counted + drills + preparation + withdrawn + merged, counted, drills, preparation, withdrawn, merged, superseded, notComputable);
    }

    private static Was Is(ClockState state, DateTimeOffset countsFrom) =>
        If(state.Merged, Was.Merged) | If(state.Drill, Was.Drill) | If(state.State != ClockStatus.Withdrawn, Was.NotWithdrawn)
        | If(ClockCounting.Counts(state) && state.PeriodStart >= countsFrom, Was.Counted)
        | If(state.PeriodStart < countsFrom, Was.Preparation)
        | If(state.State == ClockStatus.Superseded, Was.Superseded);

    private static Was If(bool holds, Was was) => holds ? was : Was.Nothing;

    /// <summary>What any clock of a subject was.</summary>
    [Flags]
    private enum Was : byte
    {
        Nothing = 0,
        Merged = 1,
        Drill = 2,
        NotWithdrawn = 4,
        Counted = 8,
        Preparation = 16,
        Superseded = 32,
    }

    // The first period of the service prints what fell into the preparation before it.
    private static bool Belongs(ClockState state, MeasureScope scope, DateTimeOffset countsFrom)
    {
        if ((state.PeriodStart ?? state.Stop) is not { } start || start >= scope.Ends) return false;
        return start >= scope.Begins || (start < countsFrom && scope.From <= scope.Contract.Period.CountsFrom);
    }
}
