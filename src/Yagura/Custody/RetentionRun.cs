using Microsoft.EntityFrameworkCore;
using Yagura.Archive.Chain;
using Yagura.Archive.Retention;
using Yagura.Archive.Seal;
using Yagura.Events;
using Yagura.Operations.Adoption;
using Yagura.Operations.Store;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Custody;

/// <summary>What a run of retention did, or with <paramref name="Dry"/> would do.</summary>
/// <param name="Dry">Whether nothing was deleted.</param>
/// <param name="Months">How long evidence stays: the longer of policy and contract.</param>
/// <param name="Seals">Seals whose evidence went.</param>
/// <param name="Records">Their records.</param>
/// <param name="From">Earliest record; null when none went.</param>
/// <param name="To">Latest record.</param>
/// <param name="Held">Seals that were due and stay for a legal hold.</param>
/// <param name="Entry">The journal's entry; null when none was written.</param>
internal sealed record RetentionOutcome(bool Dry, int Months, long Seals, long Records, string? From, string? To, long Held, long? Entry);

/// <summary>Deletes what is due, in the order that leaves a trace at every crash: entry, <c>.deleted</c>, deletion; the next seal vouches.</summary>
internal sealed class RetentionRun(SealFolder seals, OperationsStore store, ContractBook contracts, int policyMonths)
{
    private readonly EvidenceDeletion deletion = new(seals);

    /// <summary>One run.</summary>
    /// <param name="dry">Only says what would go.</param>
    /// <param name="now">When.</param>
    /// <param name="withHead">Runs an act while no seal is written, with the newest one.</param>
    /// <param name="stop">Gives up between two files.</param>
    public async Task<RetentionOutcome> RunAsync(bool dry, DateTimeOffset now, Action<Action<SealHead>> withHead, CancellationToken stop)
    {
        var holds = await store.ReadAsync(async context => await context.Journal.Where(row => row.Subject.StartsWith("hold:")).OrderBy(row => row.Number).Select(row => row.Line).ToListAsync(stop));
        var entries = JournalReader.Read("journal", string.Join('\n', holds)).Entries;
        if (entries.Count != holds.Count)
            throw new ArchiveException("the journal's entries about holds cannot all be read; nothing is deleted");
        var rule = RetentionRule.Of(policyMonths, contracts, now, entries);
        var held = 0L;
        var due = deletion.Candidates(rule.NothingFrom(now), seal =>
        {
            var may = rule.MayGo(seal, now);
            if (!may && now >= rule.KeptUntil(seal)) held++;
            return may;
        }).ToList();
        // What a crash left half done has its entry already.
        var fresh = due.Where(seal => !deletion.IsBegun(seal)).ToList();
        var outcome = Sum(fresh, rule.Months, dry) with { Held = held };
        if (dry || due.Count == 0)
            return outcome;
        var entry = fresh.Count > 0 ? await RecordAsync(outcome, stop) : JournalHead.Empty;
        foreach (var seal in due)
        {
            stop.ThrowIfCancellationRequested();
            withHead(head => deletion.Delete(seal, head, entry, ReceiveTime.From(now)));
        }

        return outcome with { Entry = entry.Number == 0 ? null : entry.Number };
    }

    private static RetentionOutcome Sum(List<SealFolder.Found> due, int months, bool dry) => new(
        dry,
        months,
        due.Count,
        due.Sum(seal => seal.Content.Count),
        due.Count == 0 ? null : due.Min(seal => seal.Content.Earliest ?? seal.Content.From).ToString(),
        due.Count == 0 ? null : due.Max(seal => seal.Content.Latest ?? seal.Content.To).ToString(),
        Held: 0,
        Entry: null);

    private Task<JournalHead> RecordAsync(RetentionOutcome outcome, CancellationToken stop) => store.WriteAsync(
        transaction =>
        {
            transaction.Append(new JournalDraft("evidence.deleted", "archive", Actor.Machine, null, new Dictionary<string, object?>
            {
                ["from"] = outcome.From,
                ["to"] = outcome.To,
                ["seals"] = outcome.Seals,
                ["records"] = outcome.Records,
                ["reason"] = $"kept for {outcome.Months} months",
            }));
            return Task.FromResult(new JournalHead(transaction.Number, transaction.Hash));
        },
        stop);
}
