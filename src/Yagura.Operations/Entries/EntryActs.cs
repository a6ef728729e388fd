using System.Text.Json;
using Yagura.Operations.Incidents;
using Yagura.Operations.Store;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Operations.Entries;

/// <summary>What people record about entries themselves: confirm, dispute, correct, retract.</summary>
/// <remarks>Whatever the figures would give no effect is refused with their reason (approver rules of FIGURES 1), so the journal holds no amendment that does nothing.</remarks>
public sealed class EntryActs(OperationsStore store, SubjectClocks clocks)
{
    /// <summary>The client confirms the time of an entry.</summary>
    public Task<JournalEntry> ConfirmAsync(long entry, string actor, CancellationToken stop) => AmendAsync(entry, "entry.confirmed", actor, new() { ["entry"] = entry }, stop);

    /// <summary>The client disputes an entry.</summary>
    public Task<JournalEntry> DisputeAsync(long entry, string reason, string actor, CancellationToken stop) => AmendAsync(entry, "entry.disputed", actor, new() { ["entry"] = entry, ["reason"] = reason }, stop);

    /// <summary>訂正: the stated time or members of the data were wrong from the start.</summary>
    /// <param name="entry">Number of the entry.</param>
    /// <param name="set">What is right.</param>
    /// <param name="reason">Why.</param>
    /// <param name="approver"><c>role:name</c>, not the actor; of the client where a clock, an excuse or a hold is touched.</param>
    /// <param name="actor">Who corrects.</param>
    /// <param name="stop">Gives up waiting.</param>
    public Task<JournalEntry> CorrectAsync(long entry, CorrectedTo set, string reason, string approver, string actor, CancellationToken stop) =>
        AmendAsync(entry, "entry.corrected", actor, new() { ["entry"] = entry, ["set"] = set.Members(), ["reason"] = reason, ["approver"] = approver }, stop);

    /// <summary>取下げ: the entry should not be there. Its kind or subject was wrong: retract and record anew.</summary>
    public Task<JournalEntry> RetractAsync(long entry, string reason, string approver, string actor, CancellationToken stop) =>
        AmendAsync(entry, "entry.retracted", actor, new() { ["entry"] = entry, ["reason"] = reason, ["approver"] = approver }, stop);

    private Task<JournalEntry> AmendAsync(long number, string kind, string actor, Dictionary<string, object?> data, CancellationToken stop) => store.WriteAsync(
        async transaction =>
        {
            if (kind != "entry.confirmed" && string.IsNullOrWhiteSpace((string?)data["reason"])) throw new RefusedException("理由を入力してください。", "Say the reason.");
            var target = await transaction.Context.Journal.FindAsync([number], stop) ?? throw new RefusedException($"記録 {number} はありません。", $"There is no entry {number}.");
            var amendment = transaction.Append(new JournalDraft(kind, target.Subject, actor, null, data));
            var entries = (await JournalStore.OfSubjectAsync(transaction.Context, target.Subject, stop)).Append(amendment).ToList();
            if (clocks.Objection(entries, amendment) is { } reason) throw new RefusedException(reason);
            await Refold.SubjectAsync(transaction, target.Subject, entries, stop);
            return amendment;
        },
        stop);
}

/// <summary>What a correction sets.</summary>
/// <param name="Stated">The right time; null to leave it.</param>
/// <param name="Data">Members of the data that change; a null value takes one away; empty to leave it.</param>
public sealed record CorrectedTo(StatedTime? Stated, IReadOnlyDictionary<string, object?> Data)
{
    internal JsonElement Members()
    {
        var set = new Dictionary<string, object?>();
        if (Stated is { } stated) set["stated"] = IsoTime.Write(stated.Time, stated.Precision);
        if (Data.Count > 0) set["data"] = Data;
        return set.Count > 0 ? JsonSerializer.SerializeToElement(set) : throw new RefusedException("訂正する内容がありません。", "The correction changes nothing.");
    }
}
