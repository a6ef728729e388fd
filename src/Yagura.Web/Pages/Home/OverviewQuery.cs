using Microsoft.EntityFrameworkCore;
using Yagura.Operations.Store;
using Yagura.Web.Guard;
using Yagura.Web.Pages.Sources;
using Yagura.Web.Parts;

namespace Yagura.Web.Pages.Home;

/// <summary>Reads the overview.</summary>
internal sealed class OverviewQuery(OperationsStore store, ClockDesk clocks)
{
    // Rows of a list on the overview; the list's own page has the rest.
    private const int RowsMax = 10;
    // Sources with a colour of their own in the chart; the rest are one series.
    private const int SeriesMax = 6;

    public async Task<OverviewModel> ReadAsync(PageContext page)
    {
        var running = await clocks.OpenAsync(page);
        return await store.ReadAsync(async read =>
        {
            var sources = await SourcesQuery.ListAsync(read, page);
            var silent = sources.Where(line => line.Silence is { ExplainedAs: null }).ToList();
            var first = SourcesQuery.FirstHour(page);
            return new OverviewModel(
                running,
                await read.Incidents.Where(row => row.State == IncidentStates.Open).OrderByDescending(row => row.Severity).ThenByDescending(row => row.Number).Take(RowsMax).ToListAsync(),
                await read.SandboxAlerts.Where(row => row.JudgedAt == null).OrderBy(row => row.ReceivedAt).Take(RowsMax).ToListAsync(),
                silent, sources, await TodayAsync(read, page, sources),
                [.. Enumerable.Range(0, SourcesQuery.Hours).Select(hour => page.Wall(first.AddHours(hour)).ToString("HH:mm", null))])
            {
                HourSeries = Series(page, sources),
            };
        });
    }

    private static async Task<TodayFigures> TodayAsync(StoreContext read, PageContext page, IReadOnlyList<SourceLine> sources)
    {
        var midnight = page.Today.ToDateTime(TimeOnly.MinValue);
        var from = new DateTimeOffset(midnight, page.Settings.Zone.GetUtcOffset(midnight));
        return new TodayFigures(
            sources.Sum(line => line.Today),
            await read.Incidents.LongCountAsync(row => row.OpenedAt >= from),
            await read.Findings.LongCountAsync(row => row.ReceivedAt >= from),
            await read.SandboxAlerts.LongCountAsync(row => row.ReceivedAt >= from));
    }

    private static List<HourSeries> Series(PageContext page, IReadOnlyList<SourceLine> sources)
    {
        var busy = sources.Where(line => line.Hourly.Any(count => count > 0)).OrderByDescending(line => line.Hourly.Sum()).ToList();
        // Bounded by SeriesMax and one for the rest.
        var series = busy.Take(SeriesMax).Select(line => new HourSeries(OutsideText.Show(line.Row.Id), line.Hourly)).ToList();
        if (busy.Count > SeriesMax)
            series.Add(new HourSeries(page.Texts.OtherSources, [.. Enumerable.Range(0, SourcesQuery.Hours).Select(hour => busy.Skip(SeriesMax).Sum(line => line.Hourly[hour]))]));
        return series;
    }
}
