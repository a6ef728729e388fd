using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Yagura.Events;
using Yagura.Operations.Incidents;
using Yagura.Operations.Store;
using Yagura.ServiceLevel.Calendar;
using Yagura.ServiceLevel.Contracts;
using Yagura.ServiceLevel.Coverage;

namespace Yagura.Operations.Coverage;

/// <summary>受信・分析状況: reads seals, silences and entries of a period and hands them to the pure function.</summary>
public sealed class CoverageDesk
{
    private readonly OperationsStore store;
    private readonly Func<DateTimeOffset, DateTimeOffset, (IReadOnlyList<SealFacts> Seals, IReadOnlyList<DownRange> Missing)> read;

    /// <summary>Over the seals as they come: for pages that look again and again.</summary>
    public CoverageDesk(OperationsStore store, SealFeed seals)
    {
        this.store = store;
        read = (from, to) => (seals.Read(ReceiveTime.From(from), ReceiveTime.From(to)), []);
    }

    /// <summary>Over the seals of one period, read once.</summary>
    public CoverageDesk(OperationsStore store, SealPeriod period)
    {
        this.store = store;
        read = (from, _) => ([.. period.Seals.Concat(period.Behind).Select(seal => SealFacts.Of(seal.Content))], period.Holes(from));
    }

    /// <summary>The input of the pure coverage function for a period.</summary>
    /// <param name="from">Inclusive.</param>
    /// <param name="to">Exclusive.</param>
    /// <param name="asOf">The instant of the reading.</param>
    /// <param name="stop">Gives up waiting.</param>
    public async Task<CoverageInput> InputAsync(DateTimeOffset from, DateTimeOffset to, DateTimeOffset asOf, CancellationToken stop) => (await ReadAsync(from, to, asOf, stop)).Input;

    /// <summary>The coverage of a period with its reasons.</summary>
    /// <param name="from">Inclusive.</param>
    /// <param name="to">Exclusive.</param>
    /// <param name="asOf">The instant of the reading.</param>
    /// <param name="stop">Gives up waiting.</param>
    public async Task<CoverageReading> ReadAsync(DateTimeOffset from, DateTimeOffset to, DateTimeOffset asOf, CancellationToken stop)
    {
        var (seals, missing) = read(from, to);
        return await store.ReadAsync(async context =>
        {
            var silences = await context.Silences.Where(row => row.From < to && (row.To == null || row.To > from)).ToListAsync(stop);
            var entries = JournalRead.Entries(await context.Journal.Where(row => CoverageFeed.Kinds.Contains(row.Kind) && row.At <= asOf).OrderBy(row => row.Number).Select(row => row.Line).ToListAsync(stop));
            var analysed = await context.Cursors.Where(row => row.Stage == IncidentDesk.Stage).Select(row => row.Sequence).SingleOrDefaultAsync(stop);
            var facts = new CoverageFacts(seals, CoveredSources.Of(CoverageFeed.Effective(entries)), silences, entries, analysed) { Missing = missing };
            var until = asOf < to ? asOf : to;
            return new CoverageReading(CoverageFeed.Of(facts, until), LossCauses.Of(facts, until), facts.Sources);
        });
    }

    /// <summary>The loss meter of every counting source, today and this month.</summary>
    /// <param name="zone">The contract's.</param>
    /// <param name="now">The instant.</param>
    /// <param name="stop">Gives up waiting.</param>
    public async Task<IReadOnlyList<LossMeter>> MetersAsync(Zone zone, DateTimeOffset now, CancellationToken stop) => (await MonthAsync(zone, null, now, stop)).Meters;

    /// <summary>The running month: each counting source's meter, and the contract's figure.</summary>
    /// <param name="zone">The contract's.</param>
    /// <param name="contract">The contract in force; null for none.</param>
    /// <param name="now">The instant.</param>
    /// <param name="stop">Gives up waiting.</param>
    public async Task<CoverageMonth> MonthAsync(Zone zone, Contract? contract, DateTimeOffset now, CancellationToken stop)
    {
        var today = zone.DateOf(now);
        var month = zone.StartOf(new DateOnly(today.Year, today.Month, 1));
        var reading = await ReadAsync(month, now, now, stop);
        var counting = await store.ReadAsync(context => context.Sources.Where(row => row.Counts && row.State == SourceStates.Registered).ToListAsync(stop));
        return CoverageMonth.Of(reading, [.. counting.OrderBy(row => row.Id, StringComparer.Ordinal).Select(row => Meter(reading, Covered(row), zone, now))], contract, now);
    }

    /// <summary>One source's day, minute by minute.</summary>
    /// <param name="source">A source that was once registered.</param>
    /// <param name="zone">The contract's.</param>
    /// <param name="date">The day.</param>
    /// <param name="now">The instant.</param>
    /// <param name="stop">Gives up waiting.</param>
    public async Task<(DayBar Bar, IReadOnlyList<LossCause> Causes)> DayAsync(SourceRow source, Zone zone, DateOnly date, DateTimeOffset now, CancellationToken stop)
    {
        var (from, to) = (zone.StartOf(date), zone.StartOf(date.AddDays(1)));
        var reading = await ReadAsync(from, to, now, stop);
        var counts = await store.ReadAsync(context => context.SourceCounts.Where(row => row.Source == source.Id && row.From >= from && row.From < to && row.Records > 0).Select(row => new { row.Span, row.From }).ToListAsync(stop));
        // Counts by the minute are kept two days; before them an hour with records stands for its minutes.
        var minutes = counts.Any(row => row.Span == "m")
            ? counts.Where(row => row.Span == "m").Select(row => row.From.UtcTicks)
            : counts.SelectMany(row => Enumerable.Range(0, 60).Select(minute => row.From.AddMinutes(minute).UtcTicks));
        var covered = reading.Sources.FirstOrDefault(known => known.Id == source.Id) ?? Covered(source) with { From = source.RegisteredAt ?? source.FirstSeen ?? now };
        return (DayBar.Of(reading.Input, covered, minutes.ToHashSet(), (date, zone), now), Concerning(reading, source.Id, from));
    }

    private static LossMeter Meter(CoverageReading reading, CoveredSource source, Zone zone, DateTimeOffset now)
    {
        var causes = Concerning(reading, source.Id, source.From);
        return LossMeter.Of(reading.Input, source, zone, now) with { Causes = causes, DroppedMonth = causes.Where(cause => cause.Kind == LossKind.Dropped).Sum(cause => cause.Count ?? 0) };
    }

    private static IReadOnlyList<LossCause> Concerning(CoverageReading reading, string source, DateTimeOffset since) =>
        [.. reading.Causes.Where(cause => (cause.Source == source || cause.Source.Length == 0) && cause.To > since)];

    private static CoveredSource Covered(SourceRow row) => new(row.Id, row.Counts, row.RegisteredAt ?? DateTimeOffset.MaxValue, row.RetiredAt, Listener(row.Definition));

    private static string? Listener(string definition)
    {
        if (definition.Length == 0) return null;
        using var json = JsonDocument.Parse(definition);
        return json.RootElement.TryGetProperty("match_listener", out var listener) ? listener.GetString() : null;
    }
}
