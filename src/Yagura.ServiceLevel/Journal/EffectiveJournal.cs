namespace Yagura.ServiceLevel.Journal;

/// <summary>The journal as it stands at an as-of: corrections, retractions and confirmations applied by the approver rules of FIGURES 1, in the order of effective time, then number.</summary>
/// <param name="Facts">What counts, in order.</param>
/// <param name="Refused">Amendments that break a rule and have no effect.</param>
/// <param name="Applied">Amendments that took effect.</param>
/// <param name="Recorded">Entries recorded by the as-of.</param>
public sealed record EffectiveJournal(IReadOnlyList<Fact> Facts, IReadOnlyList<Refusal> Refused, IReadOnlyList<Amended> Applied, int Recorded)
{
    /// <summary>Applies what was recorded by an instant; entries recorded after it do not exist.</summary>
    /// <param name="entries">In any order, numbers distinct.</param>
    /// <param name="asOf">The instant, inclusive.</param>
    /// <param name="clockKinds">Kinds that start or stop a contract's clock: only the client approves their amendment.</param>
    public static EffectiveJournal Of(IReadOnlyList<JournalEntry> entries, DateTimeOffset asOf, IReadOnlySet<string> clockKinds)
    {
        var amendments = Amendments.Resolve(entries, asOf, clockKinds);
        var facts = new List<Fact>(entries.Count);
        var recorded = 0;
        foreach (var entry in entries)
        {
            if (entry.At > asOf) continue;
            recorded++;
            if (amendments.FactOf(entry) is { } fact) facts.Add(fact);
        }
        Sort(facts);
        return new EffectiveJournal(facts, amendments.Refused, amendments.Applied, recorded);
    }

    // Journals are nearly in order already; the check saves the sort of a million.
    private static void Sort(List<Fact> facts)
    {
        for (var index = 1; index < facts.Count; index++)
        {
            if (Compare(facts[index - 1], facts[index]) <= 0) continue;
            facts.Sort(Compare);
            return;
        }
    }

    private static int Compare(Fact left, Fact right)
    {
        var byTime = left.Time.UtcTicks.CompareTo(right.Time.UtcTicks);
        return byTime != 0 ? byTime : left.Number.CompareTo(right.Number);
    }
}
