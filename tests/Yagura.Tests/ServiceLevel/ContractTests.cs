using Xunit;
using Yagura.ServiceLevel.Contracts;

namespace Yagura.Tests.ServiceLevel;

public sealed class ContractTests
{
    [Theory]
    [InlineData("jst-soc", 9)]
    [InlineData("mic-lan", 4)]
    public void A_contract_of_the_repository_reads_without_a_fault_and_explains_each_measure(string name, int measures)
    {
        var reading = Journals.Contract(name);

        Assert.Empty(reading.Faults.Select(fault => fault.Print("en")));
        Assert.Equal(measures, reading.Contract!.Measures.Count);
        Assert.All(reading.Contract.Measures, measure =>
        {
            var words = ContractWords.Explain(measure);
            Assert.Matches(@"\p{IsHiragana}", words.Ja);
            Assert.DoesNotMatch(@"\p{IsHiragana}", measure.Head.Proposals.Count == 0 ? words.En : "");
        });
    }

    [Theory]
    [InlineData("  clock: {from: incident.detected}\n  limit: 30m", 4, "cannot stop")]
    [InlineData("  clock: {from: incident.detected, to: {any: []}}\n  limit: 30m", 4, "cannot stop")]
    [InlineData("  clock: {from: incident.detected, to: incident.detected}\n  limit: 30m", 4, "cannot stop")]
    [InlineData("  clock: {from: incident.detected, to: service.restored}\n  limit: 30m", 4, "cannot stop")]
    [InlineData("  clock: {from: incident.detected, to: {each-server: containment.completed}}\n  limit: 30m", 4, "does not name a server")]
    [InlineData("  clock: {from: incident.noticed, to: incident.closed}\n  limit: 30m", 4, "not an entry kind")]
    [InlineData("  clock: {from: incident.detected, to: incident.closed}", 3, "lacks limit")]
    [InlineData("  clock: {from: incident.detected, to: incident.closed, until: 3}\n  limit: 30m", 4, "unknown key until")]
    [InlineData("  clock: {from: incident.detected, to: incident.closed}\n  limit: soon", 5, "duration")]
    [InlineData("  on-time: {limit: 100%}", 4, "without a rounding")]
    [InlineData("  on-time: {limit: 100%, digits: 1}", 4, "without a rounding")]
    [InlineData("  coverage-loss: {limits: {ratio: 0.01%}, rounding: half-up}", 4, "without a rounding")]
    [InlineData("  clock: {from: incident.detected, to: incident.closed, per: planet}\n  limit: 30m", 4, "names a planet")]
    [InlineData("  clock: {from: incident.detected, to: incident.closed, where: {severity: high}}\n  limit: 30m", 4, "a severity is a number")]
    [InlineData("  clock: {from: incident.detected, to: incident.closed, where: {severty: 3}}\n  limit: 30m", 4, "do you mean severity?")]
    [InlineData("  clock: {from: incident.detected, to: incident.closed, contact: [phone-answered]}\n  limit: 30m", 4, "contact is only for")]
    [InlineData("  clock: {from: sandbox.detected, to: judgement.made, reuse: 30d}\n  limit: 30m", 4, "reuse is only for")]
    [InlineData("  availability: {limit: 199%, digits: 2, rounding: truncate}", 4, "at most 100%")]
    [InlineData("  magic: {limit: 1}", 3, "exactly one form")]
    [InlineData("  clock: {from: incident.detected, to: incident.closed}\n  limit: 30m\n  on-time: {limit: 100%, digits: 1, rounding: truncate}", 3, "exactly one form")]
    public void What_is_ambiguous_is_refused_with_its_line(string measure, int line, string says)
    {
        var reading = ContractReader.Read("c.yaml", $"period: {{contract: 2020-04-01..2021-03-31}}\nmeasures:\n- id: m\n{measure}\n- id: good\n  clock: {{from: incident.detected, to: incident.closed}}\n  limit: 1h\n");

        Assert.Contains(reading.Faults, fault => fault.Line == line && fault.Text.En.Contains(says, StringComparison.Ordinal));
        Assert.Equal(["good"], reading.Contract!.Measures.Select(kept => kept.Id));
    }

    [Theory]
    [InlineData("")]
    [InlineData("- 1")]
    [InlineData("a: [")]
    [InlineData("a: 1\na: 2")]
    [InlineData("\t")]
    public void A_text_that_is_no_contract_is_named_and_nothing_throws(string text) =>
        Assert.NotEmpty(ContractReader.Read("c.yaml", text).Faults);

    [Theory]
    [InlineData("measures: []", 2, "there is no measure")]
    [InlineData("business-days: {opens: \"17:00\", closes: \"09:00\"}\nmeasures: []", 2, "no business time")]
    [InlineData("deliverables:\n- {id: d, due: {after: day, at: \"10:00\"}}\n- {id: d, due: {after: day, at: \"11:00\"}}\nmeasures: []", 3, "deliverable d is there twice")]
    public void What_makes_the_rest_of_a_contract_ambiguous_is_refused_with_its_line(string rest, int line, string says)
    {
        var faults = ContractReader.Read("c.yaml", $"period: {{contract: 2020-04-01..2021-03-31}}\n{rest}\n").Faults;

        Assert.Contains(faults, fault => fault.Line == line && fault.Text.En.Contains(says, StringComparison.Ordinal));
    }

    [Fact]
    public void Figures_cannot_count_from_outside_the_contract() =>
        Assert.Contains(ContractReader.Read("c.yaml", "period: {contract: 2020-04-01..2021-03-31, counts-from: 2022-04-01}\nmeasures: []").Faults, fault => fault.Text.En.Contains("counts-from lies outside", StringComparison.Ordinal));

    [Fact]
    public void A_rule_gets_the_severity_of_the_first_line_that_matches()
    {
        var contract = Journals.Contract("jst-soc").Contract!;

        Assert.Equal(3, contract.SeverityOf("rules/web", "r1", ["attack.t1190", "yagura.severity.3"], "high"));
        Assert.Equal(2, contract.SeverityOf("rules", "r2", [], "high"));
        Assert.Null(contract.SeverityOf("hunts", "r3", [], "critical"));
        Assert.Null(contract.SeverityOf("rules", "r4", [], "low"));
    }

    [Fact]
    public void The_forms_of_the_specification_read_as_they_stand()
    {
        var reading = ContractReader.Read("figures.yaml", """
            period: {contract: 2019-11-20..2023-03-31, counts-from: 2020-04-01}
            defaults: {counts-in: start, limit-is: inclusive, round: once, detection: finding}
            measures:
            - id: reported-containment
              clock: {from: incident.reported, first: true, to: {any: [{each-target: containment.completed}, containment.declined]}}
              limit: 30m
            - id: sev3-containment
              clock: {from: incident.detected, to: {any: [{each-target: containment.completed}, containment.declined]}, where: {severity: 3}, on-raise: from-detection, on-lower: keep-over}
              limit: 30m
            - id: sev2-containment
              clock: {from: containment.decided, to: containment.completed, where: {severity: 2}, per: target}
              counts: subject
              limit: 30m
            - id: emergency-takedown
              clock: {from: {latest: [vulnerability.published, takedown.scope-added, counts-from]}, needs: takedown.required, per: server,
                      to: {any: [{all: [takedown.completed, vulnerability.notified]}, {all: [vulnerability.notified, instruction.completed]}, takedown.not-required]}}
              limit: 24h
            - id: receive-loss
              coverage-loss: {over: union, unit: minute, limits: {ratio: 0.01%, minutes-per-month: 5}, decides: both, compare: printed, digits: 2, rounding: half-up, unproven: shown}
            - id: on-time
              on-time: {counts: first-submission, period: covered, limit: 100%, digits: 1, rounding: truncate}
            """);

        Assert.Empty(reading.Faults.Select(fault => fault.Print("en")));
        Assert.Equal(6, reading.Contract!.Measures.Count);
        Assert.Equal("figures", reading.Contract.Id);
    }
}
