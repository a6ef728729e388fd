using Microsoft.EntityFrameworkCore;
using Yagura.Operations.Store;
using Yagura.Web.Parts;

namespace Yagura.Web.Pages.Judgements;

/// <summary>Reads sandbox alerts for pages.</summary>
internal sealed class JudgementsQuery(OperationsStore store, ClockDesk clocks, RawLines lines)
{
    // Judged alerts of the same hash that are worth showing beside one.
    private const int SameHashMax = 10;

    public async Task<JudgementsModel> ListAsync(PageContext page)
    {
        var index = Paging.IndexOf(page.Address);
        var (rows, waiting, total) = await store.ReadAsync(async read =>
        {
            IQueryable<SandboxRow> found = read.SandboxAlerts;
            if (page.Address.Value("state") == "") found = found.Where(row => row.JudgedAt == null);
            if (page.Address.Value("state") == "judged") found = found.Where(row => row.JudgedAt != null);
            return (await found.OrderByDescending(row => row.ReceivedAt).Skip((index - 1) * Paging.RowsMax).Take(Paging.RowsMax).ToListAsync(),
                await read.SandboxAlerts.LongCountAsync(row => row.JudgedAt == null), await found.LongCountAsync());
        });
        var running = await clocks.OfSubjectsAsync(page, [.. rows.Where(row => row.JudgedAt is null).Select(row => row.Subject)]);
        return new JudgementsModel(rows, running.Where(clock => clock.Runs).ToLookup(clock => clock.Subject), waiting, new Paging(index, Paging.RowsMax, total));
    }

    public async Task<JudgementModel?> OneAsync(PageContext page, string alert)
    {
        var subject = $"detection:{alert}";
        var (row, entries, same) = await store.ReadAsync(async read =>
        {
            var found = await read.SandboxAlerts.SingleOrDefaultAsync(r => r.Subject == subject);
            if (found is null) return (null, [], []);
            return ((SandboxRow?)found, await read.Journal.Where(e => e.Subject == subject).OrderByDescending(e => e.Number).Take(100).ToListAsync(),
                found.Hash.Length == 0 ? [] : await read.SandboxAlerts.Where(r => r.Hash == found.Hash && r.Subject != subject && r.JudgedAt != null).OrderByDescending(r => r.JudgedAt).Take(SameHashMax).ToListAsync());
        });
        if (row is null) return null;
        var raw = await lines.ReadAsync([row.Sequence]);
        return new JudgementModel(row, await clocks.OfSubjectsAsync(page, [subject]), raw.GetValueOrDefault(row.Sequence), EntryViews.Of(entries, page.Texts), same);
    }
}
