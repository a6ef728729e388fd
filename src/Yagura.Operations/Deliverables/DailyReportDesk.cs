using Microsoft.EntityFrameworkCore;
using Yagura.Archive.Chain;
using Yagura.Events;
using Yagura.Operations.Adoption;
using Yagura.Operations.Coverage;
using Yagura.Operations.Incidents;
using Yagura.Operations.Store;
using Yagura.ServiceLevel.Calendar;

namespace Yagura.Operations.Deliverables;

/// <summary>Assembles the daily report from store, journal, seals and checkpoints.</summary>
public sealed class DailyReportDesk(OperationsStore store, ContractBook book, SealFeed seals, Checkpoints checkpoints)
{
    /// <summary>The deliverable's id.</summary>
    public const string Deliverable = "daily-report";

    /// <summary>Incidents in one report, at most; the pages have all of them.</summary>
    public const int IncidentsMax = 1_000;

    /// <summary>The report of a day.</summary>
    /// <param name="date">In the contract's zone (Asia/Tokyo without a contract).</param>
    /// <param name="asOf">Facts recorded after it are not in it.</param>
    /// <param name="stop">Gives up waiting.</param>
    public async Task<DailyReport> BuildAsync(DateOnly date, DateTimeOffset asOf, CancellationToken stop)
    {
        var zone = book.At(asOf)?.Zone ?? Zone.Tokyo;
        var (from, to) = (zone.StartOf(date), zone.StartOf(date.AddDays(1)));
        var read = seals.Read(ReceiveTime.From(from), ReceiveTime.From(to));
        var checkpoint = checkpoints.OfDay(to);
        return await store.ReadAsync(async context => new DailyReport
        {
            Date = date, From = from, To = to, AsOf = asOf,
            Sources = await SourcesAsync(context, from, to, stop),
            Findings = await FindingsAsync(context, from, to, stop),
            Incidents = await IncidentsAsync(context, from, to, asOf, stop),
            Sandbox = await SandboxAsync(context, from, to, asOf, stop),
            Silences = await context.Silences.Where(row => row.From < to && (row.To == null || row.To > from)).OrderBy(row => row.Source).ThenBy(row => row.From).ToListAsync(stop),
            Down = [.. read.SelectMany(seal => seal.Down).Where(down => down.From.Instant < to && down.To.Instant > from)],
            Lost = [.. read.SelectMany(seal => seal.Lost).Where(lost => lost.Minute.Instant >= from && lost.Minute.Instant < to)],
            Damaged = [.. read.SelectMany(seal => seal.Damaged).Where(damaged => damaged.Earliest.Instant < to && damaged.Latest.Instant >= from)],
            Gaps = JournalRead.Entries(await context.Journal.Where(row => row.Kind == "log.gap" && row.At >= from && row.At < to && row.At <= asOf).OrderBy(row => row.Number).Select(row => row.Line).ToListAsync(stop)),
            Checkpoint = checkpoint is null ? null : Pin(checkpoint, checkpoints.KeyOf(checkpoint.Signatures[^1].KeyId)),
            SealedTo = read.Count > 0 ? read[^1].To.Instant : null,
            JournalNumber = await context.Journal.Where(row => row.At <= asOf).MaxAsync(row => (long?)row.Number, stop) ?? 0,
        });
    }

    private static DayCheckpoint Pin(Checkpoint checkpoint, KeyName? key) => new(
        checkpoint.Content.SealIndex, checkpoint.Content.SealHash, checkpoint.Hash, checkpoint.Content.Time.Instant,
        checkpoint.Content.Journal.Number, checkpoint.Content.Journal.Hash, checkpoint.Signatures[^1].KeyId, key?.Fingerprint);

    private static async Task<IReadOnlyList<SourceDay>> SourcesAsync(StoreContext context, DateTimeOffset from, DateTimeOffset to, CancellationToken stop)
    {
        var sums = (await context.SourceCounts.Where(row => row.Span == "h" && row.From >= from && row.From < to).ToListAsync(stop)).ToLookup(row => row.Source);
        // Who was registered at any time of the day is listed: no record at all is a fact, not a gap in the table.
        var rows = await context.Sources.Where(row => row.RegisteredAt == null || row.RegisteredAt < to).Where(row => row.RetiredAt == null || row.RetiredAt > from).ToListAsync(stop);
        return
        [
            .. rows.Where(row => row.RegisteredAt is not null || sums.Contains(row.Id)).OrderBy(row => row.Id, StringComparer.Ordinal).Select(row => new SourceDay(
                row.Id, row.State != SourceStates.Unregistered,
                sums[row.Id].Sum(sum => sum.Records), sums[row.Id].Sum(sum => sum.Events), sums[row.Id].Sum(sum => sum.Bytes), sums[row.Id].Sum(sum => sum.Unparsed))),
        ];
    }

    private static async Task<IReadOnlyDictionary<int, long>> FindingsAsync(StoreContext context, DateTimeOffset from, DateTimeOffset to, CancellationToken stop)
    {
        var counts = await context.Findings.Where(row => row.ReceivedAt >= from && row.ReceivedAt < to).GroupBy(row => row.Severity ?? 0).Select(group => new { group.Key, Count = group.LongCount() }).ToListAsync(stop);
        return new[] { 3, 2, 1, 0 }.ToDictionary(severity => severity, severity => counts.Find(count => count.Key == severity)?.Count ?? 0);
    }

    private async Task<IReadOnlyList<IncidentDay>> IncidentsAsync(StoreContext context, DateTimeOffset from, DateTimeOffset to, DateTimeOffset asOf, CancellationToken stop)
    {
        var worked = context.Journal.Where(entry => entry.At >= from && entry.At < to && entry.At <= asOf).Select(entry => entry.Subject);
        var rows = await context.Incidents.Where(row => row.OpenedAt < to && row.OpenedAt <= asOf && (row.EndedAt == null || row.EndedAt >= to || worked.Contains(row.Subject)))
            .OrderBy(row => row.Number).Take(IncidentsMax).ToListAsync(stop);
        var merged = await context.Incidents.Where(row => row.State == IncidentStates.Merged).Select(row => row.Subject).ToListAsync(stop);
        var entries = await ClockBoard.EntriesAsync(context, [.. rows.Select(row => row.Subject).Union(merged)], stop);
        var clocks = (book.Read(entries, asOf)?.States ?? []).ToLookup(state => state.Subject);
        var acts = entries.Where(entry => entry.At >= from && entry.At < to && entry.At <= asOf).ToLookup(entry => entry.Subject);
        return [.. rows.Select(row => new IncidentDay(row, [.. clocks[row.Subject]], [.. acts[row.Subject]]))];
    }

    private async Task<IReadOnlyList<SandboxDay>> SandboxAsync(StoreContext context, DateTimeOffset from, DateTimeOffset to, DateTimeOffset asOf, CancellationToken stop)
    {
        var rows = await context.SandboxAlerts.Where(row => row.ReceivedAt >= from && row.ReceivedAt < to && row.ReceivedAt <= asOf).OrderBy(row => row.ReceivedAt).ToListAsync(stop);
        var entries = await ClockBoard.EntriesAsync(context, [.. rows.Select(row => row.Subject)], stop);
        var clocks = (book.Read(entries, asOf)?.States ?? []).ToLookup(state => state.Subject);
        return [.. rows.Select(row => new SandboxDay(row, clocks[row.Subject].FirstOrDefault()))];
    }
}
