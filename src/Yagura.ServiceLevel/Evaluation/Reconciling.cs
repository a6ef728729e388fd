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
        foreach (var subject in states.Where(state => Belongs(state, scope, countsFrom)).GroupBy(state => state.Subject))
        {
            if (subject.Any(state => state.Merged)) merged++;
            else if (subject.Any(state => state.Drill)) drills++;
            else if (subject.All(state => state.State == ClockStatus.Withdrawn)) withdrawn++;
            else if (subject.Any(state => ClockCounting.Counts(state) && state.PeriodStart >= countsFrom)) counted++;
            else if (subject.Any(state => state.PeriodStart < countsFrom)) preparation++;
            else if (subject.Any(state => state.State == ClockStatus.Superseded)) superseded++;
            else notComputable++;
        }
        return new Reconciliation(counted + drills + preparation + withdrawn + merged, counted, drills, preparation, withdrawn, merged, superseded, notComputable);
    }

    // The first period of the service prints what fell into the preparation before it.
    private static bool Belongs(ClockState state, MeasureScope scope, DateTimeOffset countsFrom)
    {
        if ((state.PeriodStart ?? state.Stop) is not { } start || start >= scope.Ends) return false;
        return start >= scope.Begins || (start < countsFrom && scope.From <= scope.Contract.Period.CountsFrom);
    }
}
