using Yagura.ServiceLevel.Contracts;

namespace Yagura.Browser;

/// <summary>A contract of our own with the clocks that the pages must show: the same rules as FIGURES 7, in force from 2020, and one that always ends on another day.</summary>
internal static class TestContract
{
    private const string Yaml = """
        id: test
        version: 1
        title: {ja: 試験用の契約, en: Test contract}
        period: {contract: 2020-01-01..2040-12-31, counts-from: 2020-01-01}
        defaults: {counts-in: start, limit-is: inclusive, round: once, detection: finding, contact: [phone-answered, in-person]}
        measures:
        - id: reported-containment
          title: {ja: 申告の初動対応, en: Initial response to a client report}
          clock: {from: incident.reported, first: true, to: {any: [{each-target: containment.completed}, containment.declined]}}
          limit: 30m
        - id: sandbox-judgement
          title: {ja: サンドボックス検知の判断, en: Judgement of sandbox alerts}
          clock: {from: sandbox.detected, to: {any: [judgement.made, judgement.reused]}}
          limit: 30m
        - id: sev3-containment
          title: {ja: 危険度3の初動対応, en: "Severity 3: initial response"}
          clock: {from: incident.detected, to: {any: [{each-target: containment.completed}, containment.declined]}, where: {severity: 3}, on-raise: from-detection, on-lower: keep-over}
          limit: 30m
        - id: sev3-contact
          title: {ja: 危険度3の連絡, en: "Severity 3: contact"}
          clock: {from: incident.detected, to: incident.contacted, where: {severity: 3}, on-raise: from-detection, on-lower: keep-over}
          limit: 26h
        - id: sev2-contact
          title: {ja: 危険度2の連絡, en: "Severity 2: contact"}
          clock: {from: incident.detected, to: incident.contacted, where: {severity: 2}, on-raise: from-detection, on-lower: keep-over}
          limit: 30m
        - id: sev2-containment
          title: {ja: 危険度2の遮断, en: "Severity 2: containment"}
          clock: {from: containment.decided, to: containment.completed, where: {severity: 2}, per: target}
          counts: subject
          limit: 30m
        """;

    /// <summary>Reads it with the product's own reader.</summary>
    public static Contract Read()
    {
        var reading = ContractReader.Read("test.yaml", Yaml);
        Assert.Empty(reading.Faults);
        return reading.Contract!;
    }
}
