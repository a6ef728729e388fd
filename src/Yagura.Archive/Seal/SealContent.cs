using Yagura.Archive.Spool;
using Yagura.Events;

namespace Yagura.Archive.Seal;

/// <summary>What a seal says, line by line (CUSTODY 4; docs/formats/archive.md).</summary>
public sealed record SealContent
{
    /// <summary>64 zeros: what stands before the first seal and where no rule set was named.</summary>
    public const string NoHash = "0000000000000000000000000000000000000000000000000000000000000000";

    /// <summary>The archive's id, random at its creation.</summary>
    public required string Origin { get; init; }

    /// <summary>The node that sealed.</summary>
    public required string Node { get; init; }

    /// <summary>From 1, dense.</summary>
    public required long Index { get; init; }

    /// <summary>SHA-256 of the previous seal's bytes, lower-case hex.</summary>
    public required string Previous { get; init; }

    /// <summary>Start of the period, inclusive: the previous seal's end.</summary>
    public required ReceiveTime From { get; init; }

    /// <summary>End of the period, exclusive.</summary>
    public required ReceiveTime To { get; init; }

    /// <summary>First sequence; 0 when empty.</summary>
    public required long First { get; init; }

    /// <summary>Last sequence; 0 when empty.</summary>
    public required long Last { get; init; }

    /// <summary>Records in the evidence.</summary>
    public required long Count { get; init; }

    /// <summary>Earliest receive time; null when empty.</summary>
    public required ReceiveTime? Earliest { get; init; }

    /// <summary>Latest receive time; null when empty.</summary>
    public required ReceiveTime? Latest { get; init; }

    /// <summary>SHA-256 of the evidence file.</summary>
    public required string EvidenceHash { get; init; }

    /// <summary>SHA-256 of the unpacked evidence.</summary>
    public required string ContentHash { get; init; }

    /// <summary>SHA-256 of the minutes file.</summary>
    public required string MinutesHash { get; init; }

    /// <summary>Gzip members of the evidence; they tile the file.</summary>
    public required IReadOnlyList<SealedMember> Members { get; init; }

    /// <summary>Sources in ordinal order.</summary>
    public required IReadOnlyList<SealedSource> Sources { get; init; }

    /// <summary>How far detection had durably come when the seal was written.</summary>
    public required AnalysedCursor Analysed { get; init; }

    /// <summary>Times at which the server did not run.</summary>
    public required IReadOnlyList<SealedDown> Down { get; init; }

    /// <summary>Acknowledged records that could not be read.</summary>
    public required IReadOnlyList<DamagedNote> Damaged { get; init; }

    /// <summary>Input lost before the spool.</summary>
    public required IReadOnlyList<SealedLoss> Lost { get; init; }

    /// <summary>What the clock did.</summary>
    public required IReadOnlyList<ClockNote> Clock { get; init; }

    /// <summary>Evidence deleted since the seal before.</summary>
    public required IReadOnlyList<SealedDeletion> Deleted { get; init; }

    /// <summary>The file names' stem.</summary>
    public string BaseName => ArchivePaths.BaseName(Node, Index);
}

/// <summary>One gzip member of the evidence.</summary>
/// <param name="Offset">In the file, bytes.</param>
/// <param name="Length">In the file, bytes.</param>
/// <param name="Records">Lines that it holds.</param>
/// <param name="Hash">SHA-256 of the member as it stands in the file (packed).</param>
public sealed record SealedMember(long Offset, long Length, long Records, string Hash);

/// <summary>One source's share of the evidence.</summary>
/// <param name="Source">Its id.</param>
/// <param name="Records">Its lines, repeats included.</param>
/// <param name="Hash">SHA-256 of its lines in order, each with its LF.</param>
public sealed record SealedSource(string Source, long Records, string Hash);

/// <summary>The durable cursor of detection.</summary>
/// <param name="LastSequence">0 before anything was analysed.</param>
/// <param name="RuleSet">SHA-256 of the rule set; <see cref="SealContent.NoHash"/> for none.</param>
public sealed record AnalysedCursor(long LastSequence, string RuleSet);

/// <summary>A time without a running server.</summary>
public sealed record SealedDown(ReceiveTime From, ReceiveTime To, DownReason Reason);

/// <summary>Losses of one minute, summed.</summary>
/// <param name="Minute">Start of the minute.</param>
/// <param name="Where">Source or listener.</param>
/// <param name="Reason">An id.</param>
/// <param name="Count">How many; null when nobody knows.</param>
public sealed record SealedLoss(ReceiveTime Minute, string Where, string Reason, long? Count);

/// <summary>A deletion that a seal vouches for.</summary>
/// <param name="Index">The seal whose evidence is gone.</param>
/// <param name="Hash">SHA-256 of its <c>.deleted</c> file.</param>
public sealed record SealedDeletion(long Index, string Hash);

/// <summary>Where the chain stands: the newest durable seal.</summary>
/// <param name="Origin">The archive's id.</param>
/// <param name="Node">The node.</param>
/// <param name="Index">The seal's index.</param>
/// <param name="Hash">SHA-256 of the seal's bytes.</param>
/// <param name="From">Start of its period.</param>
/// <param name="To">End of its period: the sealer's cursor.</param>
/// <param name="LastSequence">Highest sequence sealed so far, by this seal or one before; 0 for none.</param>
/// <param name="Records">Records in this seal.</param>
/// <param name="Path">Path of the seal.</param>
public sealed record SealHead(string Origin, string Node, long Index, string Hash, ReceiveTime From, ReceiveTime To, long LastSequence, long Records, string Path);
