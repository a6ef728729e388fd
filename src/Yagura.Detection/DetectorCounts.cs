namespace Yagura.Detection;

/// <summary>What a detector was offered and found since its start.</summary>
public sealed class DetectorCounts
{
    /// <summary>Events offered to the rules.</summary>
    public long Events { get; internal set; }

    /// <summary>Events skipped because their record repeats another.</summary>
    public long Repeats { get; internal set; }

    /// <summary>Rules that held, rows or not.</summary>
    public long Matches { get; internal set; }

    /// <summary>Indicators found, rows or not.</summary>
    public long IndicatorMatches { get; internal set; }

    /// <summary>Findings counted on their group instead of becoming rows.</summary>
    public long Overflowed { get; internal set; }

    /// <summary>Findings that a suppression covered; counted on their rule's group <c>suppressed:&lt;id&gt;</c> too.</summary>
    public long Suppressed { get; internal set; }

    /// <summary>Events of more kinds than are remembered; offered to no rule.</summary>
    public long UnknownKinds { get; internal set; }
}
