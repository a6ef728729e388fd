using System.Globalization;
using System.Text;
using Xunit;
using Yagura.Detection;
using Yagura.Detection.Findings;
using Yagura.Detection.Sigma;
using Yagura.Events;

namespace Yagura.Tests.Detection;

/// <summary>A detector that takes over another's state finds what the other would have found.</summary>
public sealed class DetectionStateTests
{
    private const string Correlations = """
        title: a
        id: a
        logsource: {product: test}
        detection: {s: {kind: fail}, condition: s}
        ---
        title: b
        id: b
        logsource: {product: test}
        detection: {s: {kind: ok}, condition: s}
        ---
        title: count
        id: count
        correlation: {type: event_count, rules: [a], group-by: [source.ip], timespan: 2m, condition: {gte: 4}}
        ---
        title: users
        id: users
        correlation: {type: value_count, rules: [a], group-by: [source.ip], timespan: 5m, condition: {field: user.name, gte: 6}, generate: true}
        ---
        title: sum
        id: sum
        correlation: {type: value_sum, rules: [b], group-by: [user.name], timespan: 3m, condition: {field: bytes, gte: 60}}
        ---
        title: p
        id: p
        correlation: {type: value_percentile, rules: [b], group-by: [source.ip], timespan: 3m, condition: {field: bytes, gte: 18, percentile: 80}}
        ---
        title: both
        id: both
        correlation: {type: temporal, rules: [a, b], group-by: [source.ip, user.name], timespan: 1m}
        ---
        title: chain
        id: chain
        correlation: {type: temporal_ordered, rules: [count, b], group-by: [source.ip], timespan: 4m}
        """;

    [Theory]
    [InlineData(1)]
    [InlineData(57)]
    [InlineData(400)]
    [InlineData(1_199)]
    public void A_detector_with_the_state_of_another_finds_the_same_from_there_on(int at)
    {
        var (rules, layout) = Set();
        var whole = new Detector(rules, layout, "node-1");
        var before = new Detector(rules, layout, "node-1");
        var expected = new List<string>();
        for (var i = 1; i <= 1_200; i++)
        {
            expected.AddRange(whole.Offer(Event(layout, i)).Select(finding => i > at ? Written(finding) : "").Where(text => text.Length > 0));
            if (i <= at)
                before.Offer(Event(layout, i));
        }

        var after = new Detector(rules, layout, "node-1");
        after.ReadState(new BinaryReader(new MemoryStream(StateOf(before))));
        var found = new List<string>();
        for (var i = at + 1; i <= 1_200; i++)
            found.AddRange(after.Offer(Event(layout, i)).Select(Written));
        Assert.Equal(expected, found);
        Assert.True(at > 400 || expected.Select(text => text.Split(' ')[0]).Distinct().Count() == 5, string.Join(' ', expected.Select(text => text.Split(' ')[0]).Distinct()));
        Assert.Equal(StateOf(whole), StateOf(after));
    }

    [Fact]
    public void The_state_of_another_rule_set_is_refused()
    {
        var (rules, layout) = Set();
        var state = StateOf(new Detector(rules, layout, "node-1"));
        var other = Some.Rules(Correlations.Replace("id: sum", "id: total", StringComparison.Ordinal));
        Assert.Throws<InvalidDataException>(() => new Detector(other, layout, "node-1").ReadState(new BinaryReader(new MemoryStream(state))));
        Assert.Throws<EndOfStreamException>(() => new Detector(rules, layout, "node-1").ReadState(new BinaryReader(new MemoryStream(state[..^3]))));
    }

    private static (RuleSet Rules, EventLayout Layout) Set()
    {
        var rules = Some.Rules(Correlations);
        Assert.Empty(rules.Refusals);
        return (rules, EventLayout.Of(1, Detector.FieldNamesOf(rules)));
    }

    private static byte[] StateOf(Detector detector)
    {
        using var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(bytes, Encoding.UTF8, leaveOpen: true))
            detector.WriteState(writer);
        return bytes.ToArray();
    }

    // Deterministic and mixed: seven addresses, eleven users, a second and a half between events.
    private static Event Event(EventLayout layout, int i) => Some.Event(
        layout,
        Some.Record(i, Some.Noon.AddMilliseconds(1_500 * i)),
        ("event.dataset", "test"),
        ("kind", i * 7919 % 13 < 8 ? "fail" : "ok"),
        ("source.ip", $"192.0.2.{i * 31 % 7}"),
        ("user.name", $"u{i * 17 % 11}"),
        ("bytes", (i * 13 % 23).ToString(CultureInfo.InvariantCulture)));

    private static string Written(Finding finding) => $"{finding.RuleId} {finding.TriggerSequence}.{finding.Item} {finding.GroupKey} {finding.Measured} {string.Join(',', finding.Evidence)}";
}
