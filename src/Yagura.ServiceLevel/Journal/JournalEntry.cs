namespace Yagura.ServiceLevel.Journal;

/// <summary>One fact of the append-only journal (FIGURES 1).</summary>
/// <param name="Number">From 1, dense.</param>
/// <param name="At">When it was recorded, by the machine's clock, with an offset.</param>
/// <param name="Stated">When a person says that it happened; null when it happened as it was recorded. Never after <paramref name="At"/>.</param>
/// <param name="Kind">One of <c>docs/formats/journal.md</c>; an unknown kind is kept and counts nowhere.</param>
/// <param name="Subject">Incident id, <c>detection:…</c>, <c>deliverable:…@…</c>, <c>source:…</c>, …</param>
/// <param name="Actor"><c>role:name</c> or <c>machine</c>.</param>
/// <param name="Data">An object whose keys are snake_case.</param>
public sealed record JournalEntry(long Number, DateTimeOffset At, DateTimeOffset? Stated, string Kind, string Subject, string Actor, EntryData Data)
{
    /// <summary>How late an entry may be recorded before it is 事後記録, recorded later.</summary>
    public static readonly TimeSpan RecordedLaterAfter = TimeSpan.FromMinutes(15);

    /// <summary>How exactly the effective time is known: a stated <c>12:31</c> is known to the minute.</summary>
    public TimePrecision Precision { get; init; } = TimePrecision.Second;

    /// <summary>When it happened, as far as the journal says: stated if given, else recorded.</summary>
    public DateTimeOffset Effective => Stated ?? At;

    /// <summary>事後記録: stated more than 15 minutes before it was recorded.</summary>
    /// <remarks>
    /// The mark is about a person's word. A time that the machine states stands in the evidence (a record's receive time)
    /// and is as good when analysis was late; how late it was is printed as detection lag (FIGURES 2).
    /// </remarks>
    public bool RecordedLater => Actor != Journal.Actor.Machine && Stated is { } stated && At - stated > RecordedLaterAfter;
}
