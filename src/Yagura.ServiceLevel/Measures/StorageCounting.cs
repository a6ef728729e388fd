using Yagura.ServiceLevel.Clocks;
using Yagura.ServiceLevel.Contracts;
using Yagura.ServiceLevel.Coverage;
using Yagura.ServiceLevel.Journal;
using Yagura.ServiceLevel.Numbers;

namespace Yagura.ServiceLevel.Measures;

/// <summary>Storage loss: a log day is lost if, before its months are over, a record of it is neither readable nor restorable; early deletion is loss; a day never checked is 証明不能.</summary>
internal static class StorageCounting
{
    public static StorageFigure Of(StorageMeasure measure, MeasureScope scope, Histories histories, StorageInput? archive)
    {
        var entries = new List<long>();
        var verified = Verified(measure, scope, histories, entries);
        if (archive is not null) Read(measure, scope, archive, verified);
        var deleted = Deleted(measure, scope, histories, entries);
        var days = scope.Days().ToList();
        var lost = days.Where(date => deleted.Contains(date) || (verified.TryGetValue(date, out var ok) && !ok)).ToList();
        var unproven = days.Count(date => !deleted.Contains(date) && !verified.ContainsKey(date));
        if (days.Count == 0) return new StorageFigure(measure, "対象なし", Verdict.None, 0, [], 0, entries) { Recomputed = archive is not null };
        var ratio = new Rational(lost.Count, days.Count);
        var verdict = ratio > measure.Limit ? Verdict.Exceeded : unproven > 0 ? Verdict.Unproven : Verdict.Met;
        return new StorageFigure(measure, ratio.PrintPercent(measure.Digits.Count, measure.Digits.Rounding), verdict, days.Count, lost, unproven, entries) { Recomputed = archive is not null };
    }

    // Reading the archive is the latest check. Within the months a statement alone proves nothing of a day that the archive does not hold; after them it is all there is.
    private static void Read(StorageMeasure measure, MeasureScope scope, StorageInput archive, Dictionary<DateOnly, bool> verified)
    {
        foreach (var date in scope.Days())
        {
            var kept = scope.AsOf < KeptUntil(measure, scope, date);
            if (!archive.Days.TryGetValue(date, out var ok))
            {
                if (kept) verified.Remove(date);
            }
            else if (kept || ok) verified[date] = ok;
        }
    }

    private static DateTimeOffset KeptUntil(StorageMeasure measure, MeasureScope scope, DateOnly date) => scope.Contract.Zone.StartOf(date.AddMonths(measure.Months));

    // The latest check within the months counts: what was restored to the seal's hash is not lost.
    private static Dictionary<DateOnly, bool> Verified(StorageMeasure measure, MeasureScope scope, Histories histories, List<long> entries)
    {
        var days = new Dictionary<DateOnly, bool>();
        foreach (var fact in Facts(histories, "archive.day-verified", scope))
        {
            if (!DateOnly.TryParseExact(fact.Data.Text("date"), "yyyy-MM-dd", out var date)) continue;
            var ok = (fact.Data.Count("lost") ?? 0) == 0 && fact.Data.Flag("lost") != true && fact.Data.Flag("ok") != false;
            // The contractor alone may find a loss, not undo one.
            if (ok && days.TryGetValue(date, out var known) && !known && fact.Entry.Actor != Actor.Machine && !fact.ClientNamed) continue;
            if (fact.Time >= KeptUntil(measure, scope, date) && (days.ContainsKey(date) || !ok)) continue;
            days[date] = ok;
            entries.Add(fact.Number);
        }
        return days;
    }

    private static HashSet<DateOnly> Deleted(StorageMeasure measure, MeasureScope scope, Histories histories, List<long> entries)
    {
        var days = new HashSet<DateOnly>();
        foreach (var fact in Facts(histories, "evidence.deleted", scope))
        {
            var from = Date(fact, "from", scope) ?? Date(fact, "date", scope);
            var to = Date(fact, "to", scope) ?? from;
            if (from is null || to is null) continue;
            for (var date = from.Value < scope.CountsFrom ? scope.CountsFrom : from.Value; date <= to && date <= scope.CountsTo; date = date.AddDays(1))
                if (fact.Time < KeptUntil(measure, scope, date) && days.Add(date)) entries.Add(fact.Number);
        }
        return days;
    }

    private static DateOnly? Date(Fact fact, string member, MeasureScope scope) => IsoTime.Read(fact.Data.Text(member), out var time, out _) switch
    {
        IsoTimeResult.DateOnly => DateOnly.FromDateTime(time.DateTime),
        IsoTimeResult.Instant => scope.Contract.Zone.DateOf(time),
        _ => null,
    };

    private static IEnumerable<Fact> Facts(Histories histories, string kind, MeasureScope scope) =>
        histories.With(kind).SelectMany(history => history.Facts).Where(fact => fact.Kind == kind && fact.Time <= scope.AsOf).OrderBy(fact => fact.Time.UtcTicks).ThenBy(fact => fact.Number);
}
