using System.Text;
using Yagura.Detection.Correlate;
using Yagura.Detection.Sigma;
using Yagura.Events;

namespace Yagura.Benchmarks.Sigma;

/// <summary>Findings a second that a correlation takes while 50,000 groups are live, on one thread; what is let go is counted.</summary>
internal static class CorrelationThroughput
{
    private const int Groups = 50_000;
    private const int Findings = 1_000_000;
    private const int Rounds = 3;
    private const int FindingsPerSecond = 10_000;

    private static readonly string[] Kinds = ["event_count|{gte: 1000}", "value_count|{field: port, gte: 1000}", "temporal|"];

    public static IEnumerable<SigmaFigure> Run() => Kinds.SelectMany(kind => Run(kind.Split('|')[0], kind.Split('|')[1]));

    private static IEnumerable<SigmaFigure> Run(string kind, string condition)
    {
        var rules = Load(kind, condition);
        var layout = EventLayout.Of(number: 1, rules.FieldNames);
        var correlators = new Correlators(rules, layout);
        var events = Events(layout);
        var firings = new List<Firing>();
        for (var round = 0; round < Rounds; round++)
        {
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var spent = Spent.Now;
            for (var i = 0; i < Findings; i++)
            {
                firings.Clear();
                var at = ((long)round * Findings + i) * (TimeSpan.TicksPerSecond / FindingsPerSecond);
                correlators.Feed(i % 2 == 0 ? "a" : "b", events[(int)(i * 7_919L % Groups)], at, firings);
            }

            yield return SigmaFigure.Of(
                $"correlation {kind}, {Groups} groups, round {round + 1}", Findings, spent.Wall, spent.Cpu, correlators.Evicted, (GC.GetAllocatedBytesForCurrentThread() - allocated) / (double)Findings);
        }
    }

    private static Event[] Events(EventLayout layout)
    {
        var events = new Event[Groups];
        for (var i = 0; i < Groups; i++)
        {
            var record = new RawRecord { ReceivedAt = default, Source = "bench", Identity = SenderIdentity.None, Via = "bench", Peer = "bench", Payload = Encoding.UTF8.GetBytes($"198.51.{i / 250}.{i % 250}|{i % 4_096}") };
            var split = record.Payload.Span.IndexOf((byte)'|');
            events[i] = new Event();
            events[i].Begin(layout, new StoredRecord(i + 1, record, Repeats: 0), item: 0);
            events[i].SetPayload(layout.Find("source.ip"), 0, split, ValueKind.Text);
            events[i].SetPayload(layout.Find("port"), split + 1, record.Payload.Length - split - 1, ValueKind.Integer);
        }

        return events;
    }

    private static RuleSet Load(string kind, string condition)
    {
        static string One(string name) => $"title: {name}\nname: {name}\nid: {name}\nlogsource: {{product: test}}\ndetection:\n  x: {{port|exists: true}}\n  condition: x\n";
        var correlation = $"title: c\nid: c\ncorrelation:\n  type: {kind}\n  rules: [a, b]\n  group-by: [source.ip]\n  timespan: 60s\n{(condition.Length == 0 ? "" : $"  condition: {condition}\n")}";
        var folder = Directory.CreateTempSubdirectory("yagura-bench-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "rules.yml"), $"{One("a")}---\n{One("b")}---\n{correlation}");
            return RuleSet.Load([folder.FullName]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
