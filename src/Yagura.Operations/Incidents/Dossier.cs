using Microsoft.EntityFrameworkCore;
using Yagura.Operations.Store;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Operations.Incidents;

/// <summary>One incident under an act: its row, all its entries, and the rule that the row follows from the entries.</summary>
internal sealed class Dossier
{
    private readonly StoreTransaction _transaction;
    private readonly List<JournalEntry> _entries;

    private Dossier(StoreTransaction transaction, IncidentRow row, List<JournalEntry> entries)
    {
        _transaction = transaction;
        _entries = entries;
        Row = row;
    }

    internal IncidentRow Row { get; }

    internal IReadOnlyList<JournalEntry> Entries => _entries;

    internal IReadOnlyList<IncidentTarget> Targets => IncidentTarget.Read(Row.Targets);

    /// <summary>Makes the next incident; its first entry is <c>incident.opened</c>, which starts nothing.</summary>
    internal static async Task<Dossier> NewAsync(StoreTransaction transaction, string actor, Opening opening, CancellationToken stop)
    {
        // The head is locked, so nobody takes the same number; rows added in this act are not in the database yet.
        var number = Math.Max(
            await transaction.Context.Incidents.MaxAsync(row => (long?)row.Number, stop) ?? 0,
            transaction.Context.Incidents.Local.Select(row => row.Number).DefaultIfEmpty(0).Max()) + 1;
        var row = new IncidentRow { Number = number, Subject = $"INC-{number}", RuleId = opening.RuleId, Entity = opening.Entity, State = IncidentStates.Open };
        transaction.Context.Incidents.Add(row);
        var dossier = new Dossier(transaction, row, []);
        dossier.Append("incident.opened", actor, null, new()
        {
            ["title"] = opening.Title, ["title_ja"] = opening.TitleJa, ["drill"] = opening.Drill ? true : null, ["rule"] = opening.RuleId, ["entity"] = opening.Entity.Length > 0 ? opening.Entity : null,
        });
        return dossier;
    }

    /// <summary>Opens an incident's file for an act.</summary>
    /// <exception cref="RefusedException">There is none of that id.</exception>
    /// <exception cref="StaleException">Somebody acted after the person looked.</exception>
    internal static async Task<Dossier> OpenAsync(StoreTransaction transaction, string subject, long? version, CancellationToken stop)
    {
        var row = transaction.Context.Incidents.Local.FirstOrDefault(known => known.Subject == subject)
            ?? await transaction.Context.Incidents.SingleOrDefaultAsync(known => known.Subject == subject, stop)
            ?? throw new RefusedException($"インシデント {subject} はありません。", $"There is no incident {subject}.");
        var entries = (await JournalStore.OfSubjectAsync(transaction.Context, subject, stop)).ToList();
        foreach (var added in transaction.Context.Journal.Local.Where(added => added.Subject == subject && added.Number > (entries.Count > 0 ? entries[^1].Number : 0)).OrderBy(added => added.Number))
        {
            entries.Add(JournalRead.Entries([added.Line])[0]);
        }

        if (version is { } seen && seen != row.Version) throw Stale(subject, entries, seen);
        return new Dossier(transaction, row, entries);
    }

    /// <summary>Appends an entry and lets the row follow.</summary>
    internal JournalEntry Append(string kind, string actor, StatedTime? stated, Dictionary<string, object?> data)
    {
        var entry = _transaction.Append(new JournalDraft(kind, Row.Subject, actor, stated, data));
        _entries.Add(entry);
        IncidentFold.Apply(Row, Effective.Of(_entries), entry.Number);
        return entry;
    }

    /// <summary>Appends a person's entry.</summary>
    internal JournalEntry Append(string kind, By by, Dictionary<string, object?> data) => Append(kind, by.Actor, by.Stated, data);

    /// <summary>All entries that its clocks look at: its own, and those of incidents merged into it.</summary>
    internal async Task<IReadOnlyList<JournalEntry>> ClockEntriesAsync(CancellationToken stop)
    {
        var subjects = await ClockBoard.WithMergedAsync(_transaction.Context, Row.Subject, stop);
        return subjects.Count == 1 ? _entries : [.. (await ClockBoard.EntriesAsync(_transaction.Context, [.. subjects.Skip(1)], stop)).Concat(_entries)];
    }

    /// <summary>Refuses what only an open incident allows.</summary>
    internal Dossier MustBeOpen()
    {
        if (Row.State == IncidentStates.Open) return this;
        throw Row.State == IncidentStates.Merged
            ? new RefusedException($"{Row.Subject} は {Row.MergedInto} に統合されています。{Row.MergedInto} に記録してください。", $"{Row.Subject} was merged into {Row.MergedInto}; record it there.")
            : new RefusedException($"{Row.Subject} は終結又は取消済みです。記録するには再開してください。", $"{Row.Subject} is {Row.State}; reopen it to record more.");
    }

    private static StaleException Stale(string subject, List<JournalEntry> entries, long seen)
    {
        var newer = entries.Where(entry => entry.Number > seen).Select(entry => (Act: ActNames.Of(entry.Kind), entry.Actor)).ToList();
        return new StaleException(new(
            $"{subject} には画面を開いた後に別の記録があります: {string.Join("、", newer.Select(act => $"{act.Act.Ja}（{act.Actor}）"))}。内容を確かめてから、もう一度記録してください。",
            $"Somebody recorded on {subject} after you opened it: {string.Join(", ", newer.Select(act => $"{act.Act.En} ({act.Actor})"))}. Look at it, then act again."));
    }
}

/// <summary>What an incident begins with.</summary>
/// <param name="Title">Its title.</param>
/// <param name="RuleId">Rule that opens it; null for a person.</param>
/// <param name="Entity">Who or what it is about; empty when nothing names it.</param>
/// <param name="Drill">Whether it is a drill: a property of the subject, set by its first entry.</param>
internal sealed record Opening(string Title, string? RuleId, string Entity, bool Drill)
{
    /// <summary>Its title in Japanese, where the rule has one.</summary>
    public string? TitleJa { get; init; }
}
