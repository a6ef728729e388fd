using Microsoft.EntityFrameworkCore;
using Yagura.Events;
using Yagura.Operations.Store;

namespace Yagura.Operations.Sources;

/// <summary>Counts, last seen and silence of sources, fed by the analysis in stretches with a cursor of its own.</summary>
public sealed class SourceFeed(OperationsStore store)
{
    /// <summary>The cursor's stage.</summary>
    public const string Stage = "sources";

    /// <summary>How long counts by the minute are kept.</summary>
    public static readonly TimeSpan MinutesKept = TimeSpan.FromDays(2);

    /// <summary>How long counts by the hour are kept: a contract year and a month.</summary>
    public static readonly TimeSpan HoursKept = TimeSpan.FromDays(400);

    /// <summary>The last sequence that is counted; 0 before the first.</summary>
    public Task<long> CursorAsync(CancellationToken stop) => store.ReadAsync(async context =>
        await context.Cursors.Where(row => row.Stage == Stage).Select(row => row.Sequence).SingleOrDefaultAsync(stop));

    /// <summary>Commits a tally and empties it. The tally must hold sequences after the cursor only.</summary>
    public async Task TakeAsync(SourceTally tally, CancellationToken stop)
    {
        if (tally.Through == 0) return;
        await store.WriteAsync(
            async transaction =>
            {
                foreach (var (id, share) in tally.Shares) await TakeAsync(transaction, id, share, stop);
                await transaction.MoveCursorAsync(Stage, tally.Through, "");
                return 0;
            },
            stop);
        tally.Clear();
    }

    /// <summary>Looks for sources that are silent past their cadence; a suspicion that stands until it is explained. Returns those that fell silent.</summary>
    /// <param name="asOf">The receive time up to which all records are counted.</param>
    /// <param name="listening">Since when the doors are open: while nobody listened, nobody was silent.</param>
    /// <param name="stop">Gives up waiting.</param>
    public Task<IReadOnlyList<string>> WatchAsync(ReceiveTime asOf, ReceiveTime listening, CancellationToken stop) => store.WriteAsync<IReadOnlyList<string>>(
        async transaction =>
        {
            var fallen = new List<string>();
            foreach (var row in await transaction.Context.Sources.Where(row => row.State == SourceStates.Registered && row.SilentSince == null).ToListAsync(stop))
            {
                if (SourceStanding.CadenceOf(row) is not { } cadence || (row.LastSeen ?? row.RegisteredAt) is not { } since || asOf.Instant - since <= cadence || asOf.Instant - listening.Instant <= cadence) continue;
                row.SilentSince = since;
                transaction.Context.Silences.Add(new SilenceRow { Source = row.Id, From = since, CadenceSeconds = (long)cadence.TotalSeconds });
                fallen.Add(row.Id);
            }

            return fallen;
        },
        stop);

    /// <summary>Drops counts that are past their keeping.</summary>
    public Task<int> TrimAsync(CancellationToken stop) => store.WriteAsync(
        async transaction =>
        {
            var (minutes, hours) = (transaction.Now - MinutesKept, transaction.Now - HoursKept);
            await transaction.Context.Unparsed.Where(row => row.LastSeen < hours).ExecuteDeleteAsync(stop);
            return await transaction.Context.SourceCounts.Where(row => (row.Span == "m" && row.From < minutes) || (row.Span == "h" && row.From < hours)).ExecuteDeleteAsync(stop);
        },
        stop);

    private static async Task TakeAsync(StoreTransaction transaction, string id, SourceShare share, CancellationToken stop)
    {
        var row = await transaction.Context.Sources.FindAsync([id], stop);
        if (row is null) transaction.Context.Sources.Add(row = new SourceRow { Id = id, State = SourceStates.Unregistered });
        row.Records += share.Total.Records;
        row.Events += share.Total.Events;
        row.Bytes += share.Total.Bytes;
        row.Unparsed += share.Total.Unparsed;
        row.Partial += share.Total.Partial;
        row.FirstSeen ??= share.First?.Instant;
        await SeenAsync(transaction, row, share, stop);
        if (share.Unread.Rows.Count > 0) await UnreadAsync(transaction, id, share, stop);
        var known = await KnownAsync(transaction, id, share, stop);
        foreach (var (minute, sums) in share.Minutes)
        {
            var at = InstantOf(minute);
            Count(transaction, known, new SourceCountRow { Source = id, Span = "m", From = at }, sums);
            Count(transaction, known, new SourceCountRow { Source = id, Span = "h", From = HourOf(at) }, sums);
        }
    }

    private static async Task UnreadAsync(StoreTransaction transaction, string id, SourceShare share, CancellationToken stop)
    {
        var book = new ShapeBook(await transaction.Context.Unparsed.Where(row => row.Source == id).OrderBy(row => row.Id).ToListAsync(stop));
        foreach (var lines in share.Unread.Rows)
            if (book.Add(lines) is { New: true, Row: var row }) transaction.Context.Unparsed.Add(row);
    }

    private static DateTimeOffset InstantOf(long minute) => new(minute * TimeSpan.TicksPerMinute, TimeSpan.Zero);

    private static DateTimeOffset HourOf(DateTimeOffset minute) => minute.AddMinutes(-minute.Minute);

    /// <summary>The counts that exist already, in one question: a stretch that catches up holds many minutes.</summary>
    private static async Task<Dictionary<(string Span, DateTimeOffset From), SourceCountRow>> KnownAsync(StoreTransaction transaction, string id, SourceShare share, CancellationToken stop)
    {
        if (share.Minutes.Count == 0) return [];
        var (from, to) = (HourOf(InstantOf(share.Minutes.Keys.Min())), InstantOf(share.Minutes.Keys.Max()));
        return await transaction.Context.SourceCounts.Where(row => row.Source == id && row.From >= from && row.From <= to).ToDictionaryAsync(row => (row.Span, row.From), stop);
    }

    private static async Task SeenAsync(StoreTransaction transaction, SourceRow row, SourceShare share, CancellationToken stop)
    {
        if (share.LastLive is not { } last || share.FirstLive is not { } first) return;
        var gaps = GapHistogram.Read(row.Gaps);
        gaps.Add(share.Gaps);
        // The silence itself teaches nothing, or a source that is often off would be allowed to be off.
        if (row is { LastSeen: { } before, SilentSince: null }) gaps.Add(first.Instant - before);
        row.Gaps = gaps.Write();
        if (row.LastSeen is null || last.Instant > row.LastSeen) row.LastSeen = last.Instant;
        if (row.SilentSince is not { } since) return;
        if (await transaction.Context.Silences.FindAsync([row.Id, since], stop) is { } silence) silence.To = first.Instant;
        (row.SilentSince, row.SilenceExplained) = (null, null);
    }

    private static void Count(StoreTransaction transaction, Dictionary<(string Span, DateTimeOffset From), SourceCountRow> known, SourceCountRow row, SourceSums sums)
    {
        if (known.TryGetValue((row.Span, row.From), out var counted)) row = counted;
        else
        {
            known.Add((row.Span, row.From), row);
            transaction.Context.SourceCounts.Add(row);
        }

        row.Records += sums.Records;
        row.Events += sums.Events;
        row.Bytes += sums.Bytes;
        row.Unparsed += sums.Unparsed;
    }
}
