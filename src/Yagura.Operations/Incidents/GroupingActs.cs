using Microsoft.EntityFrameworkCore;
using Yagura.Operations.Store;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Operations.Incidents;

/// <summary>Links, merges and splits of incidents.</summary>
/// <remarks>As with <see cref="IncidentActs"/>: refused with a reason, or recorded with its state.</remarks>
public sealed class GroupingActs(OperationsStore store)
{
    /// <summary>関連付け to another record: an incident, a service, a vulnerability.</summary>
    /// <param name="subject">The incident.</param>
    /// <param name="to">The other record's subject.</param>
    /// <param name="relation">How they belong together, for example <c>cause</c>, <c>drill</c>; null to say no more.</param>
    /// <param name="by">Who acts.</param>
    /// <param name="stop">Gives up waiting.</param>
    public Task<JournalEntry> LinkAsync(string subject, string to, string? relation, By by, CancellationToken stop) => store.WriteAsync(
        async transaction =>
        {
            var file = await Dossier.OpenAsync(transaction, subject, by.Version, stop);
            if (Demand.Text(to, "関連付け先", "what it is linked to") == subject) throw new RefusedException("自分自身には関連付けられません。", "It cannot be linked to itself.");
            return file.Append("incident.linked", by, new() { ["to"] = to, ["as"] = relation });
        },
        stop);

    /// <summary>統合: the survivor takes the findings; it has the earliest detection and any over (FIGURES 3).</summary>
    public Task<JournalEntry> MergeAsync(string subject, string into, string? reason, By by, CancellationToken stop) => store.WriteAsync(
        async transaction =>
        {
            var file = (await Dossier.OpenAsync(transaction, subject, by.Version, stop)).MustBeOpen();
            if (into == subject) throw new RefusedException("自分自身には統合できません。", "It cannot be merged into itself.");
            var survivor = (await Dossier.OpenAsync(transaction, into, null, stop)).MustBeOpen();
            if (file.Row.Drill != survivor.Row.Drill)
            {
                throw new RefusedException("訓練と実際のインシデントは統合できません。関連付けてください。", "A drill and a real incident cannot be merged; link them.");
            }

            foreach (var finding in await transaction.Context.Findings.Where(finding => finding.Incident == file.Row.Number).ToListAsync(stop)) finding.Incident = survivor.Row.Number;
            survivor.Row.Findings += file.Row.Findings;
            file.Row.Findings = 0;
            return file.Append("incident.merged", by, new() { ["into"] = into, ["reason"] = reason });
        },
        stop);

    /// <summary>分割: the named findings become an incident of their own, detected with its own earliest finding. Returns its subject.</summary>
    public Task<string> SplitAsync(string subject, IReadOnlyList<long> findings, string title, By by, CancellationToken stop) => store.WriteAsync(
        async transaction =>
        {
            var file = (await Dossier.OpenAsync(transaction, subject, by.Version, stop)).MustBeOpen();
            Demand.Text(title, "件名", "a title");
            var moved = await transaction.Context.Findings.Where(finding => finding.Incident == file.Row.Number && findings.Contains(finding.Id)).OrderBy(finding => finding.ReceivedAt).ToListAsync(stop);
            if (moved.Count == 0 || moved.Count != findings.Distinct().Count()) throw new RefusedException($"分割する検出は {subject} のものから選んでください。", $"Choose findings of {subject} to split off.");
            if (moved.Count >= file.Row.Findings) throw new RefusedException("すべての検出は分割できません。", "Not all findings can be split off.");

            var child = await Dossier.NewAsync(transaction, by.Actor, new Opening(title, moved[0].RuleId, moved[0].Entity, file.Row.Drill), stop);
            child.Append("incident.split", by, new() { ["from"] = subject, ["findings"] = moved.Select(finding => finding.Identity).ToList() });
            child.Append("incident.detected", Actor.Machine, new StatedTime(moved[0].ReceivedAt, TimePrecision.Second), new() { ["finding"] = moved[0].Identity, ["rule"] = moved[0].RuleId });
            if (file.Row.Severity is { } severity) child.Append("incident.severity-set", Actor.Machine, null, new() { ["severity"] = severity, ["provisional"] = true, ["reason"] = $"split from {subject}" });
            foreach (var finding in moved) finding.Incident = child.Row.Number;
            child.Row.Findings = moved.Count;
            file.Row.Findings -= moved.Count;
            return child.Row.Subject;
        },
        stop);
}
