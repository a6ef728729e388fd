using System.Diagnostics;
using System.Globalization;
using Yagura.Benchmarks.Sigma;
using Yagura.Decoding;
using Yagura.Detection.Indicators;
using Yagura.Events;

namespace Yagura.Benchmarks.Indicators;

/// <summary>What indicators cost.</summary>
/// <param name="Indicators">How many were loaded.</param>
/// <param name="LoadSeconds">Time from the files to a set that can be asked.</param>
/// <param name="LoadPeakMegabytes">Memory of the heap that loading added, before it was collected.</param>
/// <param name="Megabytes">Memory that the set holds.</param>
/// <param name="Events">Decoded events of the fixtures' mix, one round.</param>
/// <param name="DecodeNanoseconds">Processor time to decode one event.</param>
/// <param name="BothNanoseconds">Processor time to decode one event and to hold it against all indicators.</param>
/// <param name="MatchNanoseconds">Processor time to hold one decoded event against all indicators: a twentieth of twenty looks, so with warm caches; the first look is the difference of the two before.</param>
/// <param name="AllocatedEach">Bytes allocated an event beside the decoder's.</param>
/// <param name="Matched">Events of a round that held an indicator.</param>
internal sealed record IndicatorFigure(int Indicators, double LoadSeconds, double LoadPeakMegabytes, double Megabytes, int Events, double DecodeNanoseconds, double BothNanoseconds, double MatchNanoseconds, double AllocatedEach, long Matched);

/// <summary>A million mixed indicators: loading, memory, and the time of an event with and without them (issue: indicators). Printed and kept, not asserted.</summary>
internal static class IndicatorCost
{
    private const int Looks = 20;

    private static readonly TimeSpan MeasureMin = TimeSpan.FromSeconds(4);

    public static IReadOnlyList<IndicatorFigure> Run(params int[] counts)
    {
        var decoders = DecoderSet.Load([Path.Combine(AppContext.BaseDirectory, "decoders")]);
        var layout = EventLayout.Of(number: 1, decoders.FieldNames.Concat(IndicatorFields.Names));
        var records = FixtureLines.Mixed();
        return [.. counts.Select(count => Measure(count, new Round(decoders.Bind(layout)), layout, records))];
    }

    public static void Print(TextWriter output, IReadOnlyList<IndicatorFigure> figures)
    {
        output.WriteLine($"{"indicators",11} {"load s",7} {"peak MB",8} {"MB",6} {"events",7} {"decode ns",10} {"both ns",8} {"match ns",9} {"bytes/event",12} {"matched",8}");
        foreach (var one in figures)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{one.Indicators,11:N0} {one.LoadSeconds,7:F2} {one.LoadPeakMegabytes,8:F0} {one.Megabytes,6:F1} {one.Events,7} {one.DecodeNanoseconds,10:F0} {one.BothNanoseconds,8:F0} {one.MatchNanoseconds,9:F0} {one.AllocatedEach,12:F2} {one.Matched,8}"));
    }

    private static IndicatorFigure Measure(int count, Round run, EventLayout layout, StoredRecord[] records)
    {
        var folder = Directory.CreateTempSubdirectory("yagura-bench-indicators-").FullName;
        try
        {
            IndicatorMaker.Write(folder, count);
            IndicatorSet.Load([folder]); // once to warm up
            var held = GC.GetTotalMemory(forceFullCollection: true);
            var clock = Stopwatch.GetTimestamp();
            var set = IndicatorSet.Load([folder]);
            var load = Stopwatch.GetElapsedTime(clock).TotalSeconds;
            var peak = GC.GetTotalMemory(forceFullCollection: false) - held;
            var matcher = new IndicatorMatcher(set, layout);
            run.Go(records, matcher, times: 1, TimeSpan.FromSeconds(1));
            var (without, _, before, _) = run.Go(records, matcher, times: 0, MeasureMin);
            var (with, events, after, matched) = run.Go(records, matcher, times: 1, MeasureMin);
            // One look is small beside the decoding's own noise: many are measured for one.
            var (many, _, _, _) = run.Go(records, matcher, Looks, MeasureMin);
            return new IndicatorFigure(set.Count, load, peak / 1048576.0, set.Bytes / 1048576.0, events, without, with, (many - without) / Looks, after - before, matched);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>One pass after another over the lines: decoded, and held against the indicators or not.</summary>
    private sealed class Round(Decoder decoder)
    {
        private readonly Event target = new();
        private readonly SourceContext context = new(decoder: null, SourceContext.DefaultZone);

        public (double Nanoseconds, int Events, double Allocated, long Matched) Go(StoredRecord[] records, IndicatorMatcher matcher, int times, TimeSpan least)
        {
            var spent = Spent.Now;
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var (events, rounds, matched) = (0L, 0, 0L);
            do
            {
                foreach (var record in records)
                {
                    decoder.Begin(record, context);
                    while (decoder.Next(target))
                    {
                        events++;
                        var found = false;
                        for (var look = 0; look < times; look++)
                            found = !matcher.Match(target).IsEmpty;
                        matched += found ? 1 : 0;
                    }
                }

                rounds++;
            }
            while (spent.Cpu < least);
            return (spent.Cpu.TotalNanoseconds / events, (int)(events / rounds), (GC.GetAllocatedBytesForCurrentThread() - allocated) / (double)events, matched / rounds);
        }
    }
}
