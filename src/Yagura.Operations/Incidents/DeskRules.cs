using Yagura.Detection.Findings;
using Yagura.Operations.Adoption;
using Yagura.ServiceLevel.Contracts;

namespace Yagura.Operations.Incidents;

/// <summary>What the contract in force says about findings.</summary>
/// <param name="SeverityOf">Severity 1 to 3 that a finding is mapped to; null: it opens nothing.</param>
/// <param name="JudgementReuse">How long a sandbox judgement holds for the same hash; null: never reused by the machine.</param>
public sealed record DeskRules(Func<Finding, int?> SeverityOf, TimeSpan? JudgementReuse)
{
    /// <summary>The rules of a contract; a book without one opens nothing.</summary>
    public static DeskRules Of(ContractBook book, DateTimeOffset now) => book.At(now) is not { } contract ? new(_ => null, null) : new(
        finding => contract.SeverityOf(finding.RuleFolder, finding.RuleId, finding.Tags, finding.Level ?? ""),
        contract.Measures.OfType<ClockMeasure>().FirstOrDefault(measure => measure.Clock.Start.Terms.Contains("sandbox.detected"))?.Clock.Reuse);
}

/// <summary>What one stretch of analysis brought, committed as one.</summary>
public sealed record DetectionBatch
{
    /// <summary>The last sequence that was offered to every rule.</summary>
    public required long Through { get; init; }

    /// <summary>Hash of the rule set.</summary>
    public required string RuleSet { get; init; }

    /// <summary>Id of the node.</summary>
    public required string Node { get; init; }

    /// <summary>Findings in order.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>Sandbox alerts in order.</summary>
    public required IReadOnlyList<SandboxAlert> SandboxAlerts { get; init; }

    /// <summary>Findings beyond the row limits.</summary>
    public required IReadOnlyList<FindingOverflow> Overflow { get; init; }

    /// <summary>What rules that threw did not see.</summary>
    public required IReadOnlyList<BlindRange> Blind { get; init; }
}

/// <summary>What became of a batch.</summary>
/// <param name="Stored">Findings that were new.</param>
/// <param name="Known">Findings that were in the store already: a replay.</param>
/// <param name="Opened">Subjects of the incidents that were opened.</param>
/// <param name="Sandbox">Sandbox alerts that were new.</param>
public sealed record DeskResult(int Stored, int Known, IReadOnlyList<string> Opened, int Sandbox);
