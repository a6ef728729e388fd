using Xunit;
using Yagura.ServiceLevel.Evaluation;
using Yagura.ServiceLevel.Measures;

namespace Yagura.Tests.ServiceLevel;

/// <summary>Every kind that makes a figure smaller, recorded by the contractor alone: refused, or printed as unconfirmed.</summary>
public sealed class NobodyExcusesHimselfTests
{
    private readonly Journals journal = new();

    [Theory]
    [InlineData("log.silence-explained", "source:fw1", """{"as":"quiet","reason":"r"}""", "silence-explained")]
    [InlineData("source.maintenance", "source:fw1", """{"from":"2021-04-10T10:00:00+09:00","to":"2021-04-10T11:00:00+09:00"}""", "maintenance")]
    [InlineData("source.retired", "source:fw1", "{}", "retired")]
    [InlineData("containment.declined", "INC-1", """{"targets":["a"],"by":"contractor:tanaka","reason":"r"}""", "declined")]
    [InlineData("takedown.not-required", "CVE-1", """{"reason":"r"}""", "not-required")]
    [InlineData("incident.withdrawn", "INC-1", """{"reason":"r","by":"contractor:tanaka"}""", "withdrawn")]
    [InlineData("incident.severity-set", "INC-1", """{"severity":2,"reason":"r"}""", "lowered")]
    [InlineData("incident.assigned", "INC-1", """{"drill":true}""", "drill")]
    [InlineData("entry.corrected", "INC-1", """{"entry":1,"set":{"stated":"2021-04-10T09:00:00+09:00"},"reason":"r","approver":"contractor:boss"}""", "corrected")]
    [InlineData("entry.retracted", "INC-1", """{"entry":1,"reason":"r","approver":"contractor:boss"}""", "retracted")]
    [InlineData("deliverable.waived", "deliverable:daily-report@2021-04-20", """{"reason":"r"}""", "waived")]
    [InlineData("deliverable.due-moved", "deliverable:daily-report@2021-04-20", """{"due":"2021-05-01T10:00:00+09:00"}""", "due-moved")]
    [InlineData("excuse.granted", "INC-1", """{"measure":"sev3-containment","attribution":"client"}""", "excuse")]
    [InlineData("excuse.requested", "INC-1", """{"measure":"sev3-containment","attribution":"client"}""", "excuse")]
    public void The_contractor_alone_is_refused_or_printed_as_unconfirmed(string kind, string subject, string data, string what)
    {
        journal.Incident("INC-1", "2021-04-10 10:00", 3);
        journal.Add("2021-04-10 10:20", kind, subject, data);

        var result = journal.Evaluate("2021-04-01", "2021-04-30");

        Assert.Contains(result.Remarks.Exclusions, exclusion => exclusion.What == what && exclusion.Unconfirmed);
        Assert.Contains("(unconfirmed)", EvaluationText.Write(result, "en"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_planned_outage_of_the_contractor_alone_is_printed_as_unconfirmed()
    {
        journal.Add("2022-04-09 12:00", "outage.planned", "service:mail", """{"from":"2022-04-10T01:00:00+09:00","to":"2022-04-10T02:00:00+09:00"}""");

        var result = journal.Evaluate("2022-04-01", "2022-04-30", null, Journals.Contract("mic-lan").Contract!);

        Assert.Contains(result.Remarks.Exclusions, exclusion => exclusion is { What: "planned-outage", Unconfirmed: true });
    }

    [Fact]
    public void Merging_an_attack_into_a_drill_is_refused()
    {
        journal.Add("2021-04-10 09:00", "incident.detected", "DRILL-1", """{"drill":true}""");
        journal.Incident("INC-1", "2021-04-10 10:00", 3);
        journal.Add("2021-04-10 10:20", "incident.merged", "INC-1", """{"into":"DRILL-1"}""");

        var result = journal.Evaluate("2021-04-01", "2021-04-30");

        Assert.Equal(1, result.Measures.OfType<ClockFigure>().Single(figure => figure.Head.Id == "sev3-containment").Counts.Over);
        Assert.Contains(result.Remarks.Exclusions, exclusion => exclusion is { What: "merged", Refused: true });
    }

    [Fact]
    public void Confirming_ones_own_time_is_refused()
    {
        journal.Incident("INC-1", "2021-04-10 10:00", 3);
        journal.Add("2021-04-10 10:40", "containment.completed", "INC-1", """{"target":"a"}""", stated: "2021-04-10 10:20");
        journal.Add("2021-04-10 10:41", "entry.confirmed", "INC-1", """{"entry":3}""");
        Assert.Equal(1, journal.April("sev3-containment").Counts.Unconfirmed);

        journal.Add("2021-04-10 10:42", "entry.confirmed", "INC-1", """{"entry":3}""", "client:sato");
        Assert.Equal(0, journal.April("sev3-containment").Counts.Unconfirmed);
    }

    [Fact]
    public void An_administrator_who_makes_a_client_account_is_named()
    {
        journal.Add("2021-04-10 10:00", "account.created", "account:sato", """{"account":"sato","role":"client"}""", "administrator:root");

        var result = journal.Evaluate("2021-04-01", "2021-04-30");

        Assert.Contains(result.Remarks.Exclusions, exclusion => exclusion.What == "client-account" && exclusion.Text.En.Contains("administrator:root", StringComparison.Ordinal));
    }
}
