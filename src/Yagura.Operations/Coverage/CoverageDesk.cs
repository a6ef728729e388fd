using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Yagura.Events;
using Yagura.Operations.Incidents;
using Yagura.Operations.Store;
using Yagura.ServiceLevel.Calendar;
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
    public async Task<CoverageInput> InputAsync(DateTimeOffset from, DateTimeOffset to, DateTimeOffset asOf, CancellationToken stop)
    {
        var (seals, missing) = read(from, to);
        return await store.ReadAsync(async context =>
        {
            var silences = await context.Silences.Where(row => row.From < to && (row.To == null || row.To > from)).ToListAsync(stop);
            var entries = JournalRead.Entries(await context.Journal.Where(row => CoverageFeed.Kinds.Contains(row.Kind) && row.At <= asOf).OrderBy(row => row.Number).Select(row => row.Line).ToListAsync(stop));
            var analysed = await context.Cursors.Where(row => row.Stage == IncidentDesk.Stage).Select(row => row.Sequence).SingleOrDefaultAsync(stop);
            return CoverageFeed.Of(new CoverageFacts(seals, CoveredSources.Of(CoverageFeed.Effective(entries)), silences, entries, analysed) { Missing = missing }, asOf < to ? asOf : to);
        });
    }

    /// <summary>The loss meter of every counting source, today and this month.</summary>
    /// <param name="zone">The contract's.</param>
    /// <param name="now">The instant.</param>
    /// <param name="stop">Gives up waiting.</param>
    public async Task<IReadOnlyList<LossMeter>> MetersAsync(Zone zone, DateTimeOffset now, CancellationToken stop)
    {
        var today = zone.DateOf(now);
        var month = zone.StartOf(new DateOnly(today.Year, today.Month, 1));
        var input = await InputAsync(month, now, now, stop);
        var counting = await store.ReadAsync(context => context.Sources.Where(row => row.Counts && row.State == SourceStates.Registered).ToListAsync(stop));
        return [.. counting.OrderBy(row => row.Id, StringComparer.Ordinal).Select(row => LossMeter.Of(input, Covered(row), zone, now))];
    }

    private static CoveredSource Covered(SourceRow row) => new(row.Id, row.Counts, row.RegisteredAt ?? DateTimeOffset.MaxValue, row.RetiredAt, Listener(row.Definition));

    private static string? Listener(string definition)
    {
        if (definition.Length == 0) return null;
        using var json = JsonDocument.Parse(definition);
        return json.RootElement.TryGetProperty("match_listener", out var listener) ? listener.GetString() : null;
    }
}
