using Xunit;
using Yagura.Detection;
using Yagura.Detection.Findings;
using Yagura.Detection.Sigma;
using Yagura.Detection.Tests;
using Yagura.Detection.Values;
using Yagura.Events;

namespace Yagura.Tests.Detection;

/// <summary>Findings, limits, isolation, lanes, correlations and their replay.</summary>
public sealed class DetectorTests
{
    private const string Base = "title: failed\nname: failed\nid: f1\nlogsource: {product: test}\ndetection:\n  a: {what: failed}\n  condition: a\n";
    private const string Burst = "title: burst\nname: burst\nid: c1\nlevel: high\ncorrelation:\n  type: event_count\n  rules: [failed]\n  group-by: [who]\n  timespan: 60s\n  condition: {gte: 3}\n";

    [Fact]
    public void A_finding_says_which_rule_record_and_entity()
    {
        var rules = Some.Rules(Some.Rule("  a: {what: bad}\n  condition: a", extra: "author: someone\nlicense: DRL 1.1\ntags: [attack.t1110]\nlevel: high\nyagura: {entity: who}"));
        var run = new Run(rules);
        var finding = Assert.Single(run.Offer(7, 0, ("what", "bad"), ("who", "192.0.2.9")));
        Assert.Equal(("r1", "node-1", 7L, 0, "192.0.2.9", "fw1"), (finding.RuleId, finding.Node, finding.TriggerSequence, finding.Item, finding.GroupKey, finding.Source));
        Assert.Equal(("someone", "DRL 1.1", "high"), (finding.Author, finding.Licence, finding.Level));
        Assert.Equal(64, finding.RuleHash.Length);
        Assert.Equal("fw1", Assert.Single(run.Offer(8, 0, ("what", "bad"))).GroupKey);
        Assert.Empty(run.Offer(9, 0, ("what", "good")));
    }

    [Fact]
    public void A_repeat_is_skipped()
    {
        var run = new Run(Some.Rules(Some.Rule("  a: {what: bad}\n  condition: a")));
        Assert.Empty(run.Detector.Offer(run.Event(Some.Record(8, Some.Noon, repeats: 7), ("what", "bad"))));
        Assert.Equal(1, run.Detector.Counts.Repeats);
    }

    [Fact]
    public void A_rule_that_throws_is_isolated_told_and_switched_off()
    {
        var broken = new SigmaRule { Id = "bad", Hash = "", Folder = "", File = "", Line = 1, Title = "bad", LogSource = new LogSource("test", null, null), Condition = new Leaf(new ThrowingTest()) };
        var good = Some.Rules(Some.Rule("  a: {what: bad}\n  condition: a")).Rules[0];
        var run = new Run(RuleSet.Of(broken, good));
        for (var sequence = 1; sequence <= 5; sequence++)
            Assert.Single(run.Offer(sequence, sequence, ("what", "bad")));
        var range = Assert.Single(run.Detector.TakeBlind());
        Assert.Equal(("bad", 1L, 5L), (range.RuleId, range.FirstSequence, range.LastSequence));
        Assert.Contains("planted", range.Reason, StringComparison.Ordinal);
        Assert.Empty(run.Detector.TakeBlind());
        run.Offer(6, 6, ("what", "bad"));
        Assert.Equal((6L, 6L), Assert.Single(run.Detector.TakeBlind()) is var later ? (later.FirstSequence, later.LastSequence) : default);
    }

    [Fact]
    public void Ten_findings_of_a_rule_a_minute_become_rows_and_the_rest_are_counted_on_their_group()
    {
        var run = new Run(Some.Rules(Some.Rule("  a: {what: bad}\n  condition: a", extra: "yagura: {entity: who}")));
        var rows = Enumerable.Range(1, 25).Sum(sequence => run.Offer(sequence, 0, ("what", "bad"), ("who", "x")).Count);
        Assert.Equal(FindingLimiter.RowsPerRuleMinuteMax, rows);
        Assert.Equal(new FindingOverflow("r1", "x", 15, 11, 25), Assert.Single(run.Detector.TakeOverflow()));
        Assert.Single(run.Offer(26, 60, ("what", "bad"), ("who", "x")));
    }

    [Fact]
    public void A_hundred_findings_a_second_become_rows()
    {
        var run = new Run(Some.Rules([.. Enumerable.Range(0, 30).Select(rule => Some.Rule("  a: {what: bad}\n  condition: a", id: $"r{rule}"))]));
        var rows = Enumerable.Range(1, 8).Sum(sequence => run.Offer(sequence, 0, ("what", "bad")).Count);
        Assert.Equal(FindingLimiter.RowsPerSecondMax, rows);
        Assert.Equal(140, run.Detector.TakeOverflow().Sum(overflow => overflow.Count));
    }

    [Fact]
    public void A_correlation_fires_when_its_window_fills_and_not_for_other_groups_or_later()
    {
        var run = new Run(Some.Rules(Base, Burst));
        Assert.Empty(run.Fail(1, 0, "a"));
        Assert.Empty(run.Fail(2, 10, "a"));
        Assert.Empty(run.Fail(3, 15, "b"));
        Assert.Empty(run.Fail(4, 65, "a"));
        var finding = Assert.Single(run.Fail(5, 70, "a"));
        Assert.Equal(("c1", "a", 3m), (finding.RuleId, finding.GroupKey, finding.Measured));
        Assert.Equal([2L, 4, 5], finding.Evidence);
        Assert.Empty(run.Fail(6, 71, "a"));
    }

    [Fact]
    public void Only_the_live_lane_feeds_a_correlation()
    {
        var run = new Run(Some.Rules(Base, Burst));
        for (var sequence = 1; sequence <= 6; sequence++)
            Assert.Empty(run.Detector.Offer(run.Event(Some.Record(sequence, Some.Noon, lane: Lane.Import), ("what", "failed"), ("who", "a"))));
    }

    [Fact]
    public void An_event_without_a_group_field_counts_nowhere_and_is_counted()
    {
        var run = new Run(Some.Rules(Base, Burst));
        for (var sequence = 1; sequence <= 6; sequence++)
            Assert.Empty(run.Offer(sequence, sequence, ("what", "failed")));
        Assert.Equal(6, run.Detector.CorrelationSkipped);
    }

    [Fact]
    public void Device_time_orders_a_window_but_only_within_five_minutes_of_receive_time()
    {
        var run = new Run(Some.Rules(Base, Burst));
        for (var sequence = 1; sequence <= 2; sequence++)
            run.Offer(sequence, 0, ("what", "failed"), ("who", "a"), ("@timestamp", "2026-11-22T11:57:00.0000000Z"));
        Assert.Empty(run.Offer(3, 0, ("what", "failed"), ("who", "a"), ("@timestamp", "2026-11-22T11:59:00.0000000Z")));
        for (var sequence = 4; sequence <= 5; sequence++)
            Assert.Empty(run.Offer(sequence, 0, ("what", "failed"), ("who", "b"), ("@timestamp", "2020-01-01T00:00:00.0000000Z")));
        Assert.Single(run.Offer(6, 30, ("what", "failed"), ("who", "b"), ("@timestamp", "2020-01-01T00:00:00.0000000Z")));
    }

    [Theory]
    [InlineData(17)]
    [InlineData(140)]
    [InlineData(333)]
    public void A_replay_after_a_crash_comes_to_the_same_findings(int cursor)
    {
        var rules = Some.Rules(Base, Burst);
        var random = new Random(4711);
        var second = 0;
        var events = Enumerable.Range(1, 500).Select(sequence => (Sequence: sequence, Second: second += random.Next(0, 25), Who: $"host{random.Next(0, 4)}")).ToList();
        var whole = new Run(rules);
        var expected = events.SelectMany(one => whole.Fail(one.Sequence, one.Second, one.Who)).Where(finding => finding.TriggerSequence > cursor).Select(Identity).ToList();

        var after = new Run(rules);
        var from = events[cursor - 1].Second - after.Detector.ReplaySpan.TotalSeconds;
        foreach (var (sequence, at, who) in events.Where(one => one.Sequence <= cursor && one.Second >= from))
            after.Detector.Replay(after.Event(Some.Record(sequence, Some.Noon.AddSeconds(at)), ("what", "failed"), ("who", who)));
        Assert.Empty(after.Detector.TakeOverflow());
        var found = events.Where(one => one.Sequence > cursor).SelectMany(one => after.Fail(one.Sequence, one.Second, one.Who)).Select(Identity).ToList();
        Assert.NotEmpty(expected);
        Assert.Equal(expected, found);
    }

    [Theory]
    [InlineData("value_count", "{field: port, gte: 3}", new[] { "1", "2", "2", "3" }, 4)]
    [InlineData("value_sum", "{field: port, gt: 10}", new[] { "4", "6", "1" }, 3)]
    [InlineData("value_avg", "{field: port, gte: 5}", new[] { "1", "2", "12" }, 3)]
    [InlineData("value_percentile", "{field: port, percentile: 50, gte: 5}", new[] { "1", "2", "6", "7", "8" }, 5)]
    public void The_other_kinds_compute_over_their_field(string kind, string condition, string[] ports, int firesAt)
    {
        var run = new Run(Some.Rules(Base, $"title: c\nid: c1\ncorrelation:\n  type: {kind}\n  rules: [failed]\n  group-by: [who]\n  timespan: 60s\n  condition: {condition}\n"));
        var fired = ports.Select((port, i) => run.Offer(i + 1, i, ("what", "failed"), ("who", "a"), ("port", port)).Count).ToArray();
        Assert.Equal(firesAt, Array.IndexOf(fired, 1) + 1);
    }

    [Theory]
    [InlineData("temporal", "second first", 2)]
    [InlineData("temporal_ordered", "second first second", 3)]
    [InlineData("temporal_ordered", "first second", 2)]
    public void Temporal_kinds_want_every_rule_in_time_and_order(string kind, string sequence, int firesAt)
    {
        static string One(string name) => $"title: {name}\nname: {name}\nid: {name}\nlogsource: {{product: test}}\ndetection:\n  a: {{what: {name}}}\n  condition: a\n";
        var run = new Run(Some.Rules(One("first"), One("second"), $"title: c\nid: c1\ncorrelation:\n  type: {kind}\n  rules: [first, second]\n  group-by: [who]\n  timespan: 60s\n"));
        var fired = sequence.Split(' ').Select((what, i) => run.Offer(i + 1, i, ("what", what), ("who", "a")).Count).ToArray();
        Assert.Equal(firesAt, Array.IndexOf(fired, 1) + 1);
    }

    [Fact]
    public void A_correlation_of_a_correlation_fires_through_the_chain_with_aliases()
    {
        const string login = "title: login\nname: login\nid: l1\nlogsource: {product: test}\ndetection:\n  a: {what: login}\n  condition: a\n";
        const string chain = "title: chain\nid: c2\ncorrelation:\n  type: temporal_ordered\n  rules: [burst, login]\n  group-by: [person]\n  aliases: {person: {burst: who, login: account}}\n  timespan: 10m\n  generate: true\n";
        var run = new Run(Some.Rules(Base, Burst, login, chain));
        var found = Enumerable.Range(1, 3).SelectMany(i => run.Fail(i, i, "a")).Select(finding => finding.RuleId).ToList();
        Assert.Equal(["c1"], found);
        Assert.Equal("c2", Assert.Single(run.Offer(9, 30, ("what", "login"), ("account", "a")), finding => finding.RuleId == "c2").RuleId);
    }

    [Fact]
    public void A_correlation_of_nothing_or_of_itself_is_refused()
    {
        Assert.Contains("'failed', which is not there", Assert.Single(Some.Rules(Burst).Refusals).Reason, StringComparison.Ordinal);
        var circle = Some.Rules(
            "title: a\nname: a\nid: a\ncorrelation: {type: temporal, rules: [b], timespan: 1m}\n",
            "title: b\nname: b\nid: b\ncorrelation: {type: temporal, rules: [a], timespan: 1m}\n");
        Assert.Equal(2, circle.Refusals.Length);
    }

    private static (string, long, string) Identity(Finding finding) => (finding.RuleId, finding.TriggerSequence, finding.GroupKey);

    private sealed class Run
    {
        private readonly EventLayout layout;

        public Run(RuleSet rules)
        {
            layout = EventLayout.Of(1, rules.FieldNames);
            Detector = new Detector(rules, layout, "node-1");
        }

        public Detector Detector { get; }

        public Event Event(StoredRecord stored, params IEnumerable<(string Field, string Value)> fields) => Some.Event(layout, stored, fields.Append(("event.dataset", "test")));

        public List<Finding> Offer(long sequence, double second, params IEnumerable<(string Field, string Value)> fields) =>
            [.. Detector.Offer(Event(Some.Record(sequence, Some.Noon.AddSeconds(second)), fields))];

        public List<Finding> Fail(long sequence, double second, string who) => Offer(sequence, second, ("what", "failed"), ("who", who));
    }

    private sealed class ThrowingTest() : FieldTest("what", "")
    {
        public override bool Holds(EventView view, int slot, int other) => throw new InvalidOperationException("planted");
    }
}
