using Yagura.ServiceLevel.Clocks;
using Yagura.ServiceLevel.Contracts;
using Yagura.ServiceLevel.Journal;
using Yagura.ServiceLevel.Numbers;

namespace Yagura.ServiceLevel.Measures;

/// <summary>Deliverables on time: the expected set comes from the contract's due rules and calendar, never from the journal.</summary>
internal sealed class OnTimeCounting(OnTimeMeasure measure, MeasureScope scope, Histories histories, Excuses excuses)
{
    private readonly List<Exclusion> exclusions = [];
    private int waived;

    public IReadOnlyList<Exclusion> Exclusions => exclusions;

    public OnTimeFigure Figure()
    {
        List<DueItem> items = [];
        foreach (var deliverable in scope.Contract.Deliverables.Where(known => measure.Deliverables.Count == 0 || measure.Deliverables.Contains(known.Id)))
            foreach (var (name, after) in CoveredPeriods.Of(deliverable.Covers, scope))
                items.Add(Item($"deliverable:{deliverable.Id}@{name}", Due(deliverable, after)));
        var counted = items.Where(item => item.State != ClockStatus.Withdrawn).ToList();
        var late = counted.Count(item => item.Late);
        var adjusted = counted.Count(item => item.Late && !item.Excused);
        var (raw, rawVerdict) = Print(counted.Count, late);
        var (less, lessVerdict) = Print(counted.Count, adjusted);
        return new OnTimeFigure(measure, new OnTimeCounts(counted.Count, late, adjusted, counted.Count(item => item.State == ClockStatus.Running), waived, raw, less, rawVerdict, lessVerdict), items);
    }

    private (string Printed, Verdict Verdict) Print(int due, int late)
    {
        if (due == 0) return ("対象なし", Verdict.None);
        var ratio = new Rational(due - late, due);
        return (ratio.PrintPercent(measure.Digits.Count, measure.Digits.Rounding), ratio >= measure.Limit ? Verdict.Met : Verdict.Exceeded);
    }

    private DateTimeOffset Due(Deliverable deliverable, DateOnly after)
    {
        var last = after.AddDays(-1);
        var calendar = scope.Contract.Business;
        var date = deliverable.BusinessDays ? calendar.After(last, deliverable.Days) : last.AddDays(deliverable.Days);
        if (deliverable.NextBusinessDay) date = calendar.OnOrAfter(date);
        return scope.Contract.Zone.At(date, deliverable.At);
    }

    private DueItem Item(string subject, DateTimeOffset due)
    {
        var history = histories.Find(subject);
        var facts = history?.Facts.Where(fact => fact.Time <= scope.AsOf).ToList() ?? [];
        List<long> used = [];
        foreach (var fact in facts.Where(fact => fact.Kind == "deliverable.due-moved"))
        {
            if (!InTime(fact, due, "due-moved") || Moved(fact) is not { } moved) continue;
            due = moved;
            used.Add(fact.Number);
        }
        var waiver = facts.FirstOrDefault(fact => fact.Kind == "deliverable.waived" && InTime(fact, due, "waived"));
        if (waiver is not null)
        {
            waived++;
            return new DueItem(subject, due, null, ClockStatus.Withdrawn, Excused: false, [waiver.Number]);
        }
        var submission = Submission(facts, used);
        if (submission is not null) Said(submission, due);
        var state = submission is null
            ? Truncated(scope.AsOf) <= due ? ClockStatus.Running : ClockStatus.Overdue
            : Truncated(submission.Time) <= due ? ClockStatus.Met : ClockStatus.Late;
        return new DueItem(subject, due, submission is null ? null : scope.Contract.Zone.In(submission.Time), state, excuses.Covers(subject, measure.Id, []), used);
    }

    // A submission is known by its stated time alone when it was recorded later.
    private void Said(Fact submission, DateTimeOffset due)
    {
        if (submission.Entry.RecordedLater || (submission.Entry.At > due && submission.Time <= due))
            exclusions.Add(Exclusion.Of("recorded-later", submission, "提出の事後記録", "the submission was recorded later", unconfirmed: submission.Unconfirmed, refused: false));
    }

    private static DateTimeOffset Truncated(DateTimeOffset time) => time.AddTicks(-(time.UtcTicks % TimeSpan.TicksPerSecond));

    private static DateTimeOffset? Moved(Fact fact) =>
        IsoTime.Read(fact.Data.Text("due"), out var time, out _) == IsoTimeResult.Instant ? time : null;

    // Moved or waived only before the due time, as recorded and as stated, and with the client's name.
    private bool InTime(Fact fact, DateTimeOffset due, string what)
    {
        var inTime = fact.Entry.At <= due;
        var good = inTime && fact.ClientNamed;
        exclusions.Add(good
            ? Exclusion.Of(what, fact, "納期の変更・免除（発注者の同意あり）", "due time moved or waived, with the client's name", unconfirmed: false, refused: false)
            : Exclusion.Of(what, fact, inTime ? "納期の変更・免除には発注者の同意が要ります。認めません" : "納期を過ぎてからの変更・免除は認めません",
                inTime ? "moving or waiving needs the client's name: refused" : "moved or waived after the due time: refused", unconfirmed: true, refused: true));
        return good;
    }

    // The first submission; a rejected one does not count, then the next accepted.
    private static Fact? Submission(List<Fact> facts, List<long> used)
    {
        Fact? current = null;
        Fact? counted = null;
        var rejected = false;
        foreach (var fact in facts)
        {
            if (fact.Kind is "deliverable.submitted" or "deliverable.rejected" or "deliverable.accepted") used.Add(fact.Number);
            if (fact.Kind == "deliverable.submitted" && (current is null || rejected)) current = fact;
            if (fact.Kind == "deliverable.submitted" && !rejected) counted ??= fact;
            if (fact.Kind == "deliverable.rejected") (counted, current, rejected) = (null, null, true);
            if (fact.Kind == "deliverable.accepted") counted ??= current ?? fact;
        }
        return counted;
    }
}
