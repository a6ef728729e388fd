using Xunit;
using Yagura.ServiceLevel.Contracts;
using Yagura.ServiceLevel.Measures;

namespace Yagura.Tests.ServiceLevel;

/// <summary>Measures are data: contracts with measures that no code names.</summary>
public sealed class InventedContractTests
{
    private readonly Journals journal = new();

    private ClockFigure Figure(string measure, string extra = "")
    {
        var reading = ContractReader.Read("invented.yaml", $"period: {{contract: 2020-04-01..2022-03-31}}\n{extra}measures:\n- {measure}\n");
        Assert.Empty(reading.Faults.Select(fault => fault.Print("en")));
        return Assert.IsType<ClockFigure>(Assert.Single(journal.Evaluate("2021-04-01", "2021-04-30", "2021-05-10 00:00", reading.Contract!).Measures));
    }

    [Fact]
    public void Gaps_are_repaired_within_a_day_each_gap_a_span()
    {
        journal.Add("2021-04-01 10:00", "log.gap", "source:fw1", """{"from":1,"to":5}""");
        journal.Add("2021-04-01 20:00", "log.gap-repaired", "source:fw1");
        journal.Add("2021-04-03 10:00", "log.gap", "source:fw1", """{"from":7,"to":9}""");
        journal.Add("2021-04-05 10:00", "log.gap-repaired", "source:fw1");

        var figure = Figure("{id: gap-repair, clock: {from: log.gap, to: log.gap-repaired}, limit: 1d}");

        Assert.Equal((2, 1), (figure.Counts.Occurrences, figure.Counts.Over));
    }

    [Fact]
    public void Escalations_are_acknowledged_within_five_minutes_on_the_telephone_only()
    {
        journal.Add("2021-04-01 10:00", "escalation.sent", "INC-1", """{"channel":"phone","clock":"c"}""");
        journal.Add("2021-04-01 10:06", "escalation.acknowledged", "INC-1");
        journal.Add("2021-04-02 10:00", "escalation.sent", "INC-2", """{"channel":"mail","clock":"c"}""");

        var figure = Figure("{id: ack, clock: {from: escalation.sent, to: escalation.acknowledged, where: {channel: phone}}, limit: 5m}");

        Assert.Equal((1, 1), (figure.Counts.Occurrences, figure.Counts.Over));
    }

    [Fact]
    public void An_improvement_is_adopted_within_ten_business_hours_counted_over_holidays()
    {
        journal.Add("2021-04-30 16:00", "improvement.proposed", "improvement:1", """{"text":"t"}""");
        journal.Add("2021-05-06 11:00", "improvement.adopted", "improvement:1", """{"of":"improvement:1"}""");

        var figure = Figure("{id: adopt, clock: {from: improvement.proposed, to: improvement.adopted, time: business}, limit: 3h}",
            "business-days: {weekend: [saturday, sunday], holidays: japan, opens: \"09:00\", closes: \"17:00\"}\n");

        Assert.Equal((1, 0, 3 * 3600L), (figure.Counts.Occurrences, figure.Counts.Over, figure.Subjects[0].Elapsed!.Value.Seconds));
    }

    [Fact]
    public void An_incident_is_assigned_and_contacted_whichever_of_detection_and_report_is_first()
    {
        journal.Add("2021-04-01 10:00", "incident.reported", "INC-1", """{"by":"client:sato"}""");
        journal.Add("2021-04-01 10:05", "incident.detected", "INC-1");
        journal.Add("2021-04-01 10:10", "incident.assigned", "INC-1", """{"to":"tanaka"}""");
        journal.Add("2021-04-01 10:21", "incident.contacted", "INC-1");

        var figure = Figure("{id: taken, clock: {from: {earliest: [incident.detected, incident.reported]}, to: {all: [incident.assigned, incident.contacted]}}, limit: 20m}");

        Assert.Equal((1, 1, 21 * 60L), (figure.Counts.Occurrences, figure.Counts.Over, figure.Subjects[0].Elapsed!.Value.Seconds));
    }

    [Fact]
    public void Containment_is_released_for_each_target_within_a_week_of_severities_1_and_2()
    {
        journal.Incident("INC-1", "2021-04-01 10:00", 1);
        journal.Add("2021-04-01 11:00", "containment.completed", "INC-1", """{"target":"a"}""");
        journal.Add("2021-04-01 12:00", "containment.completed", "INC-1", """{"target":"b"}""");
        journal.Add("2021-04-08 11:00", "containment.released", "INC-1", """{"target":"a"}""");
        journal.Add("2021-04-08 12:00:01", "containment.released", "INC-1", """{"target":"b"}""");
        journal.Incident("INC-3", "2021-04-01 10:00", 3);
        journal.Add("2021-04-01 11:00", "containment.completed", "INC-3", """{"target":"a"}""");

        var figure = Figure("{id: release, clock: {from: containment.completed, to: containment.released, where: {severity: [1, 2]}, per: target}, limit: 7d}");

        Assert.Equal((2, 1), (figure.Counts.Occurrences, figure.Counts.Over));
    }

    [Fact]
    public void A_raise_may_run_from_the_raise_where_the_contract_says_so()
    {
        journal.Incident("INC-1", "2021-04-01 10:00", 2);
        journal.Add("2021-04-01 11:00", "incident.severity-set", "INC-1", """{"severity":3}""");
        journal.Add("2021-04-01 11:20", "containment.completed", "INC-1", """{"target":"a"}""");

        var figure = Figure("{id: r, clock: {from: incident.detected, to: containment.completed, where: {severity: 3}, on-raise: from-raise}, limit: 30m}");

        Assert.Equal((1, 0, 20 * 60L), (figure.Counts.Occurrences, figure.Counts.Over, figure.Subjects[0].Elapsed!.Value.Seconds));
    }
}
