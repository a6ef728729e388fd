using Yagura.Operations.Incidents;
using Yagura.Operations.Store;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Operations.Entries;

/// <summary>免責: requested by one party, granted or refused by the other; raw figures never change (FIGURES 3).</summary>
public sealed class ExcuseActs(OperationsStore store, SubjectClocks clocks)
{
    /// <summary>Whose fault it can be.</summary>
    public static readonly IReadOnlyList<string> Attributions = ["contractor", "client", "third-party", "force-majeure"];

    /// <summary>Requests one.</summary>
    public Task<JournalEntry> RequestAsync(Excuse excuse, string actor, CancellationToken stop) => RecordAsync("excuse.requested", excuse, actor, stop);

    /// <summary>Grants one; refused to the party that requested it and for the contractor's own fault.</summary>
    public Task<JournalEntry> GrantAsync(Excuse excuse, string actor, CancellationToken stop) => RecordAsync("excuse.granted", excuse, actor, stop);

    /// <summary>Refuses one.</summary>
    public Task<JournalEntry> RefuseAsync(Excuse excuse, string actor, CancellationToken stop) => RecordAsync("excuse.refused", excuse, actor, stop);

    private Task<JournalEntry> RecordAsync(string kind, Excuse excuse, string actor, CancellationToken stop) => store.WriteAsync(
        async transaction =>
        {
            if (!Attributions.Contains(excuse.Attribution))
            {
                throw new RefusedException($"帰責「{excuse.Attribution}」は使えません。使えるもの: {string.Join("、", Attributions)}", $"'{excuse.Attribution}' is no attribution; allowed are {string.Join(", ", Attributions)}.");
            }

            if (string.IsNullOrWhiteSpace(excuse.Reason)) throw new RefusedException("理由を入力してください。", "Say the reason.");
            var before = await JournalStore.OfSubjectAsync(transaction.Context, excuse.Subject, stop);
            if (before.Count == 0) throw new RefusedException($"{excuse.Subject} の記録はありません。", $"There is no record of {excuse.Subject}.");
            var entry = transaction.Append(new JournalDraft(kind, excuse.Subject, actor, null, new Dictionary<string, object?>
            {
                ["measure"] = excuse.Measure, ["target"] = excuse.Target, ["attribution"] = excuse.Attribution, ["reason"] = excuse.Reason, ["evidence"] = excuse.Evidence,
            }));
            IReadOnlyList<JournalEntry> entries = [.. before, entry];
            if (kind == "excuse.granted" && clocks.Objection(entries, entry) is { } reason) throw new RefusedException(reason);
            await Refold.SubjectAsync(transaction, excuse.Subject, entries, stop);
            return entry;
        },
        stop);
}

/// <summary>An excuse for one clock of one subject.</summary>
/// <param name="Subject">The subject.</param>
/// <param name="Measure">The measure's id.</param>
/// <param name="Target">The target, if it is for one span; null for all.</param>
/// <param name="Attribution">One of <see cref="ExcuseActs.Attributions"/>.</param>
/// <param name="Reason">Why.</param>
/// <param name="Evidence">What shows it; null for none.</param>
public sealed record Excuse(string Subject, string Measure, string? Target, string Attribution, string Reason, string? Evidence);
