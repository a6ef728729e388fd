using Yagura.ServiceLevel.Journal;
using Yagura.Settings;

namespace Yagura.Evaluating;

/// <summary>What an evaluation is asked.</summary>
/// <param name="Journal">A journal's file; null: the store of the settings.</param>
/// <param name="Contracts">Contract files; none: those of the settings, which need a store.</param>
/// <param name="Archive">The archive's folder; null: the data folder's own, or none for a journal's file.</param>
/// <param name="From">First date.</param>
/// <param name="To">Last date, inclusive.</param>
/// <param name="AsOf">Entries recorded after it do not exist; null: the default of FIGURES 6.</param>
internal sealed record EvaluationQuestion(string? Journal, IReadOnlyList<string> Contracts, string? Archive, DateOnly From, DateOnly To, DateTimeOffset? AsOf)
{
    /// <summary>Heads of the journal that somebody outside holds.</summary>
    public required IReadOnlyList<JournalPin> Pins { get; init; }

    /// <summary>The data folder and its contracts.</summary>
    public required YaguraSettings Settings { get; init; }
}
