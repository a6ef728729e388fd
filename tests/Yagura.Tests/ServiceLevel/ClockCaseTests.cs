using Xunit;
using Yagura.ServiceLevel.Clocks;

namespace Yagura.Tests.ServiceLevel;

/// <summary>The cases that decide (FIGURES 8), as far as they are about clocks.</summary>
public sealed class ClockCaseTests
{
    private const string Client = "client:sato";
    private readonly Journals journal = new();

    private void Contain(string incident, string at, string target = "pc1") => journal.Add(at, "containment.completed", incident, $$"""{"target":"{{target}}"}""");

    private void Decide(string incident, string at, string target = "pc1") => journal.Add(at, "containment.decided", incident, $$"""{"target":"{{target}}"}""");

    [Theory]
    [InlineData("2021-04-10 10:30:00", ClockStatus.Met, 1800, 0)]
    [InlineData("2021-04-10 10:30:01", ClockStatus.Late, 1801, 1)]
    public void Exactly_30_minutes_is_met_and_a_second_more_is_late(string stop, ClockStatus state, int seconds, int over)
    {
        journal.Incident("INC-1", "2021-04-10 10:00", 3);
        Contain("INC-1", stop);

        var figure = journal.April("sev3-containment");

        var one = Journals.One(figure, "INC-1");
        Assert.Equal((state, seconds, 1, over), (one.State, (int)one.Elapsed!.Value.Seconds, figure.Counts.Occurrences, figure.Counts.Over));
        Assert.Equal($"{over}回", figure.Figure);
        Assert.Equal(1, figure.Counts.Led);
    }

    [Fact]
    public void A_stated_minute_truncates_both_ends_to_the_minute()
    {
        journal.Incident("INC-1", "2021-04-10 12:00:40", 3);
        journal.Add("2021-04-10 12:40", "containment.completed", "INC-1", """{"target":"pc1"}""", stated: "2021-04-10 12:31");
        var entries = journal.Entries.Select(entry => entry.Stated is null ? entry : entry with { Precision = Yagura.ServiceLevel.Journal.TimePrecision.Minute }).ToList();

        var states = ClockReading.Of(entries, Journals.Soc, Journals.Time("2021-04-11 00:00")).States;

        Assert.Equal(31 * 60, states.Single(state => state.Measure.Id == "sev3-containment").Elapsed!.Value.Seconds);
    }

    [Fact]
    public void Detected_on_the_last_evening_and_contained_next_month_belongs_to_the_month_of_its_start()
    {
        journal.Incident("INC-1", "2021-04-30 23:50", 3);
        Contain("INC-1", "2021-05-01 00:30");

        var april = journal.April("sev3-containment");
        var may = journal.Clock("sev3-containment", "2021-05-01", "2021-05-31");

        Assert.Equal((1, 1, ClockStatus.Late), (april.Counts.Occurrences, april.Counts.Over, Journals.One(april, "INC-1").State));
        Assert.Equal((0, 0), (may.Counts.Occurrences, may.Counts.Over));
    }

    [Theory]
    [InlineData("2021-04-10 10:30:00", ClockStatus.Running, 1, 0)]
    [InlineData("2021-04-10 10:30:01", ClockStatus.Overdue, 0, 1)]
    public void Running_at_as_of_is_running_until_the_deadline_and_overdue_after_it(string asOf, ClockStatus state, int running, int over)
    {
        journal.Incident("INC-1", "2021-04-10 10:00", 3);

        var figure = journal.April("sev3-containment", asOf);

        Assert.Equal((state, running, over), (Journals.One(figure, "INC-1").State, figure.Counts.Running, figure.Counts.Over));
        Assert.Equal(Journals.Time("2021-04-10 10:30"), Journals.One(figure, "INC-1").Deadline!.Value.At);
    }

    [Fact]
    public void Detected_in_the_last_minutes_of_preparation_never_counts_and_is_reconciled()
    {
        journal.Incident("INC-1", "2020-03-31 23:58", 3);
        Contain("INC-1", "2020-04-01 01:00");

        var result = journal.Evaluate("2020-04-01", "2020-04-30");

        var figure = result.Measures.OfType<Yagura.ServiceLevel.Measures.ClockFigure>().Single(one => one.Head.Id == "sev3-containment");
        Assert.Equal((0, 0), (figure.Counts.Occurrences, figure.Counts.Over));
        Assert.Equal((1, 1, 0), (result.Reconciliation.Recorded, result.Reconciliation.Preparation, result.Reconciliation.Counted));
    }

    [Fact]
    public void Raised_from_2_to_3_at_25_minutes_runs_from_detection()
    {
        journal.Incident("INC-1", "2021-04-10 10:00", 2);
        journal.Add("2021-04-10 10:25", "incident.severity-set", "INC-1", """{"severity":3}""");
        Contain("INC-1", "2021-04-10 10:40");

        var three = journal.April("sev3-containment");

        Assert.Equal((1, 1, 40 * 60L), (three.Counts.Occurrences, three.Counts.Over, Journals.One(three, "INC-1").Elapsed!.Value.Seconds));
        Assert.Equal(ClockStatus.Superseded, Journals.One(journal.April("sev2-contact"), "INC-1").State);
    }

    [Theory]
    [InlineData("2021-04-10 10:25", ClockStatus.Superseded, 0, 0)]
    [InlineData("2021-04-10 10:35", ClockStatus.Overdue, 1, 1)]
    public void Lowered_from_3_to_2_is_superseded_before_the_deadline_and_stays_over_after_it(string at, ClockStatus state, int occurrences, int over)
    {
        journal.Incident("INC-1", "2021-04-10 10:00", 3);
        journal.Add(at, "incident.severity-set", "INC-1", $$"""{"severity":2,"agreed_by":"{{Client}}"}""");

        var figure = journal.April("sev3-containment");

        Assert.Equal((state, occurrences, over), (Journals.One(figure, "INC-1").State, figure.Counts.Occurrences, figure.Counts.Over));
    }

    [Fact]
    public void Lowering_while_it_runs_without_the_client_is_refused_and_printed()
    {
        journal.Incident("INC-1", "2021-04-10 10:00", 3);
        journal.Add("2021-04-10 10:25", "incident.severity-set", "INC-1", """{"severity":2}""");

        var result = journal.Evaluate("2021-04-01", "2021-04-30");

        Assert.Equal(1, result.Measures.OfType<Yagura.ServiceLevel.Measures.ClockFigure>().Single(figure => figure.Head.Id == "sev3-containment").Counts.Over);
        Assert.Contains(result.Remarks.Exclusions, exclusion => exclusion is { What: "lowered", Refused: true, Unconfirmed: true });
    }

    [Fact]
    public void Two_targets_one_late_and_a_third_named_an_hour_later_count_one_incident()
    {
        journal.Incident("INC-1", "2021-04-10 10:00", 3);
        Decide("INC-1", "2021-04-10 10:05", "a");
        Decide("INC-1", "2021-04-10 10:05", "b");
        Contain("INC-1", "2021-04-10 10:20", "a");
        Contain("INC-1", "2021-04-10 10:40", "b");
        Decide("INC-1", "2021-04-10 11:40", "c");
        Contain("INC-1", "2021-04-10 12:00", "c");

        var figure = journal.April("sev3-containment");

        Assert.Equal((1, 1), (figure.Counts.Occurrences, figure.Counts.Over));
        Assert.Equal((ClockStatus.Late, 40 * 60L), (Journals.One(figure, "INC-1").State, Journals.One(figure, "INC-1").Elapsed!.Value.Seconds));
        var later = figure.Subjects.Single(state => state.Target == "c");
        Assert.Equal((ClockStatus.Met, 20 * 60L), (later.State, later.Elapsed!.Value.Seconds));
    }

    [Fact]
    public void A_later_target_that_is_late_makes_its_incident_over()
    {
        journal.Incident("INC-1", "2021-04-10 10:00", 3);
        Contain("INC-1", "2021-04-10 10:20", "a");
        Decide("INC-1", "2021-04-10 11:40", "c");
        Contain("INC-1", "2021-04-10 12:10:01", "c");

        var figure = journal.April("sev3-containment");

        Assert.Equal((1, 1, ClockStatus.Met), (figure.Counts.Occurrences, figure.Counts.Over, Journals.One(figure, "INC-1").State));
    }

    [Fact]
    public void Declining_one_target_does_not_stop_the_clock_of_another()
    {
        journal.Incident("INC-1", "2021-04-10 10:00", 3);
        Decide("INC-1", "2021-04-10 10:05", "a");
        journal.Add("2021-04-10 10:10", "containment.declined", "INC-1", $$"""{"targets":["b"],"by":"{{Client}}"}""");

        Assert.Equal(ClockStatus.Running, Journals.One(journal.April("sev3-containment", "2021-04-10 10:20"), "INC-1").State);
        journal.Add("2021-04-10 10:15", "containment.declined", "INC-1", $$"""{"by":"{{Client}}"}""");
        Assert.Equal(ClockStatus.Met, Journals.One(journal.April("sev3-containment"), "INC-1").State);
    }

    [Fact]
    public void Reported_20_minutes_after_detection_counts_in_both_rows_each_from_its_own_start()
    {
        journal.Incident("INC-1", "2021-04-10 10:00", 3);
        journal.Add("2021-04-10 10:20", "incident.reported", "INC-1", """{"by":"client:sato","channel":"phone"}""");
        journal.Add("2021-04-10 10:45", "incident.reported", "INC-1", """{"by":"client:ito","channel":"phone"}""");
        Contain("INC-1", "2021-04-10 10:45");

        var reported = Journals.One(journal.April("reported-containment"), "INC-1");

        Assert.Equal((ClockStatus.Met, 25 * 60L), (reported.State, reported.Elapsed!.Value.Seconds));
        Assert.Equal(ClockStatus.Late, Journals.One(journal.April("sev3-containment"), "INC-1").State);
    }

    [Fact]
    public void Merged_after_an_over_keeps_the_over_and_the_earliest_detection()
    {
        journal.Incident("INC-1", "2021-04-10 10:00", 3);
        journal.Incident("INC-2", "2021-04-10 10:35", 3);
        journal.Add("2021-04-10 10:40", "incident.merged", "INC-1", """{"into":"INC-2"}""");
        Contain("INC-2", "2021-04-10 10:50");

        var result = journal.Evaluate("2021-04-01", "2021-04-30");
        var figure = journal.April("sev3-containment");

        Assert.Equal((1, 1), (figure.Counts.Occurrences, figure.Counts.Over));
        Assert.Equal((ClockStatus.Late, 50 * 60L), (Journals.One(figure, "INC-2").State, Journals.One(figure, "INC-2").Elapsed!.Value.Seconds));
        Assert.Equal((2, 1, 1), (result.Reconciliation.Recorded, result.Reconciliation.Counted, result.Reconciliation.Merged));
    }

    [Fact]
    public void A_merge_does_not_hide_an_over_of_the_survivor()
    {
        journal.Incident("INC-1", "2021-04-10 10:00", 3);
        Contain("INC-1", "2021-04-10 10:10");
        journal.Incident("INC-2", "2021-04-10 10:20", 3);
        Contain("INC-2", "2021-04-10 11:10");
        journal.Add("2021-04-10 12:00", "incident.merged", "INC-1", """{"into":"INC-2"}""");

        Assert.Equal(1, journal.April("sev3-containment").Counts.Over);
    }

    [Fact]
    public void A_split_child_starts_at_its_own_earliest_finding()
    {
        journal.Incident("INC-1", "2021-04-10 10:00", 3);
        journal.Add("2021-04-10 10:10", "incident.detected", "INC-1", """{"finding":"f-late"}""");
        Contain("INC-1", "2021-04-10 10:20");
        journal.Add("2021-04-10 10:30", "incident.split", "INC-2", """{"from":"INC-1","findings":["f-late"]}""");
        journal.Add("2021-04-10 10:30", "incident.severity-set", "INC-2", """{"severity":3}""");
        Contain("INC-2", "2021-04-10 10:41");

        var child = Journals.One(journal.April("sev3-containment"), "INC-2");

        Assert.Equal((ClockStatus.Late, 31 * 60L), (child.State, child.Elapsed!.Value.Seconds));
    }

    [Fact]
    public void Reopened_restarts_nothing()
    {
        journal.Incident("INC-1", "2021-04-10 10:00", 3);
        Contain("INC-1", "2021-04-10 10:10");
        journal.Add("2021-04-10 11:00", "incident.closed", "INC-1");
        journal.Add("2021-04-10 12:00", "incident.reopened", "INC-1");

        var figure = journal.April("sev3-containment");

        Assert.Equal((1, 0, 0), (figure.Counts.Occurrences, figure.Counts.Over, figure.Counts.Running));
    }

    [Fact]
    public void Closing_stops_nothing_and_the_missing_act_is_named()
    {
        journal.Incident("INC-1", "2021-04-10 10:00", 3);
        journal.Add("2021-04-10 10:10", "incident.closed", "INC-1");

        var reading = ClockReading.Of(journal.Entries, Journals.Soc, Journals.Time("2021-04-10 10:20"));

        var open = Assert.Single(reading.Open("INC-1"));
        Assert.Contains("containment.completed", open.MissingActs, StringComparison.Ordinal);
    }

    [Fact]
    public void A_drill_stands_in_subjects_and_in_no_count()
    {
        journal.Add("2021-04-10 10:00", "incident.detected", "DRILL-1", """{"drill":true}""");
        journal.Add("2021-04-10 10:00", "incident.severity-set", "DRILL-1", """{"severity":3}""");

        var figure = journal.April("sev3-containment");

        Assert.Equal((0, 0), (figure.Counts.Occurrences, figure.Counts.Over));
        Assert.True(Journals.One(figure, "DRILL-1").Drill);
        Assert.Equal(1, journal.Evaluate("2021-04-01", "2021-04-30").Reconciliation.Drills);
    }

    [Fact]
    public void A_drill_inside_an_incident_or_set_later_is_refused()
    {
        journal.Incident("INC-1", "2021-04-10 10:00", 3);
        journal.Add("2021-04-10 10:50", "incident.assigned", "INC-1", """{"drill":true}""");
        journal.Add("2021-04-10 10:50", "entry.corrected", "INC-1", """{"entry":1,"set":{"data":{"drill":true}},"reason":"it was a drill","approver":"contractor:boss"}""");

        var result = journal.Evaluate("2021-04-01", "2021-04-30");

        Assert.Equal(1, journal.April("sev3-containment").Counts.Over);
        Assert.Equal(2, result.Remarks.Exclusions.Count(exclusion => exclusion is { Refused: true, What: "drill" or "corrected" }));
    }

    [Fact]
    public void A_drill_set_later_by_a_client_approved_correction_is_a_drill()
    {
        journal.Incident("INC-1", "2021-04-10 10:00", 3);
        journal.Add("2021-04-10 10:50", "entry.corrected", "INC-1", """{"entry":1,"set":{"data":{"drill":true}},"reason":"it was a drill","approver":"client:sato"}""");

        Assert.Equal(0, journal.April("sev3-containment").Counts.Occurrences);
    }

    [Fact]
    public void Stated_out_of_order_and_equal_instants_are_ordered_by_effective_time_then_number()
    {
        journal.Add("2021-04-10 11:30", "containment.completed", "INC-1", """{"target":"a"}""", stated: "2021-04-10 10:20");
        journal.Add("2021-04-10 11:31", "containment.decided", "INC-1", """{"target":"a"}""", stated: "2021-04-10 10:20");
        journal.Incident("INC-1", "2021-04-10 11:40", 3);
        var entries = journal.Entries.Select(entry => entry.Kind == "incident.detected" ? entry with { Stated = Journals.Time("2021-04-10 10:00") } : entry).ToList();

        var state = ClockReading.Of(entries, Journals.Soc, Journals.Time("2021-04-11 00:00")).States.Single(one => one.Measure.Id == "sev3-containment");

        Assert.Equal((ClockStatus.Met, 20 * 60L, true, 1), (state.State, state.Elapsed!.Value.Seconds, state.RecordedLater, state.Unconfirmed));
    }

    [Fact]
    public void A_correction_of_a_correction_applies_and_retracting_it_restores()
    {
        journal.Incident("INC-1", "2021-04-10 10:00", 3);
        journal.Add("2021-04-10 10:40", "containment.completed", "INC-1", """{"target":"a"}""");
        journal.Add("2021-04-10 12:00", "entry.corrected", "INC-1", """{"entry":3,"set":{"stated":"2021-04-10T10:25:00+09:00"},"reason":"log","approver":"client:sato"}""");
        Assert.Equal(25 * 60, Journals.One(journal.April("sev3-containment"), "INC-1").Elapsed!.Value.Seconds);

        journal.Add("2021-04-10 13:00", "entry.corrected", "INC-1", """{"entry":4,"set":{"stated":"2021-04-10T10:35:00+09:00"},"reason":"log","approver":"client:sato"}""");
        Assert.Equal(35 * 60, Journals.One(journal.April("sev3-containment"), "INC-1").Elapsed!.Value.Seconds);

        journal.Add("2021-04-10 14:00", "entry.retracted", "INC-1", """{"entry":5,"reason":"wrong","approver":"client:sato"}""");
        Assert.Equal(25 * 60, Journals.One(journal.April("sev3-containment"), "INC-1").Elapsed!.Value.Seconds);

        journal.Add("2021-04-10 15:00", "entry.retracted", "INC-1", """{"entry":4,"reason":"wrong","approver":"client:sato"}""");
        Assert.Equal(40 * 60, Journals.One(journal.April("sev3-containment"), "INC-1").Elapsed!.Value.Seconds);
    }

    [Theory]
    [InlineData("contractor:tanaka")]
    [InlineData("contractor:boss")]
    [InlineData("")]
    public void A_correction_of_a_clock_without_the_client_is_refused(string approver)
    {
        journal.Incident("INC-1", "2021-04-10 10:00", 3);
        journal.Add("2021-04-10 10:40", "containment.completed", "INC-1", """{"target":"a"}""");
        journal.Add("2021-04-10 12:00", "entry.corrected", "INC-1", $$"""{"entry":3,"set":{"stated":"2021-04-10T10:25:00+09:00"},"reason":"log","approver":"{{approver}}"}""");

        Assert.Equal(1, journal.April("sev3-containment").Counts.Over);
        Assert.Contains(journal.Evaluate("2021-04-01", "2021-04-30").Remarks.Exclusions, exclusion => exclusion is { What: "corrected", Refused: true });
    }

    [Fact]
    public void The_same_sandbox_alert_twice_is_one_occurrence_and_one_hash_from_two_alerts_is_two()
    {
        journal.Add("2021-04-10 10:01", "sandbox.detected", "detection:a1", """{"alert":"a1","hash":"h","received":"2021-04-10T10:00:30+09:00"}""");
        journal.Add("2021-04-10 10:05", "sandbox.detected", "detection:a1", """{"alert":"a1","hash":"h","received":"2021-04-10T10:04:30+09:00"}""");
        journal.Add("2021-04-10 10:20", "judgement.made", "detection:a1", """{"verdict":"malicious"}""");
        journal.Add("2021-04-12 10:00", "sandbox.detected", "detection:a2", """{"alert":"a2","hash":"h"}""");
        journal.Add("2021-04-12 10:01", "judgement.reused", "detection:a2", """{"of":"detection:a1"}""");

        var figure = journal.April("sandbox-judgement");

        Assert.Equal((2, 0, 1), (figure.Counts.Occurrences, figure.Counts.Over, figure.Counts.Reused));
        Assert.Equal(Journals.Time("2021-04-10 10:00:30"), Journals.One(figure, "detection:a1").Start);
    }

    [Fact]
    public void A_judgement_reused_after_30_days_or_made_by_the_machine_does_not_stop_the_clock()
    {
        journal.Add("2021-02-10 10:00", "sandbox.detected", "detection:a1");
        journal.Add("2021-02-10 10:20", "judgement.made", "detection:a1", """{"verdict":"malicious"}""");
        journal.Add("2021-04-12 10:00", "sandbox.detected", "detection:a2");
        journal.Add("2021-04-12 10:01", "judgement.reused", "detection:a2", """{"of":"detection:a1"}""");
        journal.Add("2021-04-12 10:02", "judgement.made", "detection:a2", """{"verdict":"malicious"}""", "machine");

        Assert.Equal(1, journal.April("sandbox-judgement").Counts.Over);
    }

    [Theory]
    [InlineData("""{"channel":"phone","result":"answered"}""", "incident.contacted", true)]
    [InlineData("""{"channel":"phone","result":"no-answer"}""", "incident.contact-attempted", false)]
    [InlineData("""{"channel":"mail","result":"delivered"}""", "incident.contacted", false)]
    [InlineData("{}", "incident.contacted", true)]
    public void Severity_2_stops_at_contact_with_a_person_or_on_a_channel_that_the_contract_lists(string data, string kind, bool met)
    {
        journal.Incident("INC-1", "2021-04-10 10:00", 2);
        journal.Add("2021-04-10 10:20", kind, "INC-1", data);

        Assert.Equal(met ? ClockStatus.Met : ClockStatus.Overdue, Journals.One(journal.April("sev2-contact"), "INC-1").State);
    }

    [Fact]
    public void Severity_2_containment_is_a_span_a_target_from_its_decision_and_counts_incidents()
    {
        journal.Incident("INC-1", "2021-04-10 10:00", 2);
        Decide("INC-1", "2021-04-10 12:00", "a");
        Decide("INC-1", "2021-04-10 12:00", "b");
        Contain("INC-1", "2021-04-10 12:20", "a");
        Contain("INC-1", "2021-04-10 12:50", "b");
        journal.Incident("INC-2", "2021-04-11 10:00", 2);

        var figure = journal.April("sev2-containment");

        Assert.Equal((1, 1, 1), (figure.Counts.Occurrences, figure.Counts.Over, figure.Counts.Led));
        Assert.Equal([("a", ClockStatus.Met), ("b", ClockStatus.Late)], figure.Subjects.Select(state => (state.Target!, state.State)).Order());
    }

    [Fact]
    public void Stop_before_start_is_met_with_nothing_elapsed_and_stop_without_start_is_never_met()
    {
        journal.Incident("INC-1", "2021-04-10 10:00", 3);
        journal.Add("2021-04-10 10:30", "containment.completed", "INC-1", """{"target":"a"}""", stated: "2021-04-10 09:50");
        journal.Add("2021-04-10 10:00", "incident.severity-set", "INC-2", """{"severity":3}""");
        Contain("INC-2", "2021-04-10 10:10");

        var figure = journal.April("sev3-containment");

        Assert.Equal((ClockStatus.Met, 0L), (Journals.One(figure, "INC-1").State, Journals.One(figure, "INC-1").Elapsed!.Value.Seconds));
        Assert.Equal(ClockStatus.NotComputable, Journals.One(figure, "INC-2").State);
        Assert.Equal(1, figure.Counts.Occurrences);
    }

    [Theory]
    [InlineData("client:sato", "client", 0, 1)]
    [InlineData("contractor:boss", "client", 1, 1)]
    [InlineData("client:sato", "contractor", 1, 1)]
    public void An_excuse_is_granted_by_the_client_and_never_for_the_contractor(string granter, string attribution, int adjusted, int raw)
    {
        journal.Incident("INC-1", "2021-04-10 10:00", 3);
        Contain("INC-1", "2021-04-10 11:01");
        journal.Add("2021-04-11 10:00", "excuse.requested", "INC-1", $$"""{"measure":"sev3-containment","attribution":"{{attribution}}","reason":"client's own procedure"}""");
        journal.Add("2021-04-12 10:00", "excuse.granted", "INC-1", $$"""{"measure":"sev3-containment","attribution":"{{attribution}}"}""", granter);

        var figure = journal.April("sev3-containment");

        Assert.Equal((adjusted, raw, 1), (figure.Counts.OverAdjusted, figure.Counts.Over, figure.Counts.Occurrences));
        Assert.Equal(($"{raw}回", $"{adjusted}回"), (figure.Figure, figure.FigureAdjusted));
    }

    [Theory]
    [InlineData("contractor:tanaka", "", 1)]
    [InlineData("contractor:tanaka", "client:sato", 0)]
    public void Withdrawing_after_an_over_needs_the_client(string actor, string agreed, int occurrences)
    {
        journal.Incident("INC-1", "2021-04-10 10:00", 3);
        journal.Add("2021-04-10 11:00", "incident.withdrawn", "INC-1", $$"""{"reason":"false positive","agreed_by":"{{agreed}}"}""", actor);

        Assert.Equal(occurrences, journal.April("sev3-containment").Counts.Occurrences);
    }

    [Fact]
    public void Withdrawing_while_it_runs_is_printed_as_unconfirmed_without_the_client()
    {
        journal.Incident("INC-1", "2021-04-10 10:00", 3);
        journal.Add("2021-04-10 10:10", "incident.withdrawn", "INC-1", """{"reason":"false positive"}""");

        var result = journal.Evaluate("2021-04-01", "2021-04-30");

        Assert.Equal(1, result.Reconciliation.Withdrawn);
        Assert.Contains(result.Remarks.Exclusions, exclusion => exclusion is { What: "withdrawn", Unconfirmed: true, Refused: false });
    }
}
