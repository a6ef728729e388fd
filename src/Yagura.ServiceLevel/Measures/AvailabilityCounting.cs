using Yagura.ServiceLevel.Clocks;
using Yagura.ServiceLevel.Contracts;
using Yagura.ServiceLevel.Numbers;

namespace Yagura.ServiceLevel.Measures;

/// <summary>Availability = (planned service time − down) / planned service time, over all services of the measure.</summary>
internal static class AvailabilityCounting
{
    public static (AvailabilityFigure Figure, IReadOnlyList<Exclusion> Exclusions) Of(AvailabilityMeasure measure, MeasureScope scope, Histories histories)
    {
        var subjects = measure.Services.Count > 0
            ? measure.Services.Select(id => $"service:{id}")
            : histories.All.Select(history => history.Subject).Where(subject => subject.StartsWith("service:", StringComparison.Ordinal));
        var begins = scope.Contract.Zone.StartOf(scope.CountsFrom);
        var ends = scope.Contract.Zone.StartOf(scope.CountsTo.AddDays(1));
        var period = new Stretch(begins, ends < scope.AsOf ? ends : scope.AsOf);
        long planned = 0, down = 0, unknown = 0, outage = 0;
        List<long> entries = [];
        List<Exclusion> exclusions = [];
        foreach (var subject in subjects)
        {
            var outages = histories.Find(subject) is { } history ? Outages.Of(history, scope.AsOf) : new Outages();
            var seconds = outages.Seconds(period);
            planned += period.Seconds - seconds.Planned - seconds.Unknown;
            (down, unknown, outage) = (down + seconds.Down, unknown + seconds.Unknown, outage + seconds.Planned);
            entries.AddRange(outages.Entries);
            exclusions.AddRange(outages.Exclusions);
        }
        var times = new ServiceTimes(planned, down, unknown, outage, entries);
        if (planned <= 0) return (new AvailabilityFigure(measure, "対象なし", Verdict.None, times), exclusions);
        var ratio = new Rational(planned - down, planned);
        var verdict = ratio < measure.Limit ? Verdict.Exceeded : unknown > 0 ? Verdict.Unproven : Verdict.Met;
        return (new AvailabilityFigure(measure, ratio.PrintPercent(measure.Digits.Count, measure.Digits.Rounding), verdict, times), exclusions);
    }
}
