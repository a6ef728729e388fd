using Yagura.ServiceLevel.Journal;

namespace Yagura.Operations.Incidents;

/// <summary>What counts of a subject's entries: corrections applied, retracted ones left out, in effective order.</summary>
internal static class Effective
{
    internal static IEnumerable<JournalEntry> Of(IReadOnlyList<JournalEntry> entries) => entries.OrderBy(entry => entry.Effective).ThenBy(entry => entry.Number);
}
