using Yagura.ServiceLevel.Clocks;
using Yagura.ServiceLevel.Journal;
using Yagura.ServiceLevel.Measures;

namespace Yagura.ServiceLevel.Evaluation;

/// <summary>An evaluation: a table whose every figure names its entries, and what stands beside it.</summary>
/// <param name="Scope">Period, as-of and the contract version in force.</param>
/// <param name="Journal">What the journal was.</param>
/// <param name="Pin">The newest outside pin; null: pinned by nobody.</param>
/// <param name="Measures">In the order of the contract.</param>
/// <param name="Costs">The cost comparison; null when the contract has none.</param>
/// <param name="Reconciliation">Where every recorded subject went.</param>
/// <param name="Remarks">What else is printed.</param>
public sealed record EvaluationResult(MeasureScope Scope, JournalFacts Journal, string? Pin, IReadOnlyList<MeasureFigure> Measures, CostFigure? Costs, Reconciliation Reconciliation, EvaluationRemarks Remarks)
{
    /// <summary>暫定: a clock runs, records are pending, or the period is not over at as-of.</summary>
    public bool Provisional => Scope.AsOf < Scope.Ends || Measures.Any(figure => figure switch
    {
        ClockFigure clock => clock.Counts.Running > 0 || clock.Subjects.Any(state => state.State == ClockStatus.Overdue && !state.Drill),
        OnTimeFigure onTime => onTime.Counts.Running > 0,
        LossFigure loss => loss.Minutes.Pending > 0,
        _ => false,
    });
}

/// <summary>What the journal was that the figures rest on.</summary>
/// <param name="Entries">Entries read and recorded by the as-of.</param>
/// <param name="Number">The last of them.</param>
/// <param name="Hash">The last line's hash; null without hashes.</param>
/// <param name="Chain">What the hashes say.</param>
public sealed record JournalFacts(int Entries, long Number, string? Hash, ChainState Chain);

/// <summary>recorded = counted + drills + preparation + withdrawn + merged; beside it, what no measure counts.</summary>
/// <param name="Recorded">Subjects that a clock of the contract was about.</param>
/// <param name="Counted">Counted in at least one measure.</param>
/// <param name="Drills">Drills.</param>
/// <param name="Preparation">Started in the preparation period.</param>
/// <param name="Withdrawn">Withdrawn.</param>
/// <param name="Merged">Merged into another.</param>
/// <param name="Superseded">Left every measure before it was over; not in recorded.</param>
/// <param name="NotComputable">A stop without a start; not in recorded.</param>
public sealed record Reconciliation(int Recorded, int Counted, int Drills, int Preparation, int Withdrawn, int Merged, int Superseded, int NotComputable);

/// <summary>What an evaluation prints beside its figures.</summary>
/// <param name="Exclusions">訂正・除外一覧.</param>
/// <param name="UnknownKinds">Kinds that count nowhere, in order.</param>
/// <param name="Restatements">Issued figures that are different now.</param>
/// <param name="Decisions">What people decided of measures (評価).</param>
/// <param name="Faults">What was wrong in the inputs and left out.</param>
public sealed record EvaluationRemarks(IReadOnlyList<Exclusion> Exclusions, IReadOnlyList<string> UnknownKinds, IReadOnlyList<Restatement> Restatements, IReadOnlyList<Fact> Decisions, IReadOnlyList<Fault> Faults);

/// <summary>An issued report is never rewritten; the next prints what changed.</summary>
/// <param name="Period">The issued period.</param>
/// <param name="Measure">The measure.</param>
/// <param name="Issued">The figure at the issued as-of.</param>
/// <param name="Now">The figure at this as-of.</param>
/// <param name="Entry">The <c>evaluation.issued</c>.</param>
public sealed record Restatement(string Period, string Measure, string Issued, string Now, long Entry);
