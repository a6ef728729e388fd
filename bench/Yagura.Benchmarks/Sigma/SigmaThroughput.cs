using System.Globalization;
using System.IO.Compression;
using Yagura.Detection.Check;
using Yagura.Detection.Match;
using Yagura.Detection.Sigma;
using Yagura.Events;

namespace Yagura.Benchmarks.Sigma;

/// <summary>Events a second through all Windows rules, on one thread, JSON parsing included (issue: detection). Printed, not asserted.</summary>
/// <remarks>CPU seconds are printed beside wall seconds, because a busy machine says nothing by the wall.</remarks>
internal static class SigmaThroughput
{
    private const int Rounds = 4;

    /// <summary>Measures over the folder <c>sigma</c> of the test data (YAGURA_TEST_DATA or ../shared).</summary>
    public static void Run(TextWriter output)
    {
        var folder = Path.Combine(Environment.GetEnvironmentVariable("YAGURA_TEST_DATA") ?? Path.Combine("..", "shared"), "sigma");
        var load = Spent.Now;
        var rules = RuleSet.Load([Path.Combine(folder, "rules")]);
        output.WriteLine($"load: {rules.Rules.Length} rules, {rules.Refusals.Length} refused, {load.Since}");
        var layout = EventLayout.Of(number: 1, rules.FieldNames);
        var matcher = new RuleMatcher(rules, layout);
        var compile = Spent.Now;
        var plan = matcher.PlanFor(AnyWindows(rules), static field => field);
        output.WriteLine($"compile: {plan.Rules.Length} rules of Windows, {plan.Always.Length} without a necessary condition, {compile.Since}");
        var events = Unpack(Path.Combine(folder, "otrf_60k.jsonl.gz"));
        for (var round = 1; round <= Rounds; round++)
            Measure(output, matcher, plan, events);
    }

    private static void Measure(TextWriter output, RuleMatcher matcher, RulePlan plan, byte[] events)
    {
        var reader = new JsonEventReader(matcher.Layout);
        var next = new Event();
        var stored = new StoredRecord(1, new RawRecord { ReceivedAt = default, Source = "bench", Identity = SenderIdentity.None, Via = "bench", Peer = "bench", Payload = events }, Repeats: 0);
        var (count, matches, evaluations) = (0L, 0L, matcher.Evaluations);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var spent = Spent.Now;
        for (var start = 0; start < events.Length;)
        {
            var found = events.AsSpan(start).IndexOf((byte)'\n');
            var length = found < 0 ? events.Length - start : found;
            if (length > 0)
            {
                reader.Read(next, stored, start, length);
                matches += matcher.Match(plan, next, fullScan: false).Count;
                count++;
            }

            start += length + 1;
        }

        var bytes = (GC.GetAllocatedBytesForCurrentThread() - allocated) / (double)count;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"match: {count / spent.Wall.TotalSeconds:N0} events/s by the wall, {count / spent.Cpu.TotalSeconds:N0} per CPU second, {matches} matches, {(matcher.Evaluations - evaluations) / (double)count:N1} rules evaluated an event, {bytes:N1} bytes allocated an event, {Environment.WorkingSet >> 20} MB"));
    }

    /// <summary>A kind of event that every Windows rule is about.</summary>
    private static EventKind AnyWindows(RuleSet rules)
    {
        var sources = rules.Rules.Select(rule => rule.LogSource).Where(source => source.Product == "windows").ToList();
        return new EventKind
        {
            Product = "windows",
            Categories = [.. sources.Select(source => source.Category).OfType<string>().Distinct(StringComparer.Ordinal)],
            Services = [.. sources.Select(source => source.Service).OfType<string>().Distinct(StringComparer.Ordinal)],
        };
    }

    private static byte[] Unpack(string file)
    {
        using var packed = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        packed.CopyTo(unpacked);
        return unpacked.ToArray();
    }

    private readonly record struct Spent(long Started, TimeSpan CpuStarted)
    {
        public static Spent Now => new(TimeProvider.System.GetTimestamp(), Environment.CpuUsage.TotalTime);

        public TimeSpan Wall => TimeProvider.System.GetElapsedTime(Started);

        public TimeSpan Cpu => Environment.CpuUsage.TotalTime - CpuStarted;

        public string Since => string.Create(CultureInfo.InvariantCulture, $"{Wall.TotalSeconds:N2} s by the wall, {Cpu.TotalSeconds:N2} CPU s");
    }
}
