namespace Yagura.Operations.Coverage;

/// <summary>Why minutes of a source were lost or cannot be proven.</summary>
public enum LossKind
{
    /// <summary>The server did not run; the seal says so.</summary>
    Down,

    /// <summary>Acknowledged records could not be read; the seal says so.</summary>
    Damaged,

    /// <summary>Input was dropped before the spool: by the kernel or at the door; the seal says so.</summary>
    Dropped,

    /// <summary>A hole in the source's own numbers; an entry says so.</summary>
    Gap,

    /// <summary>Silent past the cadence.</summary>
    Silent,

    /// <summary>A rule threw and did not see it; an entry says so.</summary>
    Blind,
}

/// <summary>One reason of lost or unproven minutes, with its evidence.</summary>
/// <param name="Source">The source; empty when it concerns every source.</param>
/// <param name="Kind">What happened.</param>
/// <param name="From">Inclusive.</param>
/// <param name="To">Exclusive.</param>
public sealed record LossCause(string Source, LossKind Kind, DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>The reason's id as seal or entry state it; for a silence how it was explained; empty for none.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Records lost; null when nobody knows or none was a record.</summary>
    public long? Count { get; init; }

    /// <summary>Index of the seal that states it; null for none.</summary>
    public long? Seal { get; init; }

    /// <summary>Number of the entry that states it; null for none.</summary>
    public long? Entry { get; init; }
}
