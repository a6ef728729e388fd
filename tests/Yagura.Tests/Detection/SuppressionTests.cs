using Xunit;
using Yagura.Detection;
using Yagura.Detection.Findings;
using Yagura.Detection.Sigma;
using Yagura.Events;

namespace Yagura.Tests.Detection;

/// <summary>Suppression by rule and fields, with reason, owner and expiry: counted, never hidden.</summary>
public sealed class SuppressionTests
{
    private const string Rule = "title: failed\nname: failed\nid: f1\nlogsource: {product: test}\ndetection:\n  a: {what: failed}\n  condition: a\nyagura: {entity: who}\n";
    private const string Burst = "title: burst\nid: c1\ncorrelation:\n  type: event_count\n  rules: [failed]\n  group-by: [who]\n  timespan: 60s\n  generate: true\n  condition: {gte: 3}\n";
    private const string Scanner = "- {id: scanner, rules: [failed], when: {who|cidr: 192.0.2.16/28}, reason: audit, owner: team a, expires: 2026-11-22}\n";

    [Fact]
    public void A_suppressed_finding_is_no_row_and_is_counted_under_the_suppressions_id()
    {
        var rules = Load(Scanner, Rule);
        Assert.Empty(rules.Warnings);
        var detector = DetectorOf(rules, out var layout);
        Assert.Empty(Offer(detector, layout, 1, 0, "192.0.2.17"));
        Assert.Empty(Offer(detector, layout, 2, 0, "192.0.2.18"));
        Assert.Single(Offer(detector, layout, 3, 0, "192.0.2.40"));
        Assert.Equal((3, 2), (detector.Counts.Matches, detector.Counts.Suppressed));
        Assert.Equal(new FindingOverflow("f1", "suppressed:scanner", 2, 1, 2), Assert.Single(detector.TakeOverflow()));
    }

    [Fact]
    public void It_ends_with_its_last_day_in_japan()
    {
        var detector = DetectorOf(Load(Scanner, Rule), out var layout);
        var midnight = (int)(new DateTimeOffset(2026, 11, 22, 15, 0, 0, TimeSpan.Zero) - Some.Noon).TotalSeconds;
        Assert.Empty(Offer(detector, layout, 1, midnight - 1, "192.0.2.17"));
        Assert.Single(Offer(detector, layout, 2, midnight, "192.0.2.17"));
    }

    [Fact]
    public void A_correlation_sees_what_is_suppressed_and_can_be_suppressed_itself()
    {
        var seen = DetectorOf(Load(Scanner, Rule, Burst), out var layout);
        Assert.Equal(["c1"], Enumerable.Range(1, 3).SelectMany(i => Offer(seen, layout, i, i, "192.0.2.17")).Select(finding => finding.RuleId));
        var hidden = DetectorOf(Load(Scanner.Replace("[failed]", "[failed, c1]", StringComparison.Ordinal), Rule, Burst), out layout);
        Assert.Empty(Enumerable.Range(1, 3).SelectMany(i => Offer(hidden, layout, i, i, "192.0.2.17")));
        Assert.Equal(4, hidden.Counts.Suppressed);
    }

    [Theory]
    [InlineData("owner: team a, ", "", "'owner' is missing")]
    [InlineData("reason: audit, ", "", "'reason' is missing")]
    [InlineData(", expires: 2026-11-22", "", "'expires' is missing")]
    [InlineData("2026-11-22", "soon", "'expires' is a day")]
    [InlineData("[failed]", "[]", "names no rule")]
    [InlineData("[failed]", "[gone]", "'gone', which is not there")]
    [InlineData("who|cidr: 192.0.2.16/28", "who|cidr: x", "no network")]
    [InlineData("{who|cidr: 192.0.2.16/28}", "{}", "is empty")]
    [InlineData("reason", "why", "'why' is not allowed")]
    public void One_that_cannot_be_honoured_is_told_and_suppresses_nothing(string part, string by, string reason)
    {
        var rules = Load(Scanner.Replace(part, by, StringComparison.Ordinal), Rule);
        Assert.Contains(reason, Assert.Single(rules.Warnings).Reason, StringComparison.Ordinal);
        Assert.Single(Offer(DetectorOf(rules, out var layout), layout, 1, 0, "192.0.2.17"));
    }

    [Fact]
    public void The_hash_of_the_rule_set_changes_with_it() =>
        Assert.NotEqual(Load(Scanner, Rule).Hash, Load(Scanner.Replace("2026-11-22", "2026-11-23", StringComparison.Ordinal), Rule).Hash);

    private static RuleSet Load(string suppressions, params string[] files)
    {
        var folder = Directory.CreateTempSubdirectory("yagura-rules-");
        try
        {
            for (var i = 0; i < files.Length; i++)
                File.WriteAllText(Path.Combine(folder.FullName, $"rule{i}.yml"), files[i]);
            File.WriteAllText(Path.Combine(folder.FullName, "suppressions.yaml"), suppressions);
            return RuleSet.Load([folder.FullName]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Detector DetectorOf(RuleSet rules, out EventLayout layout)
    {
        layout = EventLayout.Of(1, Detector.FieldNamesOf(rules));
        return new Detector(rules, layout, "node-1");
    }

    private static List<Finding> Offer(Detector detector, EventLayout layout, long sequence, int second, string who) =>
        [.. detector.Offer(Some.Event(layout, Some.Record(sequence, Some.Noon.AddSeconds(second)), ("event.dataset", "test"), ("what", "failed"), ("who", who)))];
}
