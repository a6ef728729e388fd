using System.Text.Json;

namespace Yagura.ServiceLevel.Journal;

/// <summary>One fact of the append-only journal (FIGURES 1).</summary>
/// <param name="Number">From 1, dense.</param>
/// <param name="At">When it was recorded, by the machine's clock, with an offset.</param>
/// <param name="Stated">When a person says that it happened; null when it happened as it was recorded. Never after <paramref name="At"/>.</param>
/// <param name="Kind">One of <c>docs/formats/journal.md</c>; an unknown kind is kept and counts nowhere.</param>
/// <param name="Subject">Incident id, <c>detection:…</c>, <c>deliverable:…@…</c>, <c>source:…</c>, …</param>
/// <param name="Actor"><c>role:name</c> or <c>machine</c>.</param>
/// <param name="Data">An object whose keys are snake_case.</param>
public sealed record JournalEntry(long Number, DateTimeOffset At, DateTimeOffset? Stated, string Kind, string Subject, string Actor, JsonElement Data);
