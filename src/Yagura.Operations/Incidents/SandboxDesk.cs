using Microsoft.EntityFrameworkCore;
using Yagura.Operations.Store;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Operations.Incidents;

/// <summary>Sandbox alerts → occurrences of A4 (FIGURES 3): the same id twice is a duplicate, the same hash may reuse a judgement.</summary>
internal sealed class SandboxDesk(TimeSpan? reuse)
{
    /// <summary>The journal subject of an alert.</summary>
    internal static string SubjectOf(string alert) => $"detection:{alert}";

    /// <summary>Takes one alert; false when its id was there before.</summary>
    /// <param name="transaction">The act.</param>
    /// <param name="alert">The alert.</param>
    /// <param name="replayed">Whether its record was analysed before: then it is no further copy.</param>
    /// <param name="stop">Gives up waiting.</param>
    internal async Task<bool> TakeAsync(StoreTransaction transaction, SandboxAlert alert, bool replayed, CancellationToken stop)
    {
        var subject = SubjectOf(alert.Alert);
        if (await transaction.Context.SandboxAlerts.FindAsync([subject], stop) is { } known)
        {
            if (!replayed) known.Duplicates++;
            return false;
        }

        var row = new SandboxRow
        {
            Subject = subject, Alert = alert.Alert, Source = alert.Source, Hash = alert.Hash, Title = alert.Title, Entity = alert.Entity,
            ReceivedAt = alert.ReceivedAt.Instant, Node = alert.Node, Sequence = alert.Sequence, Item = alert.Item,
        };
        transaction.Context.SandboxAlerts.Add(row);
        row.Version = transaction.Append(new JournalDraft("sandbox.detected", subject, Actor.Machine, new StatedTime(row.ReceivedAt, TimePrecision.Second), new Dictionary<string, object?>
        {
            ["alert"] = alert.Alert, ["source"] = alert.Source, ["hash"] = alert.Hash.Length > 0 ? alert.Hash : null, ["received"] = alert.ReceivedAt.ToString(), ["seq"] = alert.Sequence, ["item"] = alert.Item,
        })).Number;
        await ReuseAsync(transaction, row, stop);
        return true;
    }

    private async Task ReuseAsync(StoreTransaction transaction, SandboxRow row, CancellationToken stop)
    {
        if (reuse is not { } span || row.Hash.Length == 0) return;
        var oldest = row.ReceivedAt - span;
        var judged = await transaction.Context.SandboxAlerts
            .Where(other => other.Hash == row.Hash && other.JudgedAt != null && other.ReusedOf == null && other.Subject != row.Subject)
            .OrderByDescending(other => other.JudgedAt).FirstOrDefaultAsync(stop);
        if (judged is null || judged.JudgedAt < oldest) return;
        row.Version = transaction.Append(new JournalDraft("judgement.reused", row.Subject, Actor.Machine, null, new Dictionary<string, object?> { ["of"] = judged.Subject, ["verdict"] = judged.Verdict })).Number;
        (row.Verdict, row.JudgedAt, row.ReusedOf) = (judged.Verdict, transaction.Now, judged.Subject);
    }

    /// <summary>The judgement as the alert's effective entries give it.</summary>
    internal static void Apply(SandboxRow row, IEnumerable<JournalEntry> entries, long newest)
    {
        (row.Verdict, row.JudgedAt, row.ReusedOf, row.Version) = (null, null, null, newest);
        foreach (var entry in entries.Where(entry => entry.Kind is "judgement.made" or "judgement.reused"))
        {
            row.Verdict = entry.Data.Text("verdict");
            row.JudgedAt ??= entry.Effective;
            row.ReusedOf ??= entry.Kind == "judgement.reused" ? entry.Data.Text("of") : null;
        }
    }
}
