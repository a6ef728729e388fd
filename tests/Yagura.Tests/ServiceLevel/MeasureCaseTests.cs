using System.Globalization;
using Xunit;
using Yagura.ServiceLevel.Clocks;
using Yagura.ServiceLevel.Contracts;
using Yagura.ServiceLevel.Coverage;
using Yagura.ServiceLevel.Evaluation;
using Yagura.ServiceLevel.Measures;

namespace Yagura.Tests.ServiceLevel;

/// <summary>The cases that decide (FIGURES 8) about the other measures.</summary>
public sealed class MeasureCaseTests
{
    private readonly Journals journal = new();

    private void Days(string from, string to, Func<DateOnly, string?> data, string kind)
    {
        for (var day = DateOnly.Parse(from, CultureInfo.InvariantCulture); day <= DateOnly.Parse(to, CultureInfo.InvariantCulture); day = day.AddDays(1))
            if (data(day) is { } text) journal.Add($"{day.AddDays(1):yyyy-MM-dd} 01:00", kind, "coverage", text);
    }

    private void Coverage(string from, string to, Func<DateOnly, int> lost) =>
        Days(from, to, day => $$"""{"date":"{{day:yyyy-MM-dd}}","lost":{{lost(day)}},"unproven":0,"pending":0}""", "coverage.stated");

    private T Only<T>(string from, string to, string? asOf = null) where T : MeasureFigure => journal.Evaluate(from, to, asOf).Measures.OfType<T>().Single();

    private void Submit(string day, string at, string kind = "deliverable.submitted") => journal.Add(at, kind, $"deliverable:daily-report@{day}", """{"version":1}""");

    [Theory]
    [InlineData(5, "0.01%", Verdict.Met, "")]
    [InlineData(6, "0.01%", Verdict.Exceeded, "minutes-per-month")]
    [InlineData(7, "0.02%", Verdict.Exceeded, "ratio,minutes-per-month")]
    public void Loss_of_5_minutes_in_February_is_met_and_of_6_is_decided_by_the_minutes(int lost, string printed, Verdict verdict, string decided)
    {
        Coverage("2021-02-01", "2021-02-28", day => day.Day == 3 ? lost : 0);

        var figure = Only<LossFigure>("2021-02-01", "2021-02-28");

        Assert.Equal((printed, verdict, decided), (figure.Figure, figure.Verdict, string.Join(",", figure.DecidedBy)));
        Assert.Equal([("2021-02", (long)lost)], figure.Months.Select(month => (month.Month, month.LostMinutes)));
        Assert.False(figure.Minutes.Recomputed);
    }

    [Fact]
    public void A_day_without_a_statement_and_unproven_minutes_forbid_a_plain_met()
    {
        Coverage("2021-04-01", "2021-04-29", _ => 0);

        var figure = Only<LossFigure>("2021-04-01", "2021-04-30");

        Assert.Equal((Verdict.Unproven, 1, "0.00%"), (figure.Verdict, figure.Minutes.UnstatedDays, figure.Figure));
    }

    [Fact]
    public void A_gap_repaired_after_the_months_report_is_restated_and_the_report_is_not_rewritten()
    {
        Coverage("2021-04-01", "2021-04-30", day => day.Day == 3 ? 6 : 0);
        journal.Add("2021-05-05 10:00", "evaluation.issued", "evaluation", """{"period":"2021-04","as_of":"2021-05-05T09:00:00+09:00","number":30,"sha256":"x"}""");
        journal.Add("2021-05-10 10:00", "coverage.stated", "coverage", """{"date":"2021-04-03","lost":0,"unproven":0,"pending":0}""", "machine");

        var before = Only<LossFigure>("2021-04-01", "2021-04-30", "2021-05-05 09:00");
        var now = journal.Evaluate("2021-05-01", "2021-05-31");

        Assert.Equal((6L, Verdict.Exceeded), (before.Minutes.Lost, before.Verdict));
        var restated = Assert.Single(now.Remarks.Restatements);
        Assert.Equal(("2021-04", "receive-loss", "0.01% (6 min)", "0.00% (0 min)"), (restated.Period, restated.Measure, restated.Issued, restated.Now));
    }

    private static CoverageInput Seals(params (string At, string Source, MinuteState State)[] minutes) =>
        new([.. minutes.Select(minute => new SourceMinute(Journals.Time(minute.At), minute.Source, minute.State))], [], Journals.Time("2021-05-01 00:00"));

    private LossFigure Loss(CoverageInput coverage) =>
        Evaluate.Run(Journals.Input(journal.Entries, "2021-04-01", "2021-04-30", "2021-05-02 00:00") with { Coverage = coverage }).Measures.OfType<LossFigure>().Single();

    [Fact]
    public void Two_sources_lost_in_the_same_minute_count_once_and_in_adjacent_minutes_twice()
    {
        Assert.Equal(1, Loss(Seals(("2021-04-03 10:00:05", "fw1", MinuteState.Lost), ("2021-04-03 10:00:40", "ips1", MinuteState.Lost))).Minutes.Lost);
        Assert.Equal(2, Loss(Seals(("2021-04-03 10:00", "fw1", MinuteState.Lost), ("2021-04-03 10:01", "ips1", MinuteState.Lost))).Minutes.Lost);
    }

    [Fact]
    public void Maintenance_of_one_source_takes_only_its_own_minutes_away()
    {
        var loss = Loss(Seals(("2021-04-03 10:00", "fw1", MinuteState.Lost), ("2021-04-03 10:00", "fw1", MinuteState.Excluded), ("2021-04-03 10:01", "fw1", MinuteState.Excluded), ("2021-04-03 10:01", "ips1", MinuteState.Lost)));

        Assert.Equal((1L, true, Verdict.Met), (loss.Minutes.Lost, loss.Minutes.Recomputed, loss.Verdict));
    }

    [Fact]
    public void Pending_forbids_a_plain_met_and_is_lost_after_24_hours()
    {
        var loss = Loss(Seals(("2021-04-30 23:00", "fw1", MinuteState.Pending)));
        Assert.Equal((1L, 0L), (loss.Minutes.Lost, loss.Minutes.Pending));

        var early = Evaluate.Run(Journals.Input(journal.Entries, "2021-04-01", "2021-04-30", "2021-05-01 00:00") with { Coverage = Seals(("2021-04-30 23:00", "fw1", MinuteState.Pending)) }).Measures.OfType<LossFigure>().Single();
        Assert.Equal((0L, 1L, Verdict.Unproven), (early.Minutes.Lost, early.Minutes.Pending, early.Verdict));
    }

    [Fact]
    public void A_day_with_no_deliverable_entry_at_all_is_late_from_its_due_time()
    {
        Submit("2021-04-01", "2021-04-02 09:59");
        Submit("2021-04-03", "2021-04-04 10:00");

        var figure = Only<OnTimeFigure>("2021-04-01", "2021-04-03");

        Assert.Equal((3, 1), (figure.Counts.Due, figure.Counts.Late));
        Assert.Equal("deliverable:daily-report@2021-04-02", figure.Items.Single(item => item.Late).Subject);
        Assert.Equal("66.6%", figure.Figure);
    }

    [Theory]
    [InlineData("2021-04-02 11:00", 1)]
    [InlineData("2021-04-02 09:30", 0)]
    public void A_rejected_deliverable_counts_with_the_next_that_is_accepted(string again, int late)
    {
        Submit("2021-04-01", "2021-04-02 09:00");
        Submit("2021-04-01", "2021-04-02 09:10", "deliverable.rejected");
        Submit("2021-04-01", again);
        Submit("2021-04-01", "2021-04-02 12:00", "deliverable.accepted");

        Assert.Equal(late, Only<OnTimeFigure>("2021-04-01", "2021-04-01").Counts.Late);
    }

    [Theory]
    [InlineData("2021-04-02 09:00", "client:sato", 0, 0)]
    [InlineData("2021-04-02 10:01", "client:sato", 1, 1)]
    [InlineData("2021-04-02 09:00", "contractor:tanaka", 1, 1)]
    public void Waiving_and_moving_need_the_client_and_the_time_before_the_due_time(string at, string actor, int waivedLate, int movedLate)
    {
        journal.Add(at, "deliverable.waived", "deliverable:daily-report@2021-04-01", """{"reason":"r"}""", actor);
        Assert.Equal(waivedLate, Only<OnTimeFigure>("2021-04-01", "2021-04-01", "2021-04-05 00:00").Counts.Late);

        var moved = new Journals();
        moved.Add(at, "deliverable.due-moved", "deliverable:daily-report@2021-04-01", """{"due":"2021-04-03T10:00:00+09:00","reason":"r"}""", actor);
        moved.Add("2021-04-03 09:00", "deliverable.submitted", "deliverable:daily-report@2021-04-01");
        Assert.Equal(movedLate, moved.Evaluate("2021-04-01", "2021-04-01").Measures.OfType<OnTimeFigure>().Single().Counts.Late);
    }

    private AvailabilityFigure Lan(out EvaluationResult result)
    {
        result = journal.Evaluate("2022-04-01", "2022-04-30", "2022-05-02 00:00", Journals.Contract("mic-lan").Contract!);
        return result.Measures.OfType<AvailabilityFigure>().Single();
    }

    [Fact]
    public void A_planned_outage_recorded_after_it_began_is_down_and_printed()
    {
        journal.Add("2022-04-10 01:00", "service.down", "service:mail");
        journal.Add("2022-04-10 01:10", "outage.planned", "service:mail", """{"from":"2022-04-10T01:00:00+09:00","to":"2022-04-10T02:00:00+09:00"}""", "client:sato");
        journal.Add("2022-04-10 02:00", "service.restored", "service:mail");

        var figure = Lan(out var result);

        Assert.Equal((3600L, 0L), (figure.Times.Down, figure.Times.PlannedOutage));
        Assert.Contains(result.Remarks.Exclusions, exclusion => exclusion is { What: "planned-outage", Refused: true });
    }

    [Fact]
    public void The_overrun_of_a_planned_outage_is_down_and_unknown_time_leaves_both()
    {
        journal.Add("2022-04-09 12:00", "outage.planned", "service:mail", """{"from":"2022-04-10T01:00:00+09:00","to":"2022-04-10T02:00:00+09:00"}""", "client:sato");
        journal.Add("2022-04-10 01:00", "service.down", "service:mail");
        journal.Add("2022-04-10 02:30", "service.restored", "service:mail");
        journal.Add("2022-04-11 02:30", "service.unknown", "service:mail");
        journal.Add("2022-04-11 03:30", "service.restored", "service:mail");

        var figure = Lan(out _);

        Assert.Equal((1800L, 3600L, 3600L, 30 * 86400L - 7200), (figure.Times.Down, figure.Times.PlannedOutage, figure.Times.Unknown, figure.Times.Planned));
        Assert.Equal(("99.93%", Verdict.Unproven), (figure.Figure, figure.Verdict));
    }

    [Fact]
    public void Each_stop_of_a_service_is_a_span_of_its_own_and_best_effort_is_exceeded_not_failed()
    {
        journal.Add("2022-04-10 01:00", "service.down", "service:mail");
        journal.Add("2022-04-10 01:05", "service.down", "service:mail");
        journal.Add("2022-04-10 02:00", "service.restored", "service:mail");
        journal.Add("2022-04-12 01:00", "service.down", "service:mail");
        journal.Add("2022-04-12 02:00:01", "service.restored", "service:mail");

        Lan(out var result);

        var figure = result.Measures.OfType<ClockFigure>().Single();
        Assert.Equal((2, 1, Verdict.Exceeded), (figure.Counts.Occurrences, figure.Counts.Over, figure.Verdict));
        Assert.True(figure.Head.BestEffort);
        Assert.DoesNotContain("不達成", EvaluationText.Write(result, "ja"), StringComparison.Ordinal);
    }

    [Fact]
    public void Zero_prints_only_when_each_candidate_is_graded_and_the_month_attested()
    {
        journal.Add("2022-04-10 01:00", "service.down", "service:mail");
        journal.Add("2022-04-10 03:00", "service.restored", "service:mail");
        Lan(out var before);
        Assert.Equal("未判定 1 件", Zero(before).Figure);

        journal.Add("2022-04-11 03:00", "failure.graded", "service:mail", """{"grave":false,"criterion":"c"}""");
        Lan(out var alone);
        Assert.Equal("未判定 1 件", Zero(alone).Figure);

        journal.Add("2022-04-12 03:00", "failure.graded", "service:mail", """{"grave":false,"criterion":"c","agreed_by":"client:sato"}""");
        Lan(out var graded);
        Assert.Equal((Verdict.Unproven, 1), (Zero(graded).Verdict, Zero(graded).UnattestedMonths.Count));

        journal.Add("2022-05-01 03:00", "period.attested", "period:2022-04", """{"period":"2022-04"}""");
        Lan(out var proven);
        Assert.Equal(("0件", Verdict.Met), (Zero(proven).Figure, Zero(proven).Verdict));
    }

    private static ZeroFigure Zero(EvaluationResult result) => result.Measures.OfType<ZeroFigure>().Single(figure => figure.Head.Id == "grave-operation-failures");

    [Fact]
    public void Storage_counts_lost_days_and_a_day_never_checked_cannot_be_proven()
    {
        Days("2021-04-01", "2021-04-29", day => $$"""{"date":"{{day:yyyy-MM-dd}}","ok":{{(day.Day is 5 or 6 ? "false" : "true")}},"lost":{{(day.Day is 5 or 6 ? 1 : 0)}}}""", "archive.day-verified");
        journal.Add("2021-05-01 01:00", "archive.day-verified", "archive", """{"date":"2021-04-06","ok":true,"lost":0}""");
        journal.Add("2021-06-01 01:00", "evidence.deleted", "archive", """{"from":"2021-04-08","to":"2021-04-08","reason":"r","approver":"client:sato"}""");

        var figure = Only<StorageFigure>("2021-04-01", "2021-04-30");

        Assert.Equal([5, 8], figure.Lost.Select(day => day.Day));
        Assert.Equal(("6.67%", 1, Verdict.Exceeded), (figure.Figure, figure.Unproven, figure.Verdict));
    }

    [Fact]
    public void A_month_with_nothing_prints_counts_of_zero_and_no_ratio_of_one()
    {
        var empty = ContractReader.Read("c.yaml", """
            period: {contract: 2020-04-01..2022-03-31}
            measures:
            - {id: a, clock: {from: incident.detected, to: incident.contacted}, limit: 30m}
            - {id: b, on-time: {limit: 100%, digits: 1, rounding: truncate}}
            - {id: c, availability: {limit: 99%, digits: 1, rounding: truncate}}
            """);
        Assert.Empty(empty.Faults);

        var result = journal.Evaluate("2021-04-01", "2021-04-30", null, empty.Contract!);

        Assert.Equal(["0回", "対象なし", "対象なし"], result.Measures.Select(figure => figure.Figure));
        Assert.Equal([Verdict.Met, Verdict.None, Verdict.None], result.Measures.Select(figure => figure.Verdict));
    }

    [Fact]
    public void An_unknown_kind_is_listed_and_counts_nowhere()
    {
        journal.Add("2021-04-10 10:00", "incident.imagined", "INC-1");
        journal.Add("2021-04-10 10:00", "ticket.opened", "T-1");

        var result = journal.Evaluate("2021-04-01", "2021-04-30");

        Assert.Equal(["incident.imagined", "ticket.opened"], result.Remarks.UnknownKinds);
        Assert.Equal(0, result.Reconciliation.Recorded);
    }

    [Fact]
    public void A_contract_version_that_changes_inside_a_running_clock_applies_to_later_starts_only()
    {
        const string Text = """
            id: c
            version: "{0}"
            effective: {1}
            period: {{contract: 2020-04-01..2022-03-31}}
            measures:
            - {{id: contact, clock: {{from: incident.detected, to: incident.contacted}}, limit: {2}}}
            """;
        var one = ContractReader.Read("c1.yaml", string.Format(CultureInfo.InvariantCulture, Text, 1, "2020-04-01", "30m")).Contract!;
        var two = ContractReader.Read("c2.yaml", string.Format(CultureInfo.InvariantCulture, Text, 2, "2021-04-15", "15m")).Contract!;
        journal.Add("2021-04-14 23:50", "incident.detected", "INC-1");
        journal.Add("2021-04-15 00:15", "incident.contacted", "INC-1");
        journal.Add("2021-04-15 00:00", "incident.detected", "INC-2");
        journal.Add("2021-04-15 00:20", "incident.contacted", "INC-2");

        var result = journal.Evaluate("2021-04-01", "2021-04-30", null, two, one);

        var figure = Assert.IsType<ClockFigure>(Assert.Single(result.Measures));
        Assert.Equal([("INC-1", ClockStatus.Met), ("INC-2", ClockStatus.Late)], figure.Subjects.Select(state => (state.Subject, state.State)));
        Assert.Equal("2", result.Scope.Contract.Version);
    }
}
