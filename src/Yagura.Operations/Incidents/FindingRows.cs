using Microsoft.EntityFrameworkCore;
using Yagura.Detection.Findings;
using Yagura.Events;
using Yagura.Operations.Store;

namespace Yagura.Operations.Incidents;

/// <summary>Findings → rows, each once.</summary>
internal sealed class FindingRows(DeskRules rules)
{
    /// <summary>Lane of a hunt's findings.</summary>
    internal const string HuntLane = "hunt";

    /// <summary>Whether the store has it, this transaction included.</summary>
    internal async Task<bool> KnownAsync(StoreTransaction transaction, Finding finding, CancellationToken stop)
    {
        bool Same(FindingRow row) => row.Sequence == finding.TriggerSequence && row.Item == finding.Item && row.RuleId == finding.RuleId
            && row.RuleHash == finding.RuleHash && row.Node == finding.Node && row.GroupKey == finding.GroupKey;
        return transaction.Context.Findings.Local.Any(Same) || await transaction.Context.Findings.AnyAsync(
            row => row.RuleId == finding.RuleId && row.RuleHash == finding.RuleHash && row.Node == finding.Node
                && row.Sequence == finding.TriggerSequence && row.Item == finding.Item && row.GroupKey == finding.GroupKey,
            stop);
    }

    /// <summary>Adds it; what the contract maps is to be grouped, an import waits.</summary>
    internal FindingRow Add(StoreTransaction transaction, Finding finding)
    {
        var severity = rules.SeverityOf(finding);
        var row = new FindingRow
        {
            RuleId = finding.RuleId, RuleHash = finding.RuleHash, Node = finding.Node, Sequence = finding.TriggerSequence, Item = finding.Item, GroupKey = finding.GroupKey,
            Title = finding.Title, TitleJa = finding.TitleJapanese, Level = finding.Level ?? "", Tags = string.Join(' ', finding.Tags), Source = finding.Source, Entity = EntityOf(finding.GroupKey),
            ReceivedAt = finding.ReceivedAt.Instant, Lane = Name(finding.Lane), Severity = severity, StoredAt = transaction.Now,
            Indicator = finding.Indicator?.ToJson(),
            Evidence = string.Join(' ', finding.Evidence.IsDefaultOrEmpty ? [finding.TriggerSequence] : finding.Evidence.TakeLast(FindingRow.EvidenceMax)),
            State = finding.Lane == Lane.Import ? FindingStates.Queued : severity is null ? FindingStates.Unmapped : FindingStates.Grouped,
        };
        transaction.Context.Findings.Add(row);
        return row;
    }

    /// <summary>Whom a group key names, for people: an empty field of it says nothing and is left out. The key itself stays the finding's identity.</summary>
    internal static string EntityOf(string groupKey) => string.Join(" / ", groupKey.Split('|', StringSplitOptions.RemoveEmptyEntries));

    private static string Name(Lane lane) => lane switch { Lane.Resend => "resend", Lane.Import => "import", _ => "live" };
}
