using Microsoft.EntityFrameworkCore;
using Yagura.Operations.Incidents;
using Yagura.Operations.Store;
using Yagura.Web.Parts;

namespace Yagura.Web.Pages.Incidents;

/// <summary>Reads incidents for pages.</summary>
internal sealed class IncidentsQuery(OperationsStore store, ClockDesk clocks, RawLines lines)
{
    // Findings shown on a page; the rest are a count.
    private const int FindingsMax = 50;
    // Entries of one incident shown on its page; the journal has the rest.
    private const int EntriesMax = 500;

    public async Task<IncidentsModel> ListAsync(PageContext page)
    {
        var (rows, total) = await store.ReadAsync(async read =>
        {
            var found = Filter(read.Incidents, page.Address);
            var shown = await Sort(found, page.Address.Value("sort")).Skip((Paging.IndexOf(page.Address) - 1) * Paging.RowsMax).Take(Paging.RowsMax).ToListAsync();
            return (shown, await found.LongCountAsync());
        });
        var running = await clocks.OfSubjectsAsync(page, [.. rows.Where(row => row.State == IncidentStates.Open).Select(row => row.Subject)]);
        return new IncidentsModel(rows, running.Where(clock => clock.Runs).ToLookup(clock => clock.Subject), new Paging(Paging.IndexOf(page.Address), Paging.RowsMax, total));
    }

    public async Task<IncidentModel?> OneAsync(PageContext page, string subject)
    {
        var (row, findings, entries) = await store.ReadAsync(async read =>
        {
            var found = await read.Incidents.SingleOrDefaultAsync(r => r.Subject == subject);
            if (found is null) return (null, [], []);
            return (
                (IncidentRow?)found,
                await read.Findings.Where(f => f.Incident == found.Number).OrderBy(f => f.Id).Take(FindingsMax).ToListAsync(),
                await read.Journal.Where(e => e.Subject == subject).OrderByDescending(e => e.Number).Take(EntriesMax).ToListAsync());
        });
        if (row is null) return null;
        var raw = await lines.ReadAsync([.. findings.Select(finding => finding.Sequence)]);
        return new IncidentModel(
            row, IncidentTarget.Read(row.Targets),
            [.. (await clocks.OfSubjectsAsync(page, [subject])).OrderByDescending(clock => clock.Runs).ThenBy(clock => clock.Deadline)],
            [.. findings.Select(finding => new FindingView(finding, raw.GetValueOrDefault(finding.Sequence)))],
            [.. EntryViews.Of(entries, page.Texts).OrderByDescending(entry => entry.Effective).ThenByDescending(entry => entry.Number)]);
    }

    private static IQueryable<IncidentRow> Filter(IQueryable<IncidentRow> rows, PageAddress address)
    {
        var state = address.Value("state") is { Length: > 0 } asked ? asked : IncidentStates.Open;
        if (state != "all") rows = rows.Where(row => row.State == state);
        if (int.TryParse(address.Value("severity"), out var severity)) rows = rows.Where(row => row.Severity == severity);
        if (address.Value("q").Trim() is { Length: > 0 } text) rows = rows.Where(row => row.Title.Contains(text) || (row.TitleJa != null && row.TitleJa.Contains(text)) || row.Entity.Contains(text) || row.Subject == text);
        return rows;
    }

    private static IQueryable<IncidentRow> Sort(IQueryable<IncidentRow> rows, string sort) => sort switch
    {
        "number" => rows.OrderBy(row => row.Number),
        "-severity" => rows.OrderBy(row => row.Severity).ThenByDescending(row => row.Number),
        "severity" => rows.OrderByDescending(row => row.Severity).ThenByDescending(row => row.Number),
        "detected" => rows.OrderBy(row => row.DetectedAt).ThenBy(row => row.Number),
        "-detected" => rows.OrderByDescending(row => row.DetectedAt).ThenByDescending(row => row.Number),
        _ => rows.OrderByDescending(row => row.Number),
    };
}
