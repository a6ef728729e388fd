using Yagura.Web.Parts;

namespace Yagura.Web.Pages.Records;

/// <summary>A stretch of the journal.</summary>
/// <param name="Kinds">Every kind with its text, for the filter.</param>
/// <param name="Entries">Newest first.</param>
/// <param name="Paging">Which stretch.</param>
public sealed record JournalModel(IReadOnlyList<(string Kind, string Text)> Kinds, IReadOnlyList<EntryView> Entries, Paging Paging);
