using Yagura.Detection.Findings;
using Yagura.Events;
using Yagura.Operations.Incidents;
using Yagura.Operations.Store;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Tests.Operations.Incidents;

/// <summary>Samples for the desk.</summary>
internal static class Some
{
    internal static readonly DateTimeOffset Noon = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);
    internal static readonly By Analyst = new("contractor:sato", null, null);
    internal static readonly By Client = new("client:tanaka", null, null);

    /// <summary>Critical is severity 3, high is 2, anything else opens nothing.</summary>
    internal static readonly DeskRules Rules = new(finding => finding.Level switch { "critical" => 3, "high" => 2, _ => null }, TimeSpan.FromDays(30));

    /// <summary>No contract: no clock ever runs.</summary>
    internal static readonly SubjectClocks NoClocks = new((_, _) => []);

    internal static Finding Finding(long sequence, string rule, string entity, string level) => new()
    {
        RuleId = rule, RuleHash = new string('a', 64), RuleFolder = "rules", Title = $"Title of {rule}", Level = level, Node = "node-1", TriggerSequence = sequence, Item = 0,
        GroupKey = entity, Source = "fw1", ReceivedAt = ReceiveTime.From(Noon.AddSeconds(-30 + sequence)), Lane = Lane.Live, Evidence = [sequence],
    };

    internal static SandboxAlert Alert(string id, string hash, long sequence) =>
        new(id, hash, "Trojan", "192.0.2.7", "sandbox1", ReceiveTime.From(Noon.AddSeconds(-30 + sequence)), "node-1", sequence, 0);

    internal static DetectionBatch Batch(long through, params Finding[] findings) => new()
    {
        Through = through, RuleSet = "r1", Node = "node-1", Findings = findings, SandboxAlerts = [], Overflow = [], Blind = [],
    };

    internal static async Task<IReadOnlyList<JournalEntry>> JournalAsync(OperationsStore store) => await new JournalStore(store).ReadAsync(0, 10_000, CancellationToken.None);
}
