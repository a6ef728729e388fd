using System.Collections.Frozen;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Operations.Incidents;

/// <summary>What counts of a subject's entries: corrections applied, retracted ones left out, in effective order.</summary>
internal static class Effective
{
    /// <summary>The effective entries. Amendments were checked against the contract when they were recorded, so here none needs the client again.</summary>
    internal static IEnumerable<JournalEntry> Of(IReadOnlyList<JournalEntry> entries) =>
        EffectiveJournal.Of(entries, DateTimeOffset.MaxValue, FrozenSet<string>.Empty).Facts.Select(fact => fact.Entry);
}
