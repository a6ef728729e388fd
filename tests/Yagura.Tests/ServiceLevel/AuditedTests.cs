using Xunit;
using Yagura.ServiceLevel.Clocks;
using Yagura.ServiceLevel.Evaluation;
using Yagura.ServiceLevel.Measures;

namespace Yagura.Tests.ServiceLevel;

/// <summary>Cases in which an evaluator written from the specification alone had another figure.</summary>
public sealed class AuditedTests
{
    private readonly Journals journal = new();

    [Theory]
    [InlineData("h", "contractor:tanaka", "\"detection:a1\"", 0)]
    [InlineData("h", "contractor:tanaka", "\"a1\"", 0)]
    [InlineData("h", "contractor:tanaka", "2", 0)]
    [InlineData("other", "contractor:tanaka", "\"detection:a1\"", 1)]
    [InlineData("h", "machine", "\"detection:a1\"", 1)]
    [InlineData("h", "contractor:tanaka", "\"detection:none\"", 1)]
    public void A_reuse_stops_the_clock_only_by_a_persons_judgement_of_the_same_hash(string hash, string judge, string of, int over)
    {
        journal.Add("2021-03-20 10:00", "sandbox.detected", "detection:a1", $$"""{"alert":"a1","hash":"{{hash}}"}""");
        journal.Add("2021-03-20 10:20", "judgement.made", "detection:a1", """{"verdict":"malicious"}""", judge);
        journal.Add("2021-04-12 10:00", "sandbox.detected", "detection:a2", """{"alert":"a2","hash":"h"}""");
        journal.Add("2021-04-12 10:01", "judgement.reused", "detection:a2", $$"""{"of":{{of}}}""", "machine");

        Assert.Equal(over, journal.April("sandbox-judgement").Counts.Over);
    }

    [Fact]
    public void A_target_named_at_the_very_instant_of_the_stop_has_a_span_of_its_own()
    {
        journal.Incident("INC-1", "2021-04-10 10:00", 3);
        journal.Add("2021-04-10 10:20", "containment.completed", "INC-1", """{"target":"a"}""");
        journal.Add("2021-04-10 10:25", "containment.decided", "INC-1", """{"target":"b"}""", stated: "2021-04-10 10:20");

        var figure = journal.April("sev3-containment");

        Assert.Equal(1, figure.Counts.Over);
        Assert.Equal(ClockStatus.Overdue, figure.Subjects.Single(state => state.Target == "b").State);
    }

    [Theory]
    [InlineData(false, ClockStatus.Met)]
    [InlineData(true, ClockStatus.Overdue)]
    public void A_later_target_that_was_contained_before_its_decision_is_met_unless_it_was_released(bool released, ClockStatus expected)
    {
        journal.Incident("INC-1", "2021-04-10 10:00", 3);
        journal.Add("2021-04-10 10:20", "containment.completed", "INC-1", """{"target":"a"}""");
        journal.Add("2021-04-10 10:30", "containment.completed", "INC-1", """{"target":"b"}""");
        if (released) journal.Add("2021-04-10 10:35", "containment.released", "INC-1", """{"target":"b"}""");
        journal.Add("2021-04-10 11:00", "containment.decided", "INC-1", """{"target":"b"}""");

        Assert.Equal(expected, journal.April("sev3-containment").Subjects.Single(state => state.Target == "b").State);
    }

    [Theory]
    [InlineData("""{"into":"INC-2"}""", true)]
    [InlineData("""{"into":"INC-2","agreed_by":"client:sato"}""", false)]
    public void A_merge_into_a_lower_severity_hides_no_over(string data, bool refused)
    {
        journal.Incident("INC-1", "2021-04-10 10:00", 3);
        journal.Incident("INC-2", "2021-04-10 10:10", 2);
        journal.Add("2021-04-10 10:12", "incident.contacted", "INC-2");
        journal.Add("2021-04-10 10:40", "incident.merged", "INC-1", data);

        var result = journal.Evaluate("2021-04-01", "2021-04-30");

        Assert.Equal(1, result.Measures.OfType<ClockFigure>().Single(figure => figure.Head.Id == "sev3-containment").Counts.Over);
        Assert.Contains(result.Remarks.Exclusions, exclusion => exclusion.What == "merged" && exclusion.Refused == refused);
    }

    [Fact]
    public void A_survivor_that_the_merged_incident_stopped_in_time_carries_no_over()
    {
        journal.Incident("INC-1", "2021-04-10 10:00", 3);
        journal.Add("2021-04-10 10:05", "containment.completed", "INC-1", """{"target":"a"}""");
        journal.Incident("INC-2", "2021-04-10 10:02", 3);
        journal.Add("2021-04-10 10:08", "incident.merged", "INC-1", """{"into":"INC-2","agreed_by":"client:sato"}""");

        Assert.Equal((1, 0), (journal.April("sev3-containment").Counts.Occurrences, journal.April("sev3-containment").Counts.Over));
    }

    [Fact]
    public void A_drill_merged_into_a_real_incident_stops_nothing()
    {
        journal.Add("2021-04-10 09:00", "incident.detected", "DRILL-1", """{"drill":true}""");
        journal.Add("2021-04-10 09:10", "containment.completed", "DRILL-1", """{"target":"a"}""");
        journal.Incident("INC-1", "2021-04-10 10:00", 3);
        journal.Add("2021-04-10 10:20", "incident.merged", "DRILL-1", """{"into":"INC-1"}""");

        Assert.Equal(1, journal.April("sev3-containment").Counts.Over);
    }

    [Theory]
    [InlineData("""{"measure":"sev3-containment"}""", "contractor:tanaka", "client:sato", 1, true)]
    [InlineData("""{"measure":"sev3-containment","attribution":"client"}""", "contractor:tanaka", "client:sato", 0, false)]
    [InlineData("""{"measure":"sev3-containment","attribution":"client","approver":"client:sato"}""", "contractor:tanaka", "contractor:tanaka", 0, true)]
    public void An_excuse_names_its_attribution_and_what_the_requester_says_of_the_approver_is_unconfirmed(string data, string requester, string grantor, int adjusted, bool unconfirmed)
    {
        journal.Incident("INC-1", "2021-04-10 10:00", 3);
        journal.Add("2021-04-10 11:00", "excuse.requested", "INC-1", """{"measure":"sev3-containment","reason":"r"}""", requester);
        journal.Add("2021-04-10 12:00", "excuse.granted", "INC-1", data, grantor);

        var result = journal.Evaluate("2021-04-01", "2021-04-30");

        Assert.Equal(adjusted, result.Measures.OfType<ClockFigure>().Single(figure => figure.Head.Id == "sev3-containment").Counts.OverAdjusted);
        Assert.Equal(unconfirmed, result.Remarks.Exclusions.Single(exclusion => exclusion.What == "excuse" && exclusion.Entries.Contains(4)).Unconfirmed);
    }

    [Theory]
    [InlineData("""["a"]""", 1)]
    [InlineData("""["a","b"]""", 0)]
    public void An_excuse_for_one_target_is_none_for_the_incident_while_another_was_over(string targets, int adjusted)
    {
        journal.Incident("INC-1", "2021-04-10 10:00", 3);
        journal.Add("2021-04-10 10:05", "containment.decided", "INC-1", """{"targets":["a","b"]}""");
        journal.Add("2021-04-10 11:00", "containment.completed", "INC-1", """{"targets":["a","b"]}""");
        journal.Add("2021-04-10 12:00", "excuse.granted", "INC-1", $$"""{"measure":"sev3-containment","attribution":"client","targets":{{targets}}}""", "client:sato");

        var counts = journal.April("sev3-containment").Counts;

        Assert.Equal((1, adjusted), (counts.Over, counts.OverAdjusted));
    }

    [Theory]
    [InlineData("contractor:tanaka", "2021-04-01 00:00", 1)]
    [InlineData("client:sato", "2021-04-01 00:00", 0)]
    [InlineData("client:sato", "2021-06-01 00:00", 1)]
    public void A_laxer_version_applies_earlier_than_its_file_says_only_where_the_client_adopted_it_by_then(string actor, string at, int over)
    {
        var laxer = Journals.Soc with { Version = "2", Effective = new DateOnly(2021, 7, 1), Measures = [.. Journals.Soc.Measures.Select(measure => measure is Yagura.ServiceLevel.Contracts.ClockMeasure clock ? clock with { Limit = TimeSpan.FromHours(9) } : measure)] };
        journal.Add(at, "contract.adopted", "contract:jst-soc", """{"id":"jst-soc","version":"2","sha256":"x","effective":"2021-04-01"}""", actor);
        journal.Incident("INC-1", "2021-04-10 10:00", 3);
        journal.Add("2021-04-10 11:00", "containment.completed", "INC-1", """{"target":"a"}""");

        var result = journal.Evaluate("2021-04-01", "2021-04-30", "2021-05-01 00:00", Journals.Soc, laxer);

        Assert.Equal(over, result.Measures.OfType<ClockFigure>().Single(figure => figure.Head.Id == "sev3-containment").Counts.Over);
    }

    [Theory]
    [InlineData("machine", 0)]
    [InlineData("contractor:tanaka", 6)]
    public void The_contractor_alone_states_no_loss_away(string actor, long lost)
    {
        journal.Add("2021-04-11 00:10", "coverage.stated", "coverage", """{"date":"2021-04-10","lost":6}""");
        journal.Add("2021-04-12 00:10", "coverage.stated", "coverage", """{"date":"2021-04-10","lost":0}""", actor);
        journal.Add("2021-04-11 00:10", "archive.day-verified", "archive", """{"date":"2021-04-10","ok":false,"lost":1}""");
        journal.Add("2021-04-12 00:10", "archive.day-verified", "archive", """{"date":"2021-04-10","ok":true,"lost":0}""", actor);

        var result = journal.Evaluate("2021-04-10", "2021-04-10");

        Assert.Equal(lost, result.Measures.OfType<LossFigure>().Single().Minutes.Lost);
        Assert.Equal(lost > 0 ? 1 : 0, result.Measures.OfType<StorageFigure>().Single().Lost.Count);
        Assert.Equal(lost > 0 ? 2 : 0, result.Remarks.Exclusions.Count(exclusion => exclusion is { What: "stated" or "day-verified", Unconfirmed: true }));
    }

    [Theory]
    [InlineData("{\"server\":\"web1\"}", 1)]
    [InlineData("{\"server\":\"web1\",\"agreed_by\":\"client:sato\"}", 0)]
    public void Leaving_the_scope_and_coming_back_starts_the_clock_anew_only_with_the_clients_name(string removed, int over)
    {
        journal.Add("2021-04-01 00:00", "takedown.scope-added", "server:web1", """{"server":"web1"}""");
        journal.Add("2021-04-10 10:00", "vulnerability.published", "CVE-1", """{"time":"2021-04-10T10:00:00+09:00"}""");
        journal.Add("2021-04-10 11:00", "takedown.required", "CVE-1", """{"servers":["web1"]}""");
        journal.Add("2021-04-11 11:00", "takedown.scope-removed", "server:web1", removed);
        journal.Add("2021-04-11 12:00", "takedown.scope-added", "server:web1", """{"server":"web1"}""");
        journal.Add("2021-04-11 13:00", "vulnerability.notified", "CVE-1");
        journal.Add("2021-04-11 13:00", "takedown.completed", "CVE-1", """{"server":"web1"}""");

        Assert.Equal(over, journal.April("emergency-takedown").Counts.Over);
    }

    [Fact]
    public void A_report_stated_in_time_and_recorded_after_its_due_time_is_printed_as_unconfirmed()
    {
        journal.Add("2021-04-11 18:00", "deliverable.submitted", "deliverable:daily-report@2021-04-10", """{"version":1}""", stated: "2021-04-11 09:00");

        var exclusions = journal.Evaluate("2021-04-10", "2021-04-11").Remarks.Exclusions;

        Assert.Contains(exclusions, exclusion => exclusion is { What: "recorded-later", Subject: "deliverable:daily-report@2021-04-10", Unconfirmed: true });
    }

    [Fact]
    public void A_journal_without_entries_and_a_period_outside_the_contract_are_named()
    {
        Assert.Contains(journal.Evaluate("2021-04-01", "2021-04-30").Remarks.Faults, fault => fault.Text.En.Contains("no entry was recorded", StringComparison.Ordinal));
        Assert.Contains(journal.Evaluate("2023-03-01", "2023-04-30").Remarks.Faults, fault => fault.Text.En.Contains("after 2023-03-31", StringComparison.Ordinal));
        Assert.Contains(journal.Evaluate("2023-03-01", "2023-04-30").Remarks.Faults, fault => fault.Print("ja").Length > 0);
    }
}
