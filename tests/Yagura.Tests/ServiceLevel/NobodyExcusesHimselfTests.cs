using Xunit;
using Yagura.ServiceLevel.Clocks;
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
    [InlineData("incident.merged", "INC-1", """{"into":"INC-2"}""", "merged")]
    [InlineData("takedown.scope-removed", "server:web1", """{"server":"web1"}""", "scope-removed")]
    [InlineData("log.gap-repaired", "source:fw1", "{}", "gap-repaired")]
    [InlineData("log.drop-cleared", "source:fw1", """{"where":"syslog-udp","from":"2021-04-09T10:00:00+09:00","to":"2021-04-09T10:01:00+09:00"}""", "drop-cleared")]
    [InlineData("coverage.stated", "coverage", """{"date":"2021-04-09","lost":0}""", "stated")]
    [InlineData("archive.day-verified", "archive", """{"date":"2021-04-09","ok":true}""", "day-verified")]
    [InlineData("evidence.deleted", "archive", """{"date":"2020-04-09","reason":"r"}""", "deleted")]
    [InlineData("hold.lifted", "hold:1", "{}", "lifted")]
    [InlineData("service.unknown", "service:mail", "{}", "unknown")]
    [InlineData("period.attested", "period:2021-04", """{"period":"2021-04"}""", "attested")]
    [InlineData("contract.adopted", "contract:jst-soc", """{"id":"jst-soc","version":"2","sha256":"x","effective":"2021-04-01"}""", "adopted")]
    [InlineData("entry.confirmed", "INC-1", """{"entry":1}""", "corrected")]
    public void The_contractor_alone_is_refused_or_printed_as_unconfirmed(string kind, string subject, string data, string what)
    {
        journal.Incident("INC-1", "2021-04-10 10:00", 3);
        journal.Incident("INC-2", "2021-04-10 10:00", 3);
        journal.Add("2021-04-10 10:20", kind, subject, data, "contractor:tanaka");

        var result = journal.Evaluate("2021-04-01", "2021-04-30");

        Assert.Contains(result.Remarks.Exclusions, exclusion => exclusion.What == what && exclusion.Unconfirmed);
        Assert.Contains("(unconfirmed)", EvaluationText.Write(result, "en"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("incident.withdrawn", "INC-1", """{"reason":"r","by":"client:sato"}""", "withdrawn")]
    [InlineData("incident.severity-set", "INC-1", """{"severity":2,"reason":"r","agreed_by":"client:sato"}""", "lowered")]
    [InlineData("containment.declined", "INC-1", """{"targets":["a"],"by":"client:sato","reason":"r"}""", "declined")]
    [InlineData("entry.corrected", "INC-1", """{"entry":1,"set":{"stated":"2021-04-10T09:00:00+09:00"},"reason":"r","approver":"client:sato"}""", "corrected")]
    [InlineData("deliverable.waived", "deliverable:daily-report@2021-04-20", """{"reason":"r","agreed_by":"client:sato"}""", "waived")]
    [InlineData("excuse.granted", "INC-1", """{"measure":"sev3-containment","attribution":"client","approver":"client:sato"}""", "excuse")]
    public void A_clients_name_that_the_contractor_typed_has_effect_and_is_unconfirmed_until_the_client_confirms_it(string kind, string subject, string data, string what)
    {
        journal.Incident("INC-1", "2021-04-10 10:00", 3);
        var number = journal.Add("2021-04-10 10:20", kind, subject, data);
        Exclusion Printed() => journal.Evaluate("2021-04-01", "2021-04-30").Remarks.Exclusions.First(exclusion => exclusion.What == what);
        Assert.True(Printed() is { Unconfirmed: true, Refused: false });
        Assert.Contains("is not confirmed", Printed().Text.En, StringComparison.Ordinal);

        journal.Add("2021-04-10 11:00", "entry.confirmed", subject, "{\"entry\":" + number + "}", "client:sato");
        Assert.True(Printed() is { Unconfirmed: false, Refused: false });
    }

    [Fact]
    public void A_silence_that_the_machine_cleared_by_numbers_is_nobodys_word()
    {
        journal.Add("2021-04-10 10:20", "log.silence-explained", "source:fw1", """{"as":"quiet","reason":"r","from":"2021-04-10T09:00:00+09:00","to":"2021-04-10T10:00:00+09:00"}""", "machine");
        Assert.True(journal.Evaluate("2021-04-01", "2021-04-30").Remarks.Exclusions.Single(exclusion => exclusion.What == "silence-explained") is { Unconfirmed: false });
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
