using Yagura.ServiceLevel.Contracts;
using Yagura.ServiceLevel.Journal;

namespace Yagura.ServiceLevel.Clocks;

/// <summary>The states of a clock (FIGURES 3).</summary>
public enum ClockStatus
{
    /// <summary>Its start has not come.</summary>
    NotStarted,

    /// <summary>Within the limit, not stopped (経過中).</summary>
    Running,

    /// <summary>Past the limit, not stopped.</summary>
    Overdue,

    /// <summary>Stopped within the limit.</summary>
    Met,

    /// <summary>Stopped past the limit.</summary>
    Late,

    /// <summary>The judgement changed before it was over, or its subject was merged: printed, not counted.</summary>
    Superseded,

    /// <summary>Its subject was withdrawn.</summary>
    Withdrawn,

    /// <summary>A stop without a start: never met.</summary>
    NotComputable,
}

/// <summary>The instant up to which a clock may run, inclusive. Never an elapsed time.</summary>
/// <param name="At">A wall time.</param>
public readonly record struct Deadline(DateTimeOffset At)
{
    /// <summary>Time left at an instant; negative when it is past.</summary>
    /// <param name="now">The instant.</param>
    public TimeSpan Left(DateTimeOffset now) => At - now;
}

/// <summary>Time that a clock ran, in whole seconds. Never a wall time.</summary>
/// <param name="Seconds">Zero or more.</param>
public readonly record struct Elapsed(long Seconds)
{
    /// <summary>As a span.</summary>
    public TimeSpan Span => TimeSpan.FromSeconds(Seconds);
}

/// <summary>One clock of one measure on one subject.</summary>
/// <param name="Measure">Its measure.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="Target">The target, server, … of its span; null for the subject's own.</param>
/// <param name="State">Where it stands.</param>
public sealed record ClockState(ClockMeasure Measure, string Subject, string? Target, ClockStatus State)
{
    /// <summary>When it started; null when it did not.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>When it stopped; null when it did not.</summary>
    public DateTimeOffset? Stop { get; init; }

    /// <summary>Start plus limit; null without a start.</summary>
    public Deadline? Deadline { get; init; }

    /// <summary>Start to stop, or to as-of; null without a start.</summary>
    public Elapsed? Elapsed { get; init; }

    /// <summary>overdue or late, or carried over by a merge or a lowering.</summary>
    public bool Over => State is ClockStatus.Overdue or ClockStatus.Late;

    /// <summary>Whether an excuse was granted for it.</summary>
    public bool Excused { get; init; }

    /// <summary>Whether its subject is a drill: in no count.</summary>
    public bool Drill { get; init; }

    /// <summary>Whether it was a later target's own span, which makes no occurrence of its own.</summary>
    public bool LaterTarget { get; init; }

    /// <summary>Which occurrence of its subject it belongs to: 0, 1, … where a start recurs.</summary>
    public int Occurrence { get; init; }

    /// <summary>Start of the occurrence, which decides the period.</summary>
    public DateTimeOffset? PeriodStart { get; init; }

    /// <summary>Whether an incident merged into another.</summary>
    public bool Merged { get; init; }

    /// <summary>Whether its occurrence led to what the measure asks (containment).</summary>
    public bool Led { get; init; }

    /// <summary>Whether a judgement of the same hash stopped it.</summary>
    public bool Reused { get; init; }

    /// <summary>How many of its times rest on the contractor's word alone.</summary>
    public int Unconfirmed { get; init; }

    /// <summary>Whether one of its times was recorded later (事後記録).</summary>
    public bool RecordedLater { get; init; }

    /// <summary>Numbers of the entries that it rests on, in order.</summary>
    public IReadOnlyList<long> Entries { get; init; } = [];

    /// <summary>What is to be said beside it.</summary>
    public IReadOnlyList<Bilingual> Notes { get; init; } = [];
}

/// <summary>Why something is printed in 訂正・除外一覧, corrections and exclusions.</summary>
/// <param name="What">A stable word: corrected, recorded-later, lowered, withdrawn, declined, …</param>
/// <param name="Subject">The subject.</param>
/// <param name="Entries">The entries.</param>
/// <param name="Text">In words.</param>
/// <param name="Unconfirmed">Whether it makes a figure smaller and no client stands behind it.</param>
/// <param name="Refused">Whether it had no effect.</param>
public sealed record Exclusion(string What, string Subject, IReadOnlyList<long> Entries, Bilingual Text, bool Unconfirmed, bool Refused)
{
    // A client's name that somebody else typed has effect, and everybody may see whose word it is.
    internal static Exclusion Of(string what, Fact fact, string ja, string en, bool unconfirmed, bool refused)
    {
        var typed = !refused && fact.ClientNamed && !fact.ClientStands;
        return new(what, fact.Subject, [fact.Number], typed ? new Bilingual(ja + NamedOnly.Ja, en + NamedOnly.En) : new Bilingual(ja, en), unconfirmed || typed, refused);
    }

    internal static readonly Bilingual NamedOnly = new("（発注者の氏名は記録者の入力。本人の確認はありません）", " (the client's name was typed by who recorded it and is not confirmed)");
}
