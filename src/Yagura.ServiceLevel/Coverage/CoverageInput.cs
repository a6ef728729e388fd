namespace Yagura.ServiceLevel.Coverage;

/// <summary>What a source's minute was.</summary>
[Flags]
public enum MinuteState
{
    /// <summary>Received and analysed, or nothing was missing.</summary>
    None = 0,

    /// <summary>Lost without being analysed: intake down, spool damage, a hole in the source's own numbers.</summary>
    Lost = 1,

    /// <summary>A rule did not see it: a blind range that no hunt has closed.</summary>
    Blind = 2,

    /// <summary>Received, not analysed at as-of.</summary>
    Pending = 4,

    /// <summary>Neither loss nor completeness can be proven.</summary>
    Unproven = 8,

    /// <summary>Agreed maintenance of the source: outside the figure.</summary>
    Excluded = 16,
}

/// <summary>One marked minute of one source; minutes that are not given are good.</summary>
/// <param name="Minute">Its beginning, UTC.</param>
/// <param name="Source">The counting source.</param>
/// <param name="State">What it was.</param>
public readonly record struct SourceMinute(DateTimeOffset Minute, string Source, MinuteState State);

/// <summary>A minute for which the whole intake was down.</summary>
/// <param name="From">Inclusive.</param>
/// <param name="To">Exclusive.</param>
public readonly record struct DownRange(DateTimeOffset From, DateTimeOffset To);

/// <summary>What seals, entries and detection cursors say of a period, already read: the caller opens the archive, this room computes.</summary>
/// <param name="Minutes">Marked minutes in any order; several marks of one minute add up.</param>
/// <param name="Down">Ranges in which nothing was received at all.</param>
/// <param name="ReachesTo">Up to where the seals reach: later minutes cannot be proven.</param>
public sealed record CoverageInput(IReadOnlyList<SourceMinute> Minutes, IReadOnlyList<DownRange> Down, DateTimeOffset ReachesTo);
