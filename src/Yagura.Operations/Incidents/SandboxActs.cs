using Microsoft.EntityFrameworkCore;
using Yagura.Operations.Store;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Operations.Incidents;

/// <summary>独自の判断 on sandbox alerts.</summary>
public sealed class SandboxActs(OperationsStore store)
{
    /// <summary>What a judgement can say.</summary>
    public static readonly IReadOnlyList<string> Verdicts = ["malicious", "suspicious", "harmless"];

    /// <summary>A person's own judgement; stops A4. A later one changes the verdict, not the time.</summary>
    public Task<JournalEntry> JudgeAsync(string subject, string verdict, string? reason, By by, CancellationToken stop) => store.WriteAsync(
        async transaction =>
        {
            Demand.OneOf(verdict, Verdicts, "判断", "verdict");
            if (by.Actor == Actor.Machine) throw new RefusedException("判断は人が行います。", "A judgement is a person's.");
            var row = await transaction.Context.SandboxAlerts.SingleOrDefaultAsync(known => known.Subject == subject, stop)
                ?? throw new RefusedException($"サンドボックスの検知 {subject} はありません。", $"There is no sandbox alert {subject}.");
            if (by.Version is { } seen && seen != row.Version)
            {
                throw new StaleException(new($"{subject} には別の記録があります。内容を確かめてから、もう一度記録してください。", $"Somebody recorded on {subject} after you opened it. Look at it, then act again."));
            }

            var entry = transaction.Append(new JournalDraft("judgement.made", subject, by.Actor, by.Stated, new Dictionary<string, object?> { ["verdict"] = verdict, ["reason"] = reason }));
            (row.Verdict, row.Version) = (verdict, entry.Number);
            row.JudgedAt ??= entry.Effective;
            return entry;
        },
        stop);
}
