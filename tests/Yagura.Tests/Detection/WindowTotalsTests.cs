using Xunit;
using Yagura.Detection.Correlate;
using Yagura.Detection.Sigma;

namespace Yagura.Tests.Detection;

/// <summary>What a window comes to, kept up as entries come and go, is what counting it anew gives.</summary>
public sealed class WindowTotalsTests
{
    private const long Timespan = 1_000;
    private const int Capacity = 60;

    [Theory]
    [InlineData("event_count")]
    [InlineData("value_count")]
    [InlineData("temporal")]
    [InlineData("temporal_ordered")]
    [InlineData("value_sum")]
    [InlineData("value_avg")]
    [InlineData("value_percentile")]
    public void Running_totals_are_what_counting_anew_gives(string kind)
    {
        var correlation = Correlation(kind);
        var window = new Window(Capacity, new WindowTotals(correlation)) { Key = "k" };
        var kept = new List<Entry>();
        var random = new Random(20261128);
        long now = 0;
        for (var sequence = 1; sequence <= 5_000; sequence++)
        {
            now += random.Next(0, 12);
            var entry = new Entry(now - random.Next(0, 1_200), sequence, random.Next(0, 3), (ulong)random.Next(0, 40), random.Next(-5, 100));
            var newest = kept.Count == 0 ? long.MinValue : Math.Max(window.Newest, entry.At);
            if (!window.Add(entry, Timespan))
                continue;
            kept.Add(entry);
            kept = [.. kept.OrderBy(one => one.At).Where(one => one.At >= Math.Max(newest, entry.At) - Timespan).TakeLast(Capacity)];
            Assert.Equal(kept.Select(one => one.Sequence), window.Entries.ToArray().Select(one => one.Sequence));
            Assert.Equal(Anew(kind, kept), window.Totals.Measure(window.Entries));
        }

        Assert.Equal(Capacity, window.Count);
    }

    [Fact]
    public void A_window_that_empties_gives_its_room_back()
    {
        var window = new Window(capacity: 10_000, new WindowTotals(Correlation("event_count"))) { Key = "k" };
        for (var sequence = 1; sequence <= 10_000; sequence++)
            window.Add(new Entry(At: 1, sequence, 0, 0, 0), Timespan);
        Assert.InRange(window.Room, 10_000, 20_000);
        window.Add(new Entry(At: 5_000, 10_001, 0, 0, 0), Timespan);
        Assert.Equal([10_001], window.Entries.ToArray().Select(one => one.Sequence));
        Assert.InRange(window.Room, 1, 100);
    }

    private static decimal Anew(string kind, List<Entry> entries) => kind switch
    {
        "event_count" => entries.Count,
        "value_count" => entries.Select(entry => entry.Value).Distinct().Count(),
        "temporal" => entries.Select(entry => entry.Source).Distinct().Count(),
        "temporal_ordered" => entries.Aggregate(0, (reached, entry) => entry.Source == reached ? reached + 1 : reached),
        "value_sum" => entries.Sum(entry => entry.Number),
        "value_avg" => entries.Average(entry => entry.Number),
        _ => entries.Select(entry => entry.Number).Order().ElementAt((int)Math.Ceiling(0.9 * entries.Count) - 1),
    };

    private static SigmaCorrelation Correlation(string kind)
    {
        static string One(string name) => $"title: {name}\nname: {name}\nid: {name}\nlogsource: {{product: test}}\ndetection:\n  a: {{what: {name}}}\n  condition: a\n";
        var rules = Some.Rules(One("a"), One("b"), One("c"), $"title: c\nid: c1\ncorrelation:\n  type: {kind}\n  rules: [a, b, c]\n  timespan: 60s\n  condition: {{field: port, percentile: 90, gte: 3}}\n");
        return Assert.Single(rules.Correlations);
    }
}
