using Microsoft.EntityFrameworkCore;
using Yagura.Detection.Findings;
using Yagura.Operations.Store;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Operations.Incidents;

/// <summary>Findings become incidents (FIGURES 2): finding, incident, entries and cursor in one transaction; a replay adds nothing twice.</summary>
public sealed class IncidentDesk(OperationsStore store, DeskRules rules)
{
    /// <summary>The cursor's stage: the seal's <c>analysed</c> line says where it stands.</summary>
    public const string Stage = "detect";

    /// <summary>How long an open incident takes in further findings of its rule and entity.</summary>
    public static readonly TimeSpan JoinMax = TimeSpan.FromHours(24);

    private readonly FindingRows _findings = new(rules);
    private readonly SandboxDesk _sandbox = new(rules.JudgementReuse);

    /// <summary>How far detection is durable, and with which rule set; (0, "") before the first batch.</summary>
    public Task<(long Sequence, string RuleSet)> CursorAsync(CancellationToken stop) => store.ReadAsync(async context =>
        await context.Cursors.SingleOrDefaultAsync(row => row.Stage == Stage, stop) is { } cursor ? (cursor.Sequence, cursor.Detail) : (0L, ""));

    /// <summary>Commits one stretch of analysis.</summary>
    public Task<DeskResult> TakeAsync(DetectionBatch batch, CancellationToken stop) => store.WriteAsync(
        async transaction =>
        {
            var cursor = (await transaction.Context.Cursors.FindAsync([Stage], stop))?.Sequence ?? 0;
            var (stored, known, opened) = (0, 0, new List<string>());
            foreach (var finding in batch.Findings)
            {
                if (await _findings.KnownAsync(transaction, finding, stop)) known++;
                else
                {
                    stored++;
                    if (await FileAsync(transaction, _findings.Add(transaction, finding), stop) is { } subject) opened.Add(subject);
                }
            }

            var alerts = 0;
            foreach (var alert in batch.SandboxAlerts) alerts += await _sandbox.TakeAsync(transaction, alert, alert.Sequence <= cursor, stop) ? 1 : 0;
            foreach (var overflow in batch.Overflow.Where(overflow => overflow.LastSequence > cursor)) await CountAsync(transaction, overflow, stop);
            foreach (var blind in batch.Blind.Where(blind => blind.LastSequence > cursor)) Blind(transaction, batch.Node, blind);
            if (batch.Through > cursor) await transaction.MoveCursorAsync(Stage, batch.Through, batch.RuleSet);
            return new DeskResult(stored, known, opened, alerts);
        },
        stop);

    /// <summary>Records that a rule set is in force from a sequence on; nothing when it is the one recorded last.</summary>
    public Task<bool> RulesLoadedAsync(string ruleSet, long fromSequence, int count, string actor, CancellationToken stop) => store.WriteAsync(
        async transaction =>
        {
            var known = await transaction.Context.Settings.FindAsync(["rules"], stop);
            if (known?.Value == ruleSet) return false;
            if (known is null) transaction.Context.Settings.Add(known = new SettingRow { Key = "rules" });
            (known.Value, known.At) = (ruleSet, transaction.Now);
            transaction.Append(new JournalDraft("rules.loaded", "rules", actor, null, new Dictionary<string, object?> { ["hash"] = ruleSet, ["from_seq"] = fromSequence, ["count"] = count }));
            return true;
        },
        stop);

    /// <summary>Puts findings of a hunt into the queue: they open nothing until somebody accepts them. Returns how many were new.</summary>
    public Task<int> QueueAsync(IReadOnlyList<Finding> findings, CancellationToken stop) => store.WriteAsync(
        async transaction =>
        {
            var stored = 0;
            foreach (var finding in findings)
            {
                if (await _findings.KnownAsync(transaction, finding, stop)) continue;
                var row = _findings.Add(transaction, finding);
                (row.Lane, row.State) = (FindingRows.HuntLane, FindingStates.Queued);
                stored++;
            }

            return stored;
        },
        stop);

    /// <summary>Records a hunt, and closes the blind ranges that it looked through.</summary>
    public Task<HuntRecorded> HuntedAsync(HuntFacts hunt, CancellationToken stop) => store.WriteAsync(transaction => HuntDesk.RecordAsync(transaction, hunt, stop), stop);

    /// <summary>Accepts a queued finding: only now it is detected, and opens an incident or joins one. Returns the incident's subject.</summary>
    public Task<string> AcceptAsync(long finding, int severity, By by, CancellationToken stop) => store.WriteAsync(
        async transaction =>
        {
            var row = await QueuedAsync(transaction, finding, stop);
            row.Severity = Demand.Severity(severity);
            var file = await JoinableAsync(transaction, row, transaction.Now, stop);
            if (file is null)
            {
                file = await Dossier.NewAsync(transaction, by.Actor, new Opening(row.Title, row.RuleId, row.Entity, Drill: false) { TitleJa = row.TitleJa }, stop);
                file.Append("incident.detected", by.Actor, null, new() { ["finding"] = row.Identity, ["rule"] = row.RuleId });
                file.Append("incident.severity-set", by.Actor, null, new() { ["severity"] = severity });
            }

            file.Append("finding.triaged", by.Actor, null, new() { ["verdict"] = "accepted", ["finding"] = row.Identity });
            Group(row, file);
            row.Verdict = "accepted";
            return file.Row.Subject;
        },
        stop);

    /// <summary>Refuses a queued finding.</summary>
    public Task<JournalEntry> RejectAsync(long finding, string reason, By by, CancellationToken stop) => store.WriteAsync(
        async transaction =>
        {
            var row = await QueuedAsync(transaction, finding, stop);
            (row.State, row.Verdict) = (FindingStates.Rejected, "rejected");
            return transaction.Append(new JournalDraft("finding.triaged", $"detection:{row.Identity}", by.Actor, by.Stated, new Dictionary<string, object?>
            {
                ["verdict"] = "rejected", ["reason"] = Demand.Text(reason, "理由", "the reason"), ["finding"] = row.Identity,
            }));
        },
        stop);

    /// <summary>選別: a verdict on one finding of an incident.</summary>
    /// <param name="finding">The finding's row.</param>
    /// <param name="verdict">One of <see cref="Verdicts"/>.</param>
    /// <param name="reason">Why; null to say no more.</param>
    /// <param name="by">Who acts.</param>
    /// <param name="stop">Gives up waiting.</param>
    public Task<JournalEntry> TriageAsync(long finding, string verdict, string? reason, By by, CancellationToken stop) => store.WriteAsync(
        async transaction =>
        {
            Demand.OneOf(verdict, Verdicts, "判定", "verdict");
            var row = await transaction.Context.Findings.FindAsync([finding], stop);
            if (row?.Incident is not { } incident) throw new RefusedException("その検出はどのインシデントにも属していません。", "That finding is in no incident.");
            row.Verdict = verdict;
            return (await Dossier.OpenAsync(transaction, $"INC-{incident}", by.Version, stop)).Append("finding.triaged", by, new() { ["verdict"] = verdict, ["reason"] = reason, ["finding"] = row.Identity });
        },
        stop);

    /// <summary>Verdicts of a triage.</summary>
    public static readonly IReadOnlyList<string> Verdicts = ["true-positive", "false-positive", "benign"];

    private static async Task<string?> FileAsync(StoreTransaction transaction, FindingRow row, CancellationToken stop)
    {
        if (row.State != FindingStates.Grouped) return null;
        var received = new StatedTime(row.ReceivedAt, TimePrecision.Second);
        if (await JoinableAsync(transaction, row, row.ReceivedAt, stop) is { } open)
        {
            // Records of two nodes may be analysed out of order: detection is the earliest one's receive time.
            if (row.ReceivedAt < open.Row.DetectedAt) open.Append("incident.detected", Actor.Machine, received, Detected(row));
            Group(row, open);
            return null;
        }

        var file = await Dossier.NewAsync(transaction, Actor.Machine, new Opening(row.Title, row.RuleId, row.Entity, Drill: false) { TitleJa = row.TitleJa }, stop);
        file.Append("incident.detected", Actor.Machine, received, Detected(row));
        file.Append("incident.severity-set", Actor.Machine, null, new() { ["severity"] = row.Severity, ["provisional"] = true, ["reason"] = $"contract mapping of rule {row.RuleId}" });
        Group(row, file);
        return file.Row.Subject;
    }

    private static Dictionary<string, object?> Detected(FindingRow row) => new() { ["finding"] = row.Identity, ["rule"] = row.RuleId };

    private static void Group(FindingRow row, Dossier file)
    {
        (row.Incident, row.State) = (file.Row.Number, FindingStates.Grouped);
        file.Row.Findings++;
    }

    private static async Task<Dossier?> JoinableAsync(StoreTransaction transaction, FindingRow row, DateTimeOffset detected, CancellationToken stop) =>
        await JoinableSubjectAsync(transaction, row.RuleId, row.Entity, detected, stop) is { } subject ? await Dossier.OpenAsync(transaction, subject, null, stop) : null;

    private static async Task<string?> JoinableSubjectAsync(StoreTransaction transaction, string rule, string entity, DateTimeOffset at, CancellationToken stop)
    {
        bool Joins(IncidentRow row) => row.State == IncidentStates.Open && row.RuleId == rule && row.Entity == entity && !row.Drill && row.DetectedAt is { } from && (at - from).Duration() < JoinMax;
        if (transaction.Context.Incidents.Local.FirstOrDefault(Joins) is { } local) return local.Subject;
        var open = await transaction.Context.Incidents.Where(row => row.State == IncidentStates.Open && row.RuleId == rule && row.Entity == entity).OrderByDescending(row => row.Number).ToListAsync(stop);
        return open.Find(Joins)?.Subject;
    }

    private static async Task CountAsync(StoreTransaction transaction, FindingOverflow overflow, CancellationToken stop)
    {
        var minute = new DateTimeOffset(transaction.Now.UtcTicks - (transaction.Now.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
        var row = await transaction.Context.FindingCounts.FindAsync([overflow.RuleId, overflow.GroupKey, minute], stop);
        if (row is null) transaction.Context.FindingCounts.Add(row = new FindingCountRow { RuleId = overflow.RuleId, GroupKey = overflow.GroupKey, Minute = minute });
        row.Count += overflow.Count;
        if (await JoinableSubjectAsync(transaction, overflow.RuleId, FindingRows.EntityOf(overflow.GroupKey), transaction.Now, stop) is not { } subject) return;
        var incident = transaction.Context.Incidents.Local.First(known => known.Subject == subject);
        incident.Findings += overflow.Count;
        row.Incident = incident.Number;
    }

    private static void Blind(StoreTransaction transaction, string node, BlindRange blind) =>
        transaction.Append(new JournalDraft("rule.blind", $"rule:{blind.RuleId}", Actor.Machine, null, new Dictionary<string, object?>
        {
            ["rule"] = blind.RuleId, ["from"] = blind.FirstSequence, ["to"] = blind.LastSequence, ["reason"] = blind.Reason, ["node"] = node,
        }));

    private static async Task<FindingRow> QueuedAsync(StoreTransaction transaction, long finding, CancellationToken stop) =>
        await transaction.Context.Findings.FindAsync([finding], stop) is { State: FindingStates.Queued } row
            ? row
            : throw new RefusedException("その検出は承認待ちではありません。", "That finding does not wait for acceptance.");
}
