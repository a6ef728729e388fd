namespace Yagura.ServiceLevel.Journal;

/// <summary>How exactly a time is known; both ends of a span are truncated to the coarser before subtracting (FIGURES 3).</summary>
public enum TimePrecision
{
    /// <summary>To the second (fractions are dropped).</summary>
    Second,

    /// <summary>To the minute, as people write times.</summary>
    Minute,

    /// <summary>To the hour.</summary>
    Hour,

    /// <summary>A date only; a clock takes 00:00 of the contract's zone for it and says so.</summary>
    Date,
}
