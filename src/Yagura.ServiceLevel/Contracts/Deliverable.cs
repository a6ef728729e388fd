namespace Yagura.ServiceLevel.Contracts;

/// <summary>What a periodic deliverable covers.</summary>
public enum CoveredPeriod
{
    /// <summary>Each day; <c>@2021-04-01</c>.</summary>
    Day,

    /// <summary>Each week from Monday; <c>@2021-W13</c>.</summary>
    Week,

    /// <summary>Each month; <c>@2021-04</c>.</summary>
    Month,

    /// <summary>Each quarter of the fiscal year; <c>@2021-Q1</c>.</summary>
    Quarter,

    /// <summary>Each fiscal year; <c>@2021</c>.</summary>
    Year,
}

/// <summary>A deliverable (納品物) and its due rule.</summary>
/// <param name="Id">As in <c>deliverable:&lt;id&gt;@&lt;period&gt;</c>.</param>
/// <param name="Title">Its name.</param>
/// <param name="Covers">The period that one covers.</param>
/// <param name="Days">Due on the n-th day after the covered period ends, from 1.</param>
/// <param name="BusinessDays">Whether these are business days.</param>
/// <param name="At">Wall time by which it is due, inclusive.</param>
/// <param name="NextBusinessDay">Whether a due day that is no business day moves to the next.</param>
public sealed record Deliverable(string Id, Bilingual Title, CoveredPeriod Covers, int Days, bool BusinessDays, TimeOnly At, bool NextBusinessDay);
