using Yagura.Operations.Incidents;
using Yagura.Operations.Store;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Operations.Deliverables;

/// <summary>What people record on deliverables. Which ones are due, and when, comes from the contract, never from here (FIGURES 5).</summary>
/// <remarks>Acts on moved and waived due times are refused where the figures would give them no effect.</remarks>
public sealed class DeliverableActs(OperationsStore store, SubjectClocks clocks)
{
    /// <summary>The journal subject of a deliverable's period.</summary>
    public static string SubjectOf(string deliverable, string period) => $"deliverable:{deliverable}@{period}";

    /// <summary>提出 of a version. The receipt is what the client gave for it.</summary>
    public Task<JournalEntry> SubmitAsync(string subject, int version, string? receipt, By by, CancellationToken stop) =>
        RecordAsync(subject, "deliverable.submitted", by, new() { ["version"] = version, ["receipt"] = receipt }, stop);

    /// <summary>差戻し of what was submitted last.</summary>
    public Task<JournalEntry> RejectAsync(string subject, string reason, By by, CancellationToken stop) =>
        RecordAsync(subject, "deliverable.rejected", by, new() { ["reason"] = Named(reason, "理由", "the reason") }, stop);

    /// <summary>受領 of what was submitted last.</summary>
    public Task<JournalEntry> AcceptAsync(string subject, By by, CancellationToken stop) => RecordAsync(subject, "deliverable.accepted", by, [], stop);

    /// <summary>納期の変更, before the due time, with the client's name.</summary>
    public Task<JournalEntry> MoveDueAsync(string subject, DateTimeOffset due, string reason, string agreedBy, By by, CancellationToken stop) =>
        RecordAsync(subject, "deliverable.due-moved", by, new() { ["due"] = IsoTime.Write(due, TimePrecision.Second), ["reason"] = Named(reason, "理由", "the reason"), ["agreed_by"] = agreedBy }, stop);

    /// <summary>納品の免除, before the due time, with the client's name.</summary>
    public Task<JournalEntry> WaiveAsync(string subject, string reason, string agreedBy, By by, CancellationToken stop) =>
        RecordAsync(subject, "deliverable.waived", by, new() { ["reason"] = Named(reason, "理由", "the reason"), ["agreed_by"] = agreedBy }, stop);

    private Task<JournalEntry> RecordAsync(string subject, string kind, By by, Dictionary<string, object?> data, CancellationToken stop) => store.WriteAsync(
        async transaction =>
        {
            var (deliverable, period) = Parts(subject);
            var row = await transaction.Context.Deliverables.FindAsync([subject], stop);
            if (row is null) transaction.Context.Deliverables.Add(row = new DeliverableRow { Subject = subject, Deliverable = deliverable, Period = period });
            if (by.Version is { } seen && seen != row.Version) throw new StaleException(new($"{subject} には別の記録があります。内容を確かめてから、もう一度記録してください。", $"Somebody recorded on {subject} after you opened it. Look at it, then act again."));
            Allowed(row, kind);
            if (kind is "deliverable.rejected" or "deliverable.accepted") data["version"] = row.SubmittedVersion;
            if (data.GetValueOrDefault("agreed_by") is string agreed && !Actor.IsClient(agreed)) throw new RefusedException($"「{agreed}」は担当者（client:名前）ではありません。", $"'{agreed}' is nobody of the client (client:name).");
            var entry = transaction.Append(new JournalDraft(kind, subject, by.Actor, by.Stated, data));
            IReadOnlyList<JournalEntry> entries = [.. await JournalStore.OfSubjectAsync(transaction.Context, subject, stop), entry];
            if (clocks.Objection(entries, entry) is { } reason) throw new RefusedException(reason);
            DeliverableFold.Apply(row, entries);
            return entry;
        },
        stop);

    private static void Allowed(DeliverableRow row, string kind)
    {
        if (kind is not ("deliverable.rejected" or "deliverable.accepted") || row.State == "submitted") return;
        throw new RefusedException($"{row.Subject} は提出されていないため、受領も差戻しもできません。", $"{row.Subject} was not submitted: it can be neither accepted nor rejected.");
    }

    private static (string Deliverable, string Period) Parts(string subject)
    {
        var at = subject.IndexOf('@', StringComparison.Ordinal);
        return subject.StartsWith("deliverable:", StringComparison.Ordinal) && at > "deliverable:".Length && at < subject.Length - 1
            ? (subject["deliverable:".Length..at], subject[(at + 1)..])
            : throw new RefusedException($"「{subject}」は納品物ではありません。deliverable:<id>@<期間> の形です。", $"'{subject}' is no deliverable; it is deliverable:<id>@<period>.");
    }

    private static string Named(string text, string ja, string en) => !string.IsNullOrWhiteSpace(text) ? text : throw new RefusedException($"{ja}を入力してください。", $"Say {en}.");
}

/// <summary>A deliverable's state as its entries give it.</summary>
internal static class DeliverableFold
{
    internal static void Apply(DeliverableRow row, IReadOnlyList<JournalEntry> entries)
    {
        (row.State, row.SubmittedAt, row.SubmittedVersion, row.Version) = ("ordered", null, 0, entries[^1].Number);
        foreach (var entry in Effective.Of(entries))
        {
            if (entry.Kind is not ("deliverable.submitted" or "deliverable.rejected" or "deliverable.accepted" or "deliverable.waived" or "deliverable.ordered")) continue;
            row.State = entry.Kind["deliverable.".Length..];
            if (entry.Kind != "deliverable.submitted") continue;
            row.SubmittedAt ??= entry.Effective;
            row.SubmittedVersion = (int)(entry.Data.Count("version") ?? row.SubmittedVersion + 1);
        }
    }
}
