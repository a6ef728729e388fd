using Microsoft.EntityFrameworkCore;
using Yagura.Operations.Adoption;
using Yagura.Operations.Store;
using Yagura.ServiceLevel.Calendar;
using Yagura.ServiceLevel.Coverage;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Operations.Upkeep;

/// <summary>What the machine states of each day, once, and again only when the figure has changed (FIGURES 1: <c>coverage.stated</c>, <c>archive.day-verified</c>).</summary>
public sealed class StatedDays(OperationsStore store)
{
    private const string DoneKey = "upkeep.day";
    private const string BrokenKey = "upkeep.broken";
    private const string LookedKey = "upkeep.journal";

    // What can change a day that was stated already.
    private static readonly string[] Restating = ["log.gap", "log.gap-repaired", "log.drop-cleared", "log.silence-explained", "source.maintenance", "entry.corrected", "entry.retracted", "entry.confirmed"];

    private readonly FactRegister facts = new(store);

    /// <summary>The last day that was kept to its end; null before the first.</summary>
    public async Task<DateOnly?> LastAsync(CancellationToken stop) => DateOnly.TryParseExact(await ValueAsync(DoneKey, stop), "yyyy-MM-dd", out var date) ? date : null;

    /// <summary>Remembers that a day was kept to its end.</summary>
    public Task DoneAsync(DateOnly date, CancellationToken stop) => SetAsync(DoneKey, Day(date), stop);

    /// <summary>Days that could not be kept when their turn came, oldest first: they are tried again, and hold up no other.</summary>
    public async Task<IReadOnlyList<DateOnly>> BrokenAsync(CancellationToken stop) =>
        [.. (await ValueAsync(BrokenKey, stop) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)).Order()];

    /// <summary>Remembers which days could not be kept.</summary>
    public Task BrokenAsync(IReadOnlyCollection<DateOnly> dates, CancellationToken stop) => SetAsync(BrokenKey, string.Join(' ', dates.Order().Select(Day)), stop);

    /// <summary>States a day's coverage; false when it was stated with these very figures before.</summary>
    /// <param name="day">As computed from seals and entries.</param>
    /// <param name="seals">Indexes of the seals behind it, <c>1-288</c>; empty for none.</param>
    /// <param name="stop">Gives up waiting.</param>
    public Task<bool> CoverageAsync(DayLoss day, string seals, CancellationToken stop) => facts.RememberAsync(
        $"coverage:{Day(day.Date)}",
        $"{day.Lost} {day.Unproven} {day.Pending} {day.Excluded}",
        _ => new JournalDraft("coverage.stated", "coverage", Actor.Machine, null, new Dictionary<string, object?>
        {
            ["date"] = Day(day.Date), ["lost"] = day.Lost, ["unproven"] = day.Unproven, ["pending"] = day.Pending, ["excluded"] = day.Excluded, ["seals"] = seals,
        }),
        stop);

    /// <summary>Whether a day's stored evidence was verified before.</summary>
    public async Task<bool> IsVerifiedAsync(DateOnly date, CancellationToken stop) => await ValueAsync($"archive:{Day(date)}", stop) is not null;

    /// <summary>States the verification of a day's stored evidence; false when it was stated so before.</summary>
    public Task<bool> VerifiedAsync(DayVerification day, CancellationToken stop) => facts.RememberAsync(
        $"archive:{Day(day.Date)}",
        $"{day.Seals} {day.Lost}",
        _ => new JournalDraft("archive.day-verified", "archive", Actor.Machine, null, new Dictionary<string, object?>
        {
            ["date"] = Day(day.Date), ["sources"] = day.Sources, ["seals"] = day.Seals, ["copy"] = "none", ["ok"] = day.Lost == 0, ["lost"] = day.Lost,
        }),
        stop);

    /// <summary>Days that entries recorded since the last call may have changed, each once.</summary>
    /// <param name="zone">The contract's.</param>
    /// <param name="stop">Gives up waiting.</param>
    public async Task<IReadOnlyList<DateOnly>> TouchedAsync(Zone zone, CancellationToken stop)
    {
        var looked = long.TryParse(await ValueAsync(LookedKey, stop), out var number) ? number : 0;
        var days = new SortedSet<DateOnly>();
        var (entries, newest) = await store.ReadAsync(async context =>
        {
            var lines = await context.Journal.Where(row => row.Number > looked && Restating.Contains(row.Kind)).OrderBy(row => row.Number).Select(row => row.Line).ToListAsync(stop);
            return (JournalRead.Entries(lines), await context.Journal.MaxAsync(row => (long?)row.Number, stop) ?? 0);
        });
        foreach (var entry in entries)
        {
            if (Range(entry) is { } own) Add(days, zone, own);
            else if ((entry.Data.Count("gap") ?? entry.Data.Count("entry")) is { } other && await new JournalStore(store).EntryAsync(other, stop) is { } meant && Range(meant) is { } its) Add(days, zone, its);
        }

        if (newest > looked) await SetAsync(LookedKey, $"{newest}", stop);
        return [.. days];
    }

    // A day's range is bounded by what one entry can name; a year of it would be a mistake, and is looked at all the same.
    private static void Add(SortedSet<DateOnly> days, Zone zone, (DateTimeOffset From, DateTimeOffset To) range)
    {
        for (var date = zone.DateOf(range.From); date <= zone.DateOf(range.To) && days.Count < 400; date = date.AddDays(1)) days.Add(date);
    }

    private static (DateTimeOffset From, DateTimeOffset To)? Range(JournalEntry entry) =>
        IsoTime.Read(entry.Data.Text("from"), out var from, out _) == IsoTimeResult.Instant && IsoTime.Read(entry.Data.Text("to"), out var to, out _) == IsoTimeResult.Instant ? (from, to) : null;

    private static string Day(DateOnly date) => date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private Task<string?> ValueAsync(string key, CancellationToken stop) => store.ReadAsync(context => context.Settings.Where(row => row.Key == key).Select(row => (string?)row.Value).SingleOrDefaultAsync(stop));

    private Task<int> SetAsync(string key, string value, CancellationToken stop) => store.WriteAsync(
        async transaction =>
        {
            var row = await transaction.Context.Settings.FindAsync([key], stop);
            if (row is null) transaction.Context.Settings.Add(row = new SettingRow { Key = key });
            (row.Value, row.At) = (value, transaction.Now);
            return 0;
        },
        stop);
}

/// <summary>What the verification of one day's evidence found.</summary>
/// <param name="Date">In the contract's zone.</param>
/// <param name="Sources">Sources with records in its seals.</param>
/// <param name="Seals">Indexes of its seals, <c>1-288</c>.</param>
/// <param name="Lost">Records that are not readable to their seal's hash; at least 1 where only that something is wrong is known.</param>
public sealed record DayVerification(DateOnly Date, int Sources, string Seals, long Lost);
