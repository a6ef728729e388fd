using System.Net;
using Xunit;
using Yagura.Detection;
using Yagura.Detection.Findings;
using Yagura.Detection.Indicators;
using Yagura.Detection.Sigma;
using Yagura.Events;

namespace Yagura.Tests.Detection;

/// <summary>Indicators over events: what is found, told, counted, and that it is what a plain search over all of them finds.</summary>
public sealed class IndicatorMatchTests
{
    [Theory]
    [InlineData("203.0.113.5", "source.ip", "203.0.113.5")]
    [InlineData("203.0.113.5", "destination.ip", "::ffff:203.0.113.5")]
    [InlineData("2001:db8::1", "dns.resolved_ip", "2001:0DB8::0001")]
    [InlineData("198.51.100.0/24", "destination.ip", "198.51.100.255")]
    [InlineData("2001:db8:5::/48", "client.ip", "2001:db8:5:ffff::1")]
    [InlineData("evil.example", "dns.question.name", "a.b.EVIL.example.")]
    [InlineData("evil.example", "url.domain", "evil.example")]
    [InlineData("evil.example", "tls.client.server_name", "www.evil.example")]
    [InlineData("evil.example", "email.from.address", "Somebody <x@mail.evil.example>")]
    [InlineData("evil.example", "url.full", "https://www.evil.example/x")]
    [InlineData("203.0.113.5", "url.full", "http://203.0.113.5:8080/x")]
    [InlineData("203.0.113.5", "dns.answers.data", "203.0.113.5")]
    [InlineData("xn--n8jwhla.example", "dns.question.name", "www.わるい.example")]
    [InlineData("http://evil.example/a?b=c", "url.full", "https://EVIL.example/a?b=c#d")]
    [InlineData("http://evil.example/a?b=c", "url.original", "evil.example/a?b=c")]
    [InlineData("1a79a4d60de6718e8e5b326e338ae533", "file.hash.md5", "1A79A4D60DE6718E8E5B326E338AE533")]
    [InlineData("6dcd4ce23d88e2ee9568ba546c007c63d9131c1b", "process.hash.sha1", "6dcd4ce23d88e2ee9568ba546c007c63d9131c1b")]
    [InlineData("203.0.113.5", "related.ip", "203.0.113.5")]
    [InlineData("evil.example", "related.hosts", "www.evil.example")]
    [InlineData("bad@evil.example", "email.to.address", "<Bad@Evil.Example>")]
    public void An_indicator_is_found_in_the_fields_of_its_kind(string indicator, string field, string value)
    {
        var found = Assert.Single(new Run(IndicatorLists.List(indicator + "\n")).Offer(7, 0, (field, value)));
        Assert.Equal(("indicator:feed", "indicators", field, 7L), (found.RuleId, found.RuleFolder, found.Indicator!.Field, found.TriggerSequence));
    }

    [Theory]
    [InlineData("evil.example", "dns.question.name", "notevil.example")]
    [InlineData("evil.example", "dns.question.name", "evil.example.jp")]
    [InlineData("evil.example", "message", "evil.example")]
    [InlineData("203.0.113.5", "source.ip", "203.0.113.50")]
    [InlineData("198.51.100.0/24", "source.ip", "198.51.101.0")]
    [InlineData("http://evil.example/a", "url.full", "http://evil.example/a/b")]
    [InlineData("http://evil.example/a", "url.original", "/a")]
    [InlineData("www.evil.example", "dns.question.name", "evil.example")]
    [InlineData("bad@evil.example", "email.from.address", "good@evil.example")]
    public void What_is_near_an_indicator_is_not_it(string indicator, string field, string value) =>
        Assert.Empty(new Run(IndicatorLists.List(indicator + "\n")).Offer(7, 0, (field, value)));

    [Fact]
    public void What_a_sentence_mentions_is_told_under_the_field_that_says_more() =>
        Assert.Equal("source.ip", Assert.Single(new Run(IndicatorLists.List("203.0.113.5\n")).Offer(7, 0, ("related.ip", "203.0.113.5"), ("source.ip", "203.0.113.5"))).Indicator!.Field);

    [Fact]
    public void A_URL_that_a_web_server_writes_in_pieces_is_put_together()
    {
        var run = new Run(IndicatorLists.List("http://evil.example/a?b=%7e\n"));
        Assert.Equal("url.full", Assert.Single(run.Offer(1, 0, ("url.domain", "Evil.example"), ("url.path", "/a"), ("url.query", "b=~"))).Indicator!.Field);
    }

    [Fact]
    public void A_finding_keeps_value_kind_source_confidence_and_expiry()
    {
        var set = IndicatorLists.Of(("alpha.txt", "# confidence: 80\n# expires: 2027-03-31\nevil.example\n"), ("beta.txt", "# confidence: 20\nevil.example\n"), ("gamma.txt", "# confidence: 5\nexample-of-none.example\n"));
        var run = new Run(set);
        var found = Assert.Single(run.Offer(7, 0, ("dns.question.name", "a.evil.example"), ("url.domain", "evil.example")));
        Assert.Equal(new IndicatorMatch("domain", "evil.example", "alpha", 80, "2027-03-31T15:00:00Z", "dns.question.name", "alpha.txt:3", ["beta"]).ToJson(), found.Indicator!.ToJson());
        Assert.Equal(found.Indicator.ToJson(), IndicatorMatch.FromJson(found.Indicator.ToJson())!.ToJson());
        Assert.Equal(("indicator:alpha", "high", "evil.example", "fw1", "Indicator domain evil.example (alpha)"), (found.RuleId, found.Level, found.GroupKey, found.Source, found.Title));
        Assert.Equal("low", Assert.Single(run.Offer(8, 1, ("dns.question.name", "example-of-none.example"))).Level);
    }

    [Fact]
    public void An_expired_indicator_does_not_match_and_another_source_tells_instead()
    {
        var set = IndicatorLists.Of(("alpha.txt", $"# confidence: 80\n# expires: {Some.Noon.AddSeconds(10):yyyy-MM-ddTHH:mm:ssZ}\nevil.example\n198.51.100.0/28\n"), ("beta.txt", "# confidence: 20\nevil.example\n198.51.100.0/24\n"));
        var run = new Run(set);
        Assert.Equal("indicator:alpha", Assert.Single(run.Offer(1, 9, ("dns.question.name", "evil.example"))).RuleId);
        Assert.Equal("198.51.100.0/28", Assert.Single(run.Offer(2, 9, ("source.ip", "198.51.100.3"))).Indicator!.Value);
        Assert.Equal("indicator:beta", Assert.Single(run.Offer(3, 10, ("dns.question.name", "evil.example"))).RuleId);
        Assert.Equal("198.51.100.0/24", Assert.Single(run.Offer(4, 10, ("source.ip", "198.51.100.3"))).Indicator!.Value);
        // A hunt over what was received before finds what has expired since: the record's time decides.
        Assert.Equal("indicator:alpha", Assert.Single(new Run(set).Offer(1, -3600, ("dns.question.name", "evil.example"))).RuleId);
    }

    [Fact]
    public void One_bad_address_is_one_finding_an_hour_with_counts()
    {
        var run = new Run(IndicatorLists.List("203.0.113.5\n203.0.113.6\n"));
        var rows = Enumerable.Range(1, 5_000).Sum(sequence => run.Offer(sequence, sequence / 10.0, ("source.ip", "203.0.113.5")).Count);
        Assert.Equal(1, rows);
        Assert.Equal(new FindingOverflow("indicator:feed", "203.0.113.5", 4_999, 2, 5_000), Assert.Single(run.Detector.TakeOverflow()));
        Assert.Single(run.Offer(5_001, 501, ("source.ip", "203.0.113.6")));
        Assert.Single(run.Offer(5_002, 3600, ("source.ip", "203.0.113.5")));
        Assert.Equal(5_002, run.Detector.Counts.IndicatorMatches);
    }

    [Fact]
    public void A_value_that_found_no_room_among_the_rows_is_told_when_there_is_room()
    {
        var run = new Run(IndicatorLists.List("198.51.100.0/28\n" + string.Concat(Enumerable.Range(1, 30).Select(i => $"203.0.113.{i}\n"))));
        Assert.Equal(10, Enumerable.Range(1, 30).Sum(i => run.Offer(i, 1, ("source.ip", $"203.0.113.{i}")).Count));
        Assert.Equal(10, Enumerable.Range(1, 30).Sum(i => run.Offer(30 + i, 61, ("source.ip", $"203.0.113.{i}")).Count));
    }

    [Fact]
    public void Repeats_are_skipped_and_a_suppression_covers_a_source()
    {
        var run = new Run(IndicatorLists.List("203.0.113.5\n"));
        Assert.Empty(run.Detector.Offer(run.Event(Some.Record(8, Some.Noon, repeats: 7), ("source.ip", "203.0.113.5"))));
        var folder = Directory.CreateTempSubdirectory("yagura-rules-").FullName;
        File.WriteAllText(Path.Combine(folder, "suppressions.yaml"), "- {id: scanner, rules: ['indicator:feed'], when: {destination.ip: 192.0.2.7}, reason: ours, owner: us, expires: 2027-03-31}\n- {id: lost, rules: ['indicator:nothing'], when: {destination.ip: 192.0.2.7}, reason: ours, owner: us, expires: 2027-03-31}\n");
        var quiet = new Run(IndicatorLists.List("203.0.113.5\n"), RuleSet.Load([folder]));
        Directory.Delete(folder, recursive: true);
        Assert.Contains("there is no such source", Assert.Single(quiet.Detector.Rules.Warnings).Reason, StringComparison.Ordinal);
        Assert.Empty(quiet.Offer(1, 0, ("source.ip", "203.0.113.5"), ("destination.ip", "192.0.2.7")));
        Assert.Equal("suppressed:scanner", Assert.Single(quiet.Detector.TakeOverflow()).GroupKey);
        Assert.Single(quiet.Offer(2, 0, ("source.ip", "203.0.113.5"), ("destination.ip", "192.0.2.8")));
    }

    [Fact]
    public void The_rule_set_s_version_changes_with_the_indicators_and_an_unchanged_indicator_keeps_its_identity()
    {
        var rules = Some.Rules(Some.Rule("  a: {what: bad}\n  condition: a"));
        Assert.Equal(rules.Hash, rules.With(IndicatorSet.Empty).Hash);
        var (one, two) = (rules.With(IndicatorLists.List("203.0.113.5\n")), rules.With(IndicatorLists.List("198.51.100.9\n203.0.113.5\n")));
        Assert.Equal(3, new[] { rules.Hash, one.Hash, two.Hash }.Distinct().Count());
        Assert.All([one, two], set => Assert.Equal(rules.Hash, set.RulesHash));
        var found = new[] { one, two }.Select(set => Assert.Single(new Run(set.Indicators).Offer(7, 0, ("source.ip", "203.0.113.5")))).Select(finding => (finding.RuleId, finding.RuleHash, finding.GroupKey));
        Assert.Single(found.Distinct());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(250)]
    [InlineData(700)]
    public void Replay_and_snapshot_come_to_the_same_findings(int cursor)
    {
        var set = IndicatorLists.List(string.Concat(Enumerable.Range(1, 12).Select(i => $"203.0.113.{i}\n")));
        var random = new Random(7);
        var second = 0;
        var events = Enumerable.Range(1, 900).Select(sequence => (Sequence: sequence, Second: second += random.Next(0, 60), Address: $"203.0.113.{random.Next(1, 16)}")).ToList();
        var whole = new Run(set);
        var expected = events.SelectMany(one => whole.Offer(one.Sequence, one.Second, ("source.ip", one.Address))).Where(finding => finding.TriggerSequence > cursor).Select(Identity).ToList();
        Assert.NotEmpty(expected);

        var replayed = new Run(set);
        var from = events[cursor - 1].Second - replayed.Detector.ReplaySpan.TotalSeconds;
        foreach (var (sequence, at, address) in events.Where(one => one.Sequence <= cursor && one.Second >= from))
            replayed.Detector.Replay(replayed.Event(Some.Record(sequence, Some.Noon.AddSeconds(at)), ("source.ip", address)));
        Assert.Equal(expected, Rest(replayed, events, cursor));

        var before = new Run(set);
        foreach (var (sequence, at, address) in events.Where(one => one.Sequence <= cursor))
            before.Offer(sequence, at, ("source.ip", address));
        var after = new Run(set);
        using var state = new MemoryStream();
        before.Detector.WriteState(new BinaryWriter(state));
        state.Position = 0;
        after.Detector.ReadState(new BinaryReader(state));
        Assert.Equal(expected, Rest(after, events, cursor));

        var larger = new Run(IndicatorLists.List("198.51.100.9\n" + string.Concat(Enumerable.Range(1, 12).Select(i => $"203.0.113.{i}\n"))));
        Assert.True(larger.Detector.TakeFrom(before.Detector));
        Assert.Equal(expected, Rest(larger, events, cursor));
    }

    [Fact]
    public void An_event_without_an_indicator_allocates_nothing()
    {
        var set = IndicatorLists.List("198.51.100.0/24\n2001:db8:1::/48\nevil.example\nhttp://evil.example/x\n1a79a4d60de6718e8e5b326e338ae533\nbad@evil.example\n");
        var layout = EventLayout.Of(1, IndicatorFields.Names);
        var matcher = new IndicatorMatcher(set, layout);
        var next = Some.Event(layout, Some.Record(1, Some.Noon), ("source.ip", "203.0.113.5"), ("destination.ip", "2001:db8:2::1"), ("dns.question.name", "www.good.example"), ("url.full", "https://good.example:8443/%7ea?b=c"), ("url.domain", "good.example"), ("url.path", "/a"), ("file.hash.sha256", new string('a', 64)), ("email.from.address", "Good <good@good.example>"));
        for (var i = 0; i < 100; i++)
            Assert.True(matcher.Match(next).IsEmpty);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++)
            _ = matcher.Match(next).Length;
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void The_table_finds_what_a_plain_search_over_all_indicators_finds(int seed)
    {
        var random = new Random(seed);
        var lines = Enumerable.Range(0, 3_000).Select(_ => Value(random)).Concat(["# none"]).ToList();
        var set = IndicatorLists.List("# allow: wide\n" + string.Join('\n', lines));
        var plain = Enumerable.Range(0, set.Count).Select(set.HitOf).ToList();
        var layout = EventLayout.Of(1, IndicatorFields.Names);
        var matcher = new IndicatorMatcher(set, layout);
        var hits = 0;
        for (var i = 0; i < 4_000; i++)
        {
            var value = Value(random).Split('/')[0];
            var isAddress = IPAddress.TryParse(value, out var address);
            var next = Some.Event(layout, Some.Record(1, Some.Noon), (isAddress ? "source.ip" : "dns.question.name", value));
            var found = matcher.Match(next);
            var expected = isAddress
                ? plain.Where(hit => hit.Kind == IndicatorKind.Address ? IPAddress.Parse(hit.Value).Equals(address) : hit.Kind == IndicatorKind.Network && IPNetwork.Parse(hit.Value).Contains(address!))
                    .OrderByDescending(hit => hit.Kind == IndicatorKind.Address ? 999 : IPNetwork.Parse(hit.Value).PrefixLength).FirstOrDefault()
                : plain.Where(hit => hit.Kind == IndicatorKind.Domain && ("." + value).EndsWith("." + hit.Value, StringComparison.Ordinal)).MaxBy(hit => hit.Value.Length);
            Assert.Equal(expected?.Value, found.IsEmpty ? null : set.HitOf(found[0].Entry).Value);
            hits += found.Length;
        }

        Assert.InRange(hits, 200, 3_999);
    }

    // A small world, so that values meet: blocks in blocks, names below names.
    private static string Value(Random random)
    {
        static string Label(Random random) => ((char)('a' + random.Next(8))).ToString() + random.Next(5);
        return random.Next(5) switch
        {
            0 => $"203.0.{random.Next(113, 200)}.{random.Next(256)}",
            1 => $"203.0.{random.Next(113, 200)}.{random.Next(256)}/{random.Next(22, 33)}",
            2 => $"2001:db8:{random.Next(4)}:{random.Next(400):x}::{random.Next(8):x}",
            3 => $"2001:db8:{random.Next(4)}:{random.Next(400):x}::/{random.Next(58, 129)}",
            _ => string.Join('.', Enumerable.Range(0, random.Next(2, 5)).Select(_ => Label(random))) + ".example",
        };
    }

    private static List<(string, long, string, string)> Rest(Run run, IEnumerable<(int Sequence, int Second, string Address)> events, int cursor) =>
        [.. events.Where(one => one.Sequence > cursor).SelectMany(one => run.Offer(one.Sequence, one.Second, ("source.ip", one.Address))).Select(Identity)];

    private static (string, long, string, string) Identity(Finding finding) => (finding.RuleId, finding.TriggerSequence, finding.GroupKey, finding.RuleHash);

    private sealed class Run
    {
        private readonly EventLayout layout;

        public Run(IndicatorSet set, RuleSet? rules = null)
        {
            var all = (rules ?? RuleSet.Empty).With(set);
            layout = EventLayout.Of(1, Detector.FieldNamesOf(all));
            Detector = new Detector(all, layout, "node-1");
        }

        public Detector Detector { get; }

        public Event Event(StoredRecord stored, params IEnumerable<(string Field, string Value)> fields) => Some.Event(layout, stored, fields.Append(("event.dataset", "test")));

        public List<Finding> Offer(long sequence, double second, params IEnumerable<(string Field, string Value)> fields) =>
            [.. Detector.Offer(Event(Some.Record(sequence, Some.Noon.AddSeconds(second)), fields))];
    }
}
