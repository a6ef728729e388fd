using Yagura.Operations.Store;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Operations.Incidents;

/// <summary>通信遮断 on an incident, target by target.</summary>
/// <remarks>As with <see cref="IncidentActs"/>: refused with a reason, or recorded with its state.</remarks>
public sealed class ContainmentActs(OperationsStore store)
{
    /// <summary>遮断実施の判断: one entry a target; each target's span of A6② starts here.</summary>
    public Task<IReadOnlyList<JournalEntry>> DecideAsync(string subject, IReadOnlyList<string> targets, string? decidedBy, By by, CancellationToken stop) =>
        store.WriteAsync<IReadOnlyList<JournalEntry>>(
            async transaction =>
            {
                var file = (await Dossier.OpenAsync(transaction, subject, by.Version, stop)).MustBeOpen();
                var entries = new List<JournalEntry>();
                foreach (var target in Names(targets))
                {
                    if (StateOf(file, target) is TargetStates.Open or TargetStates.Failed or TargetStates.Completed)
                    {
                        throw new RefusedException($"{target} はすでに遮断の対象です。", $"{target} is already to be contained, or is.");
                    }

                    entries.Add(file.Append("containment.decided", by, new() { ["target"] = target, ["by"] = decidedBy }));
                }

                return entries;
            },
            stop);

    /// <summary>遮断不要の判断 for the named targets, or for the whole incident when none is named.</summary>
    public Task<JournalEntry> DeclineAsync(string subject, IReadOnlyList<string> targets, string reason, string? decidedBy, By by, CancellationToken stop) => store.WriteAsync(
        async transaction =>
        {
            var file = (await Dossier.OpenAsync(transaction, subject, by.Version, stop)).MustBeOpen();
            Demand.Text(reason, "遮断しない理由", "why containment is declined");
            if (targets.FirstOrDefault(target => StateOf(file, target) == TargetStates.Completed) is { } done)
            {
                throw new RefusedException($"{done} はすでに遮断されています。遮断解除を記録してください。", $"{done} is contained already; record its release instead.");
            }

            return file.Append("containment.declined", by, new() { ["targets"] = targets.Count > 0 ? targets : null, ["reason"] = reason, ["by"] = decidedBy });
        },
        stop);

    /// <summary>通信遮断の完了. A target of severity 2 must have been decided first, for its span starts there.</summary>
    public Task<JournalEntry> CompleteAsync(string subject, string target, string? action, By by, CancellationToken stop) => store.WriteAsync(
        async transaction =>
        {
            var file = (await Dossier.OpenAsync(transaction, subject, by.Version, stop)).MustBeOpen();
            Demand.Text(target, "遮断対象", "the target");
            var state = StateOf(file, target);
            if (state == TargetStates.Completed) throw new RefusedException($"{target} の遮断はすでに完了しています。", $"{target} is contained already.");
            if (file.Row.Severity == 2 && state is not (TargetStates.Open or TargetStates.Failed))
            {
                throw new RefusedException(
                    $"危険度2では遮断実施の判断が先です。{target} の判断を記録してから完了を記録してください。",
                    $"For severity 2 the containment decision comes first: record it for {target}, then its completion.");
            }

            return file.Append("containment.completed", by, new() { ["target"] = target, ["action"] = action });
        },
        stop);

    /// <summary>遮断の失敗: the target stays to be contained.</summary>
    public Task<JournalEntry> FailAsync(string subject, string target, string reason, By by, CancellationToken stop) => store.WriteAsync(
        async transaction =>
        {
            var file = (await Dossier.OpenAsync(transaction, subject, by.Version, stop)).MustBeOpen();
            if (StateOf(file, target) is not (TargetStates.Open or TargetStates.Failed)) throw NotDecided(target);
            return file.Append("containment.failed", by, new() { ["target"] = target, ["reason"] = Demand.Text(reason, "失敗の理由", "why it failed") });
        },
        stop);

    /// <summary>遮断解除; also on a closed incident.</summary>
    public Task<JournalEntry> ReleaseAsync(string subject, string target, string? reason, By by, CancellationToken stop) => store.WriteAsync(
        async transaction =>
        {
            var file = await Dossier.OpenAsync(transaction, subject, by.Version, stop);
            if (StateOf(file, target) != TargetStates.Completed)
            {
                throw new RefusedException($"{target} は遮断されていません。", $"{target} is not contained.");
            }

            return file.Append("containment.released", by, new() { ["target"] = target, ["reason"] = reason });
        },
        stop);

    private static string? StateOf(Dossier file, string target) => file.Targets.FirstOrDefault(known => known.Target == target)?.State;

    private static List<string> Names(IReadOnlyList<string> targets)
    {
        var names = targets.Where(target => !string.IsNullOrWhiteSpace(target)).Distinct(StringComparer.Ordinal).ToList();
        return names.Count > 0 ? names : throw new RefusedException("遮断対象を 1 つ以上指定してください。", "Name at least one target.");
    }

    private static RefusedException NotDecided(string target) => new($"{target} の遮断実施の判断が記録されていません。", $"Containment of {target} was not decided.");
}
