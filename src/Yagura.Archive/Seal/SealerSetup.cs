using Yagura.Archive.Spool;
using Yagura.Events;

namespace Yagura.Archive.Seal;

/// <summary>What a sealer is given.</summary>
public sealed record SealerSetup
{
    /// <summary>Unpacked bytes of evidence after which a period is cut at the next batch boundary: 256 MB.</summary>
    public const long EvidenceBytesMaxDefault = 256L << 20;

    /// <summary>The archive's folder.</summary>
    public required string Archive { get; init; }

    /// <summary>The node's id.</summary>
    public required string Node { get; init; }

    /// <summary>An id for the archive, used only when it is new: random, for example 32 hex digits.</summary>
    public required string NewOrigin { get; init; }

    /// <summary>The spool's durable batches committed at or after a time, in order; stops at the last synced one. Payloads may be lent until the next.</summary>
    public required Func<ReceiveTime, IEnumerable<SpoolBatch>> Batches { get; init; }

    /// <summary>The durable cursor of detection, asked when a seal is written. It may lag; sealing never waits for it.</summary>
    public required Func<AnalysedCursor> Analysed { get; init; }

    /// <summary>Told of evidence that was moved to quarantine: the sentence for the operator.</summary>
    public required Action<string> Alarm { get; init; }

    /// <summary>Unpacked bytes after which a period is cut early.</summary>
    public required long EvidenceBytesMax { get; init; }
}
