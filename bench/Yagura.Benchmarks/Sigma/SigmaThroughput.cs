using System.Globalization;
using System.IO.Compression;
using Yagura.Detection.Check;
using Yagura.Detection.Match;
using Yagura.Detection.Sigma;
using Yagura.Events;

namespace Yagura.Benchmarks.Sigma;

/// <summary>Events a second through all Windows rules, on one thread, JSON parsing included (issue: detection). Printed, not asserted.</summary>
internal static class SigmaThroughput
{
    private const int Rounds = 4;

    /// <summary>Bytes of the stream that are unpacked at once, outside the measured time: the stream itself is never held.</summary>
    private const int BlockBytes = 4 << 20;

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
        var run = new StreamRun(matcher, plan);
        for (var round = 1; round <= Rounds; round++)
            run.Measure(output, Path.Combine(folder, "otrf_60k.jsonl.gz"), countAllocation: false);
        run.Measure(output, Path.Combine(folder, "otrf_60k.jsonl.gz"), countAllocation: true);
        InstitutionMix.Run(output, rules);
        CorrelationThroughput.Run(output);
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

    /// <summary>One pass after another over the packed stream.</summary>
    private sealed class StreamRun(RuleMatcher matcher, RulePlan plan)
    {
        private readonly JsonEventReader reader = new(matcher.Layout);
        private readonly Event next = new();
        private readonly byte[] block = new byte[BlockBytes];
        private long count;
        private long matches;
        private long bytesWithoutMatch;

        private bool counting;

        public void Measure(TextWriter output, string file, bool countAllocation)
        {
            (count, matches, bytesWithoutMatch, counting) = (0, 0, 0, countAllocation);
            var evaluations = matcher.Evaluations;
            var (wall, cpu) = (TimeSpan.Zero, TimeSpan.Zero);
            using var stream = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
            for (var kept = 0; ;)
            {
                var end = kept + stream.ReadAtLeast(block.AsSpan(kept), block.Length - kept, throwOnEndOfStream: false);
                if (end == 0)
                    break;
                var last = block.AsSpan(0, end).LastIndexOf((byte)'\n') + 1;
                var spent = Spent.Now;
                Match(last == 0 ? end : last);
                (wall, cpu) = (wall + spent.Wall, cpu + spent.Cpu);
                kept = last == 0 ? 0 : end - last;
                block.AsSpan(last, kept).CopyTo(block);
            }

            output.WriteLine(counting
                ? string.Create(CultureInfo.InvariantCulture, $"allocation: {bytesWithoutMatch / (double)count:N2} bytes an event that does not match")
                : string.Create(CultureInfo.InvariantCulture,
                $"match: {count / wall.TotalSeconds:N0} events/s by the wall, {count / cpu.TotalSeconds:N0} per CPU second, {matches} matches, {(matcher.Evaluations - evaluations) / (double)count:N1} rules evaluated an event, peak {Spent.PeakMegabytes} MB"));
        }

        private void Match(int length)
        {
            var stored = new StoredRecord(1, new RawRecord { ReceivedAt = default, Source = "bench", Identity = SenderIdentity.None, Via = "bench", Peer = "bench", Payload = block.AsMemory(0, length) }, Repeats: 0);
            for (var start = 0; start < length;)
            {
                var found = block.AsSpan(start, length - start).IndexOf((byte)'\n');
                var line = found < 0 ? length - start : found;
                if (line > 0)
                    MatchLine(stored, start, line);
                start += line + 1;
            }
        }

        private void MatchLine(StoredRecord stored, int start, int line)
        {
            // Asking for the bytes costs as much as a small event does: one round does nothing but that.
            var allocated = counting ? GC.GetAllocatedBytesForCurrentThread() : 0;
            reader.Read(next, stored, start, line);
            var found = matcher.Match(plan, next, fullScan: false).Count;
            if (counting && found == 0)
                bytesWithoutMatch += GC.GetAllocatedBytesForCurrentThread() - allocated;
            matches += found;
            count++;
        }
    }
}
