using Yagura.ServiceLevel.Clocks;
using Yagura.ServiceLevel.Contracts;

namespace Yagura.ServiceLevel.Measures;

/// <summary>What the product may say of a target; a person writes the evaluation.</summary>
public enum Verdict
{
    /// <summary>達成.</summary>
    Met,

    /// <summary>超過.</summary>
    Exceeded,

    /// <summary>証明不能.</summary>
    Unproven,

    /// <summary>対象なし: a ratio over nothing.</summary>
    None,
}

/// <summary>The result of one measure over a period.</summary>
/// <param name="Head">Its measure's head.</param>
/// <param name="Figure">実績 as printed, raw.</param>
/// <param name="FigureAdjusted">The same after excuses.</param>
/// <param name="Verdict">On the raw figure.</param>
/// <param name="VerdictAdjusted">After excuses.</param>
public abstract record MeasureFigure(MeasureHead Head, string Figure, string FigureAdjusted, Verdict Verdict, Verdict VerdictAdjusted);

/// <summary>Counts of a clock measure: results are counts, zero is a result.</summary>
/// <param name="Measure">The measure.</param>
/// <param name="Counts">The counts.</param>
/// <param name="Subjects">Every span that was looked at, counted or not.</param>
public sealed record ClockFigure(ClockMeasure Measure, ClockCounts Counts, IReadOnlyList<ClockState> Subjects)
    : MeasureFigure(Measure.Head, $"{Counts.Over}回", $"{Counts.OverAdjusted}回", Counts.Over > 0 ? Verdict.Exceeded : Verdict.Met, Counts.OverAdjusted > 0 ? Verdict.Exceeded : Verdict.Met);

/// <summary>The counts of a clock measure.</summary>
/// <param name="Occurrences">発生回数.</param>
/// <param name="Over">超過回数, raw.</param>
/// <param name="OverAdjusted">After excuses.</param>
/// <param name="Running">経過中 at as-of.</param>
/// <param name="Led">遮断に至った回数; null where the measure does not ask.</param>
/// <param name="Reused">Stopped by a reused judgement, counted apart.</param>
/// <param name="Unconfirmed">Counted times that rest on the contractor's word alone.</param>
public sealed record ClockCounts(int Occurrences, int Over, int OverAdjusted, int Running, int? Led, int Reused, int Unconfirmed);

/// <summary>One expected deliverable.</summary>
/// <param name="Subject"><c>deliverable:&lt;id&gt;@&lt;period&gt;</c>.</param>
/// <param name="Due">When it is due, moved or not.</param>
/// <param name="Submitted">The submission that counts; null when none.</param>
/// <param name="State">met, late, overdue or running; withdrawn when waived.</param>
/// <param name="Excused">Whether an excuse covers it.</param>
/// <param name="Entries">Its entries.</param>
public sealed record DueItem(string Subject, DateTimeOffset Due, DateTimeOffset? Submitted, ClockStatus State, bool Excused, IReadOnlyList<long> Entries)
{
    /// <summary>late + overdue.</summary>
    public bool Late => State is ClockStatus.Late or ClockStatus.Overdue;
}

/// <summary>Deliverables on time.</summary>
/// <param name="Measure">The measure.</param>
/// <param name="Counts">Due, late and how it prints.</param>
/// <param name="Items">Every expected deliverable.</param>
public sealed record OnTimeFigure(OnTimeMeasure Measure, OnTimeCounts Counts, IReadOnlyList<DueItem> Items)
    : MeasureFigure(Measure.Head, Counts.Figure, Counts.FigureAdjusted, Counts.Verdict, Counts.VerdictAdjusted);

/// <summary>The counts of deliverables.</summary>
/// <param name="Due">Expected in the period, waived ones left out.</param>
/// <param name="Late">Late or overdue, raw.</param>
/// <param name="LateAdjusted">After excuses.</param>
/// <param name="Running">Not yet submitted and not yet due.</param>
/// <param name="Waived">Waived before their due time.</param>
/// <param name="Figure">As printed.</param>
/// <param name="FigureAdjusted">As printed.</param>
/// <param name="Verdict">Raw.</param>
/// <param name="VerdictAdjusted">After excuses.</param>
public sealed record OnTimeCounts(int Due, int Late, int LateAdjusted, int Running, int Waived, string Figure, string FigureAdjusted, Verdict Verdict, Verdict VerdictAdjusted);

/// <summary>One month of receive loss.</summary>
/// <param name="Month"><c>2020-04</c>.</param>
/// <param name="LostMinutes">Lost minutes in it.</param>
/// <param name="Over">Whether the month's own limit is exceeded.</param>
public sealed record LossMonth(string Month, long LostMinutes, bool Over);

/// <summary>Receive loss.</summary>
/// <param name="Measure">The measure.</param>
/// <param name="Printed">As printed.</param>
/// <param name="Result">By the limits that decide.</param>
/// <param name="Minutes">The minutes behind it.</param>
/// <param name="Months">Month by month.</param>
/// <param name="DecidedBy">The limits that are exceeded: ratio, minutes-per-month.</param>
public sealed record LossFigure(CoverageMeasure Measure, string Printed, Verdict Result, LossMinutes Minutes, IReadOnlyList<LossMonth> Months, IReadOnlyList<string> DecidedBy)
    : MeasureFigure(Measure.Head, Printed, Printed, Result, Result)
{
    /// <summary>The figure of a period from its seals alone, as an evaluation with an archive computes it.</summary>
    /// <param name="measure">The measure.</param>
    /// <param name="scope">The period.</param>
    /// <param name="input">What the seals say.</param>
    public static LossFigure OfSeals(CoverageMeasure measure, MeasureScope scope, Coverage.CoverageInput input) => LossCounting.Of(measure, scope, Clocks.Histories.Of([]), input);
}

/// <summary>Minutes of a period.</summary>
/// <param name="Total">Of the days that count.</param>
/// <param name="Lost">Lost without being analysed.</param>
/// <param name="Pending">Not analysed at as-of, within 24 hours.</param>
/// <param name="Unproven">Cannot be proven.</param>
/// <param name="UnstatedDays">Days of which nothing says anything: cannot be proven either.</param>
/// <param name="Recomputed">Whether the minutes come from seals; else as stated by the journal.</param>
/// <param name="Entries">The entries that state them.</param>
public sealed record LossMinutes(long Total, long Lost, long Pending, long Unproven, int UnstatedDays, bool Recomputed, IReadOnlyList<long> Entries);

/// <summary>Storage loss.</summary>
/// <param name="Measure">The measure.</param>
/// <param name="Printed">As printed.</param>
/// <param name="Result">By the limit.</param>
/// <param name="Days">Days of the period.</param>
/// <param name="Lost">Days lost.</param>
/// <param name="Unproven">Days never checked.</param>
/// <param name="Entries">The entries behind it.</param>
public sealed record StorageFigure(StorageMeasure Measure, string Printed, Verdict Result, int Days, IReadOnlyList<DateOnly> Lost, int Unproven, IReadOnlyList<long> Entries)
    : MeasureFigure(Measure.Head, Printed, Printed, Result, Result)
{
    /// <summary>Whether the days were read from an archive; else as stated by the journal.</summary>
    public bool Recomputed { get; init; }
}

/// <summary>Availability.</summary>
/// <param name="Measure">The measure.</param>
/// <param name="Printed">As printed.</param>
/// <param name="Result">By the limit.</param>
/// <param name="Times">The seconds behind it.</param>
public sealed record AvailabilityFigure(AvailabilityMeasure Measure, string Printed, Verdict Result, ServiceTimes Times)
    : MeasureFigure(Measure.Head, Printed, Printed, Result, Result);

/// <summary>Seconds of all services together.</summary>
/// <param name="Planned">Planned service time: the period without planned outages and unknown time.</param>
/// <param name="Down">Down outside planned outages, overruns included.</param>
/// <param name="Unknown">Left out of both.</param>
/// <param name="PlannedOutage">Agreed before it began.</param>
/// <param name="Entries">The entries behind them.</param>
public sealed record ServiceTimes(long Planned, long Down, long Unknown, long PlannedOutage, IReadOnlyList<long> Entries);

/// <summary>A count that must be zero.</summary>
/// <param name="Measure">The measure.</param>
/// <param name="Printed">0件, n件, or 未判定 n 件.</param>
/// <param name="Result">Met only when every candidate is graded and every month attested.</param>
/// <param name="Grave">Graded grave.</param>
/// <param name="Ungraded">Candidates that nobody graded.</param>
/// <param name="UnattestedMonths">Months that nobody attested.</param>
/// <param name="Candidates">What had to be graded, with the entries.</param>
public sealed record ZeroFigure(ZeroMeasure Measure, string Printed, Verdict Result, int Grave, int Ungraded, IReadOnlyList<string> UnattestedMonths, IReadOnlyList<ZeroCandidate> Candidates)
    : MeasureFigure(Measure.Head, Printed, Printed, Result, Result);

/// <summary>A candidate of a zero target.</summary>
/// <param name="Subject">What it is.</param>
/// <param name="Rule">Why it is one: outage, severity, storage-loss, recorded.</param>
/// <param name="Grave">As graded with the client; null while it is not.</param>
/// <param name="Entries">The entries.</param>
public sealed record ZeroCandidate(string Subject, string Rule, bool? Grave, IReadOnlyList<long> Entries);
