using Microsoft.EntityFrameworkCore;
using Yagura.Operations.Adoption;
using Yagura.Operations.Store;
using Yagura.ServiceLevel.Clocks;
using Yagura.ServiceLevel.Contracts;
using Yagura.ServiceLevel.Journal;
using Yagura.Web.Parts;
using Yagura.Web.Wording;

namespace Yagura.Web.Pages;

/// <summary>The one place where clocks of the pure function become clocks of pages.</summary>
/// <param name="store">The journal.</param>
/// <param name="book">The contract that this installation is measured by.</param>
public sealed class ClockDesk(OperationsStore store, ContractBook book)
{
    // Running clocks belong to open subjects; more of them than this are a disaster that one page cannot show.
    private const int SubjectsMax = 500;

    /// <summary>Clocks of everything open: incidents not ended and sandbox alerts not judged; running ones first, the nearest deadline first.</summary>
    internal async Task<IReadOnlyList<ClockView>> OpenAsync(PageContext page)
    {
        var subjects = await store.ReadAsync(async read =>
        {
            var incidents = await read.Incidents.Where(row => row.State == IncidentStates.Open).OrderByDescending(row => row.Number).Take(SubjectsMax).Select(row => row.Subject).ToListAsync();
            var alerts = await read.SandboxAlerts.Where(row => row.JudgedAt == null).OrderByDescending(row => row.ReceivedAt).Take(SubjectsMax).Select(row => row.Subject).ToListAsync();
            return incidents.Concat(alerts).ToList();
        });
        return [.. (await OfSubjectsAsync(page, subjects)).Where(clock => clock.Runs).OrderBy(clock => clock.Drill).ThenBy(clock => clock.Deadline)];
    }

    /// <summary>All clocks of some subjects.</summary>
    internal async Task<IReadOnlyList<ClockView>> OfSubjectsAsync(PageContext page, IReadOnlyCollection<string> subjects)
    {
        if (subjects.Count == 0) return [];
        var (entries, incidents, alerts) = await store.ReadAsync(async read => (
            await EntriesAsync(read, subjects),
            await read.Incidents.Where(row => subjects.Contains(row.Subject)).ToDictionaryAsync(row => row.Subject),
            await read.SandboxAlerts.Where(row => subjects.Contains(row.Subject)).ToDictionaryAsync(row => row.Subject)));
        return [.. Compute(entries, page.Now).Where(state => subjects.Contains(state.Subject)).Select(state => View(state, page, incidents, alerts))];
    }

    /// <summary>The clocks of an incident before and after a severity that nobody has saved yet.</summary>
    internal async Task<(IReadOnlyList<ClockState> Before, IReadOnlyList<ClockState> After)> PreviewAsync(PageContext page, string subject, int severity)
    {
        var entries = await store.ReadAsync(read => EntriesAsync(read, [subject]));
        var data = EntryData.Parse($$"""{"severity":{{severity}}}""");
        var number = entries.Count == 0 ? 1 : entries.Max(entry => entry.Number) + 1;
        var imagined = new JournalEntry(number, page.Now, null, "incident.severity-set", subject, page.Visitor!.Actor, data);
        return ([.. Compute(entries, page.Now).Where(s => s.Subject == subject)], [.. Compute([.. entries, imagined], page.Now).Where(s => s.Subject == subject)]);
    }

    private IReadOnlyList<ClockState> Compute(IReadOnlyList<JournalEntry> entries, DateTimeOffset now) => book.Read(entries, now)?.States ?? [];

    private static async Task<IReadOnlyList<JournalEntry>> EntriesAsync(StoreContext read, IReadOnlyCollection<string> subjects)
    {
        // What was merged into a subject belongs to its clocks.
        var merged = await read.Incidents.Where(row => row.MergedInto != null && subjects.Contains(row.MergedInto)).Select(row => row.Subject).ToListAsync();
        var all = subjects.Concat(merged).ToList();
        var lines = await read.Journal.Where(row => all.Contains(row.Subject)).OrderBy(row => row.Number).Select(row => row.Line).ToListAsync();
        return JournalReader.Read("journal", string.Join('\n', lines)).Entries;
    }

    private static ClockView View(ClockState state, PageContext page, Dictionary<string, IncidentRow> incidents, Dictionary<string, SandboxRow> alerts)
    {
        var incident = incidents.GetValueOrDefault(state.Subject);
        var title = incident is not null ? $"{incident.Subject} {page.Texts.WrittenIn(incident.TitleJa, incident.Title)}" : alerts.GetValueOrDefault(state.Subject)?.Title ?? state.Subject;
        return new ClockView(
            state.Measure.Id, state.Measure.Head.Title.In(page.Texts.Language.Tag()), state.Subject, title, state.Target ?? "", ClockWords.Of(state.State),
            state.Start, state.Deadline?.At, state.Stop, state.Measure.Limit, EntryViews.LinkOf(state.Subject))
        {
            Elapsed = state.Stop is null ? null : state.Elapsed?.Span,
            Severity = incident?.Severity,
            Drill = state.Drill,
            Excused = state.Excused,
            StopsWith = StopsWith(state.Measure.Clock),
            Entries = state.Entries,
        };
    }

    private static string StopsWith(ClockRule rule)
    {
        var kinds = ClockRule.KindsOf(rule.Stop).ToList();
        if (kinds.Contains("incident.contacted")) return "contact";
        if (kinds.Contains("containment.completed")) return "containment";
        return kinds.Contains("judgement.made") ? "judgement" : "";
    }
}
