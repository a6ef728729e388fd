using System.Runtime.InteropServices;

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

    // By the times alone first: comparing a million facts through two objects each costs several times as much. Then those of one time by number.
    private static void Sort(List<Fact> facts)
    {
        var all = CollectionsMarshal.AsSpan(facts);
        var times = new long[all.Length];
        var sorted = true;
        for (var index = 0; index < all.Length; index++)
        {
            times[index] = all[index].Time.UtcTicks;
            sorted &= index == 0 || times[index - 1] <= times[index];
        }
        if (!sorted) times.AsSpan().Sort(all);
        for (int first = 0, next; first < all.Length; first = next)
        {
            for (next = first + 1; next < all.Length && times[next] == times[first];) next++;
            if (next - first > 1) all[first..next].Sort(static (left, right) => left.Number.CompareTo(right.Number));
        }
    }
}
