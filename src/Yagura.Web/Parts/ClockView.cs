namespace Yagura.Web.Parts;

/// <summary>A contract clock on a subject, as pages show it. Deadline and elapsed are what the pure function computed; a page only subtracts.</summary>
/// <param name="Measure">Id of the measure.</param>
/// <param name="MeasureText">Its name in the page's language.</param>
/// <param name="Subject">The journal subject.</param>
/// <param name="Title">What the subject is, text from outside included.</param>
/// <param name="Target">The containment target or server that this span is for; empty for the whole subject.</param>
/// <param name="State">One of the states of FIGURES 3: not-started, running, overdue, met, late, superseded, withdrawn, not-computable.</param>
/// <param name="Start">When it began; null when it did not.</param>
/// <param name="Deadline">Until when, inclusive; null when it did not begin.</param>
/// <param name="Stop">When it stopped; null while it runs.</param>
/// <param name="Limit">The contract's limit.</param>
/// <param name="Link">The subject's page.</param>
public sealed record ClockView(
    string Measure, string MeasureText, string Subject, string Title, string Target, string State,
    DateTimeOffset? Start, DateTimeOffset? Deadline, DateTimeOffset? Stop, TimeSpan Limit, string Link)
{
    /// <summary>Elapsed when stopped; null while it runs or when it cannot be computed.</summary>
    public TimeSpan? Elapsed { get; init; }

    /// <summary>1 to 3; null where none is set.</summary>
    public int? Severity { get; init; }

    /// <summary>A drill counts in no figure.</summary>
    public bool Drill { get; init; }

    /// <summary>An excuse was granted.</summary>
    public bool Excused { get; init; }

    /// <summary>The act that stops it, as a link or the opener of a dialog; empty for none on this page.</summary>
    public string StopsWith { get; init; } = "";

    /// <summary>Numbers of the journal entries that it rests on.</summary>
    public IReadOnlyList<long> Entries { get; init; } = [];

    /// <summary>Running, past its limit or not.</summary>
    public bool Runs => State is "running" or "overdue";
}
