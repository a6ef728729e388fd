using Yagura.ServiceLevel.Contracts;
using Yagura.ServiceLevel.Coverage;
using Yagura.ServiceLevel.Journal;

namespace Yagura.ServiceLevel.Evaluation;

/// <summary>Everything that an evaluation rests on, already read.</summary>
/// <param name="Journal">The journal and what was wrong in it.</param>
/// <param name="Contracts">Versions of one contract, in any order; at least one.</param>
/// <param name="From">First date, in the contract's zone.</param>
/// <param name="To">Last date, inclusive.</param>
/// <param name="AsOf">Entries recorded after it do not exist; null: the later of the end of <paramref name="To"/> and the last entry.</param>
/// <param name="Coverage">From an archive's seals; null: as the journal states.</param>
/// <param name="Pin">The newest outside pin of the journal's head, as text; null: none.</param>
/// <param name="Faults">What was wrong in the contract files.</param>
public sealed record EvaluationInput(JournalText Journal, IReadOnlyList<Contract> Contracts, DateOnly From, DateOnly To, DateTimeOffset? AsOf, CoverageInput? Coverage, string? Pin, IReadOnlyList<Fault> Faults)
{
    /// <summary>From an archive's evidence; null: as the journal states.</summary>
    public StorageInput? Storage { get; init; }
}
