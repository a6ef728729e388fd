using System.IO.Compression;
using Yagura.Detection.Check;
using Yagura.Detection.Match;
using Yagura.Detection.Sigma;
using Yagura.Events;
using Yagura.Settings;

namespace Yagura.Benchmarks.Sigma;

/// <summary>Events a second through all Windows rules, on one thread, JSON parsing included (issue: detection). Printed, not asserted.</summary>
internal static class SigmaThroughput
{
    private const int Rounds = 4;

    /// <summary>Bytes of the stream that are unpacked at once, outside the measured time: the stream itself is never held.</summary>
    private const int BlockBytes = 4 << 20;

    /// <summary>Measures over the folder <c>sigma</c> of the test data (YAGURA_TEST_DATA or ../shared).</summary>
    public static IEnumerable<SigmaFigure> Run()
    {
        var folder = Path.Combine(Environment.GetEnvironmentVariable("YAGURA_TEST_DATA") ?? Path.Combine("..", "shared"), "sigma");
        var load = Spent.Now;
        var rules = RuleSet.Load([Path.Combine(folder, "rules")]);
        yield return SigmaFigure.Of("load all rules; found: refused", rules.Rules.Length, load.Wall, load.Cpu, rules.Refusals.Length);
        var compile = Spent.Now;
        var matcher = new RuleMatcher(rules, EventLayout.Of(number: 1, rules.FieldNames));
        var plan = matcher.PlanFor(AnyWindows(rules), static field => field);
        yield return SigmaFigure.Of("compile the Windows rules; found: no necessary condition", plan.Rules.Length, compile.Wall, compile.Cpu, plan.Always.Length);
        var run = new StreamRun(matcher, plan);
        for (var round = 1; round <= Rounds; round++)
            yield return run.Measure($"otrf_60k, JSON parsing included, round {round}", Path.Combine(folder, "otrf_60k.jsonl.gz"), countAllocation: false);
        yield return run.Measure("otrf_60k, allocation of events that do not match", Path.Combine(folder, "otrf_60k.jsonl.gz"), countAllocation: true);
        foreach (var figure in InstitutionMix.Run("institution's mix, all public rules", rules))
            yield return figure;
        foreach (var figure in InstitutionMix.Run("institution's mix, the shipped rules", RuleSet.Load([YaguraSettings.Shipped("rules")])))
            yield return figure;
        foreach (var figure in CorrelationThroughput.Run())
            yield return figure;
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

        public SigmaFigure Measure(string name, string file, bool countAllocation)
        {
            (count, matches, bytesWithoutMatch, counting) = (0, 0, 0, countAllocation);
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

            return SigmaFigure.Of(name, count, wall, cpu, matches, counting ? bytesWithoutMatch / (double)count : null);
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
