using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Yagura.Operations.Store;
using Yagura.Web.Parts;

namespace Yagura.Web.Pages.Sources;

/// <summary>Reads what the pages say about sources.</summary>
internal static class SourcesQuery
{
    /// <summary>Hours that a sparkline shows.</summary>
    public const int Hours = 24;

    // A source has at most a few silences a day; the page shows the newest.
    private const int SilencesMax = 50;

    /// <summary>All sources: silent ones first, then by id.</summary>
    public static async Task<IReadOnlyList<SourceLine>> ListAsync(StoreContext store, PageContext page)
    {
        var rows = await store.Sources.ToListAsync();
        var counts = await HourlyAsync(store, page, source: null);
        var silences = await store.Silences.Where(row => row.To == null).ToListAsync();
        return [.. rows.Select(row => Relaying(LineOf(row, counts, silences, page), rows))
            .OrderByDescending(line => line.Silence is { ExplainedAs: null })
            .ThenBy(line => line.Row.State == SourceStates.Retired)
            .ThenBy(line => line.Row.Id, StringComparer.Ordinal)];
    }

    /// <summary>One source; null when there is none of that id.</summary>
    public static async Task<SourceModel?> OneAsync(StoreContext store, PageContext page, string id)
    {
        if (await store.Sources.SingleOrDefaultAsync(row => row.Id == id) is not { } row) return null;
        var silences = await store.Silences.Where(s => s.Source == id).OrderByDescending(s => s.From).Take(SilencesMax).ToListAsync();
        var line = Relaying(LineOf(row, await HourlyAsync(store, page, id), silences.FindAll(s => s.To is null), page), await store.Sources.ToListAsync());
        var first = FirstHour(page);
        var labels = Enumerable.Range(0, Hours).Select(hour => page.Wall(first.AddHours(hour)).ToString("HH:mm", null)).ToList();
        return new SourceModel(line, silences, labels) { Date = page.Today };
    }

    /// <summary>The first hour that a sparkline shows.</summary>
    public static DateTimeOffset FirstHour(PageContext page)
    {
        var now = page.Now.ToUniversalTime();
        return new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, 0, 0, TimeSpan.Zero).AddHours(1 - Hours);
    }

    private static async Task<List<SourceCountRow>> HourlyAsync(StoreContext store, PageContext page, string? source)
    {
        var first = FirstHour(page);
        var rows = store.SourceCounts.Where(row => row.Span == "h" && row.From >= first);
        if (source is not null) rows = rows.Where(row => row.Source == source);
        return await rows.ToListAsync();
    }

    private static SourceLine Relaying(SourceLine line, List<SourceRow> all)
    {
        if (Declared(line.Row, "relay") != "True") return line;
        return line with { IsRelay = true, LastRelayed = all.Where(row => Declared(row, "match_via") == line.Row.Id).Max(row => row.LastSeen) };
    }

    private static string? Declared(SourceRow row, string member)
    {
        if (row.Definition.Length == 0) return null;
        using var json = JsonDocument.Parse(row.Definition);
        return json.RootElement.TryGetProperty(member, out var value) ? value.ToString() : null;
    }

    private static SourceLine LineOf(SourceRow row, List<SourceCountRow> counts, List<SilenceRow> silences, PageContext page)
    {
        var own = counts.FindAll(count => count.Source == row.Id);
        var first = FirstHour(page);
        var hourly = new long[Hours];
        foreach (var count in own)
            if ((int)(count.From - first).TotalHours is >= 0 and < Hours and var hour) hourly[hour] += count.Events;
        var today = own.Where(count => DateOnly.FromDateTime(page.Wall(count.From).DateTime) == page.Today).Sum(count => count.Events);
        return new SourceLine(row, hourly, today, silences.Find(silence => silence.Source == row.Id));
    }
}
