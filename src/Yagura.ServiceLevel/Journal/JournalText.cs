namespace Yagura.ServiceLevel.Journal;

/// <summary>What the hashes of an export say.</summary>
public enum ChainState
{
    /// <summary>The lines carry no hashes: not verified.</summary>
    NotVerified,

    /// <summary>Every line's hash follows from the one before.</summary>
    Verified,

    /// <summary>A hash does not follow; the fault names the line.</summary>
    Broken,
}

/// <summary>A journal that was read: what can be evaluated, and what could not be read.</summary>
/// <param name="Entries">In the order of the lines.</param>
/// <param name="Faults">What is wrong, with file and line.</param>
/// <param name="Chain">What the hashes say.</param>
/// <param name="Hash">The last line's hash; null without hashes.</param>
public sealed record JournalText(IReadOnlyList<JournalEntry> Entries, IReadOnlyList<Fault> Faults, ChainState Chain, string? Hash)
{
    /// <summary>The newest pin that could be compared; null for none: then a chain recomputed as a whole would not be found.</summary>
    public JournalPin? Pin { get; init; }
}
