using Yagura.ServiceLevel.Clocks;
using Yagura.ServiceLevel.Contracts;
using Yagura.ServiceLevel.Coverage;
using Yagura.ServiceLevel.Journal;
using Yagura.ServiceLevel.Numbers;

namespace Yagura.ServiceLevel.Measures;

/// <summary>Receive loss: from the seals when they are given, else as the journal states it, day by day.</summary>
internal static class LossCounting
{
    public static LossFigure Of(CoverageMeasure measure, MeasureScope scope, Histories histories, CoverageInput? input)
    {
        var entries = new List<long>();
        var days = input is not null
            ? CoverageUnion.Days(input, scope.Contract.Zone, scope.CountsFrom, scope.CountsTo, scope.AsOf).ToDictionary(day => day.Date)
            : Stated(scope, histories, entries);
        var counted = scope.Days().ToList();
        var known = counted.Where(days.ContainsKey).Select(date => days[date]).ToList();
        var total = counted.Count == 0 ? 0 : scope.Contract.Zone.Minutes(counted[0], counted[^1].AddDays(1));
        var lost = known.Sum(day => day.Lost);
        var minutes = new LossMinutes(total, lost, known.Sum(day => day.Pending), known.Sum(day => day.Unproven), counted.Count - known.Count, input is not null, entries);
        var months = counted.GroupBy(MeasureScope.MonthOf).Select(month => Month(measure, month.Key, month.Sum(date => days.TryGetValue(date, out var day) ? day.Lost : 0))).ToList();
        if (total == 0) return new LossFigure(measure, "対象なし", Verdict.None, minutes, months, []);
        var ratio = new Rational(lost, total);
        List<string> decided = [];
        if (measure.Ratio is { } limit && Exceeds(measure, ratio, limit)) decided.Add("ratio");
        if (months.Exists(month => month.Over)) decided.Add("minutes-per-month");
        var sure = minutes is { Pending: 0, Unproven: 0, UnstatedDays: 0 };
        var verdict = decided.Count > 0 ? Verdict.Exceeded : sure ? Verdict.Met : Verdict.Unproven;
        return new LossFigure(measure, ratio.PrintPercent(measure.Digits.Count, measure.Digits.Rounding), verdict, minutes, months, decided);
    }

    private static LossMonth Month(CoverageMeasure measure, string month, long lost) => new(month, lost, measure.MinutesPerMonth is { } limit && lost > limit);

    // compare: printed reads the clause as printed: 5 minutes of a month always print 0.01 %.
    private static bool Exceeds(CoverageMeasure measure, Rational ratio, Rational limit)
    {
        if (!measure.ComparePrinted) return ratio > limit;
        var percent = new Rational(ratio.Numerator * 100, ratio.Denominator).Scaled(measure.Digits.Count, measure.Digits.Rounding);
        return new Rational(percent, System.Numerics.BigInteger.Pow(10, measure.Digits.Count) * 100) > limit;
    }

    // The latest statement of a day counts: a repaired gap is stated anew.
    private static Dictionary<DateOnly, DayLoss> Stated(MeasureScope scope, Histories histories, List<long> entries)
    {
        var days = new Dictionary<DateOnly, DayLoss>();
        foreach (var fact in histories.With("coverage.stated").SelectMany(history => history.Facts).Where(fact => fact.Kind == "coverage.stated" && fact.Time <= scope.AsOf).OrderBy(fact => fact.Number))
        {
            if (!DateOnly.TryParseExact(fact.Data.Text("date"), "yyyy-MM-dd", out var date) || date < scope.CountsFrom || date > scope.CountsTo) continue;
            if (fact.Data.Count("lost") is not { } lost) continue;
            var pending = fact.Data.Count("pending") ?? 0;
            // The contractor alone may state more, never less than what stands.
            if (days.TryGetValue(date, out var known) && fact.Entry.Actor != Actor.Machine && !fact.ClientNamed
                && (lost + pending < known.Lost + known.Pending || (fact.Data.Count("unproven") ?? 0) < known.Unproven)) continue;
            var old = scope.AsOf - scope.Contract.Zone.StartOf(date.AddDays(1)) > CoverageUnion.PendingMax;
            days[date] = new DayLoss(date, old ? lost + pending : lost, old ? 0 : pending, fact.Data.Count("unproven") ?? 0, fact.Data.Count("excluded") ?? 0);
            entries.Add(fact.Number);
        }
        return days;
    }
}
