using Yagura.ServiceLevel.Clocks;
using Yagura.ServiceLevel.Contracts;

namespace Yagura.ServiceLevel.Measures;

/// <summary>Zero targets: candidates are listed by rule; zero prints only when each is graded and each month attested.</summary>
internal static class ZeroCounting
{
    public static ZeroFigure Of(ZeroMeasure measure, MeasureScope scope, Histories histories, IReadOnlyList<DateOnly> lostDays)
    {
        List<ZeroCandidate> candidates = [];
        if (measure.Candidates.OutageOver is { } over) candidates.AddRange(LongOutages(scope, histories, over));
        if (measure.Candidates.Severity is { } severity) candidates.AddRange(Severe(scope, histories, severity));
        if (measure.Candidates.StorageLoss) candidates.AddRange(lostDays.Select(day => new ZeroCandidate($"storage:{day:yyyy-MM-dd}", "storage-loss", Graded(histories.Find($"storage:{day:yyyy-MM-dd}"), scope, DateTimeOffset.MinValue), [])));
        if (measure.Candidates.Recorded) candidates.AddRange(Recorded(scope, histories));
        candidates = [.. candidates.DistinctBy(candidate => (candidate.Subject, candidate.Rule))];
        var grave = candidates.Where(candidate => candidate.Grave == true).Select(candidate => candidate.Subject).Distinct().Count();
        var ungraded = candidates.Count(candidate => candidate.Grave is null);
        var unattested = scope.Months().Where(month => !Attested(measure, histories, month, scope)).ToList();
        var verdict = grave > 0 ? Verdict.Exceeded : ungraded > 0 || unattested.Count > 0 ? Verdict.Unproven : Verdict.Met;
        var printed = ungraded > 0 ? $"未判定 {ungraded} 件" : grave == 0 && unattested.Count > 0 ? $"未証明 {unattested.Count} か月" : $"{grave}件";
        return new ZeroFigure(measure, printed, verdict, grave, ungraded, unattested, candidates);
    }

    private static IEnumerable<ZeroCandidate> LongOutages(MeasureScope scope, Histories histories, TimeSpan over)
    {
        foreach (var history in histories.With("service.down").Where(history => !history.Drill))
        {
            var outages = Outages.Of(history, scope.AsOf);
            foreach (var down in outages.Down.Where(down => down.From >= scope.Begins && down.From < scope.Ends && outages.Seconds(down).Down > (long)over.TotalSeconds))
                yield return new ZeroCandidate(history.Subject, $"outage {scope.Contract.Zone.In(down.From):yyyy-MM-dd HH:mm}", Graded(history, scope, down.From), outages.Entries);
        }
    }

    private static IEnumerable<ZeroCandidate> Severe(MeasureScope scope, Histories histories, int severity)
    {
        var value = severity.ToString(System.Globalization.CultureInfo.InvariantCulture);
        foreach (var history in histories.With("incident.severity-set").Where(history => !history.Drill && history.MergedBy is null && history.WithdrawnBy is null))
        {
            var held = Timeline.Of(history, "severity", scope.AsOf);
            if (held.Count == 0 || held[^1].Value != value) continue;
            var first = history.Facts[0];
            if (first.Time >= scope.Begins && first.Time < scope.Ends) yield return new ZeroCandidate(history.Subject, "severity", Graded(history, scope, DateTimeOffset.MinValue), [first.Number]);
        }
    }

    private static IEnumerable<ZeroCandidate> Recorded(MeasureScope scope, Histories histories) =>
        from history in histories.With("failure.recorded")
        where !history.Drill
        let first = history.Facts.First(fact => fact.Kind == "failure.recorded")
        where first.Time >= scope.Begins && first.Time < scope.Ends
        select new ZeroCandidate(history.Subject, "recorded", Graded(history, scope, DateTimeOffset.MinValue), [first.Number]);

    // Not grave needs the client's name; grave is believed of anybody.
    private static bool? Graded(History? history, MeasureScope scope, DateTimeOffset after)
    {
        bool? grave = null;
        foreach (var fact in history?.Facts ?? [])
        {
            if (fact.Kind != "failure.graded" || fact.Time > scope.AsOf || fact.Time < after) continue;
            if (fact.Data.Flag("grave") == true) grave = true;
            else if (fact.Data.Flag("grave") == false && fact.ClientNamed) grave = false;
        }
        return grave;
    }

    private static bool Attested(ZeroMeasure measure, Histories histories, string month, MeasureScope scope) =>
        histories.With("period.attested").SelectMany(history => history.Facts).Any(fact =>
            fact.Kind == "period.attested" && fact.Time <= scope.AsOf
            && (fact.Data.Text("measure") is not { } named || named == measure.Id)
            && (fact.Data.Text("period") ?? fact.Subject) is { } period && (period == month || period.EndsWith("@" + month, StringComparison.Ordinal) || period.EndsWith(":" + month, StringComparison.Ordinal)));
}
