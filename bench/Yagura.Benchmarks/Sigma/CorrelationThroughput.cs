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
        var fed = new Fed(layout);
        var firings = new List<Firing>();
        for (var round = 0; round < Rounds; round++)
        {
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var spent = Spent.Now;
            for (var i = 0; i < Findings; i++)
            {
                firings.Clear();
                var at = ((long)round * Findings + i) * (TimeSpan.TicksPerSecond / FindingsPerSecond);
                fed.Write((int)(i * 7_919L % Groups));
                correlators.Feed(i % 2 == 0 ? "a" : "b", fed.Event, at, firings);
            }

            yield return SigmaFigure.Of(
                $"correlation {kind}, {Groups} groups, round {round + 1}", Findings, spent.Wall, spent.Cpu, correlators.Evicted, (GC.GetAllocatedBytesForCurrentThread() - allocated) / (double)Findings);
        }
    }

    /// <summary>The event that is fed: one, whose bytes are written anew for each finding, because an event that comes from the matcher stands in the caches.</summary>
    private sealed class Fed
    {
        private readonly byte[] payload = Encoding.ASCII.GetBytes("198.51.00000|0000");

        public Fed(EventLayout layout)
        {
            var record = new RawRecord { ReceivedAt = default, Source = "bench", Identity = SenderIdentity.None, Via = "bench", Peer = "bench", Payload = payload };
            Event.Begin(layout, new StoredRecord(1, record, Repeats: 0), item: 0);
            Event.SetPayload(layout.Find("source.ip"), 0, 12, ValueKind.Text);
            Event.SetPayload(layout.Find("port"), 13, 4, ValueKind.Integer);
        }

        public Event Event { get; } = new();

        public void Write(int group)
        {
            Digits(group, payload.AsSpan(7, 5));
            Digits(group % 4_096, payload.AsSpan(13, 4));
        }

        private static void Digits(int number, Span<byte> into)
        {
            for (var i = into.Length - 1; i >= 0; i--, number /= 10)
                into[i] = (byte)('0' + number % 10);
        }
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
