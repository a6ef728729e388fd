namespace Yagura.Web.Parts;

/// <summary>A journal entry as pages show it.</summary>
/// <param name="Number">Its number.</param>
/// <param name="At">When it was recorded.</param>
/// <param name="Stated">When it is said to have happened; null when as recorded.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Text">What the kind records, in the page's language.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="Actor"><c>role:name</c> or <c>machine</c>.</param>
/// <param name="Data">Its data, key by key, as text from outside.</param>
public sealed record EntryView(long Number, DateTimeOffset At, DateTimeOffset? Stated, string Kind, string Text, string Subject, string Actor, IReadOnlyList<KeyValuePair<string, string>> Data)
{
    /// <summary>When it counts.</summary>
    public DateTimeOffset Effective => Stated ?? At;

    /// <summary>事後記録, as the figures mark it (FIGURES 1).</summary>
    public required bool RecordedLater { get; init; }
}
