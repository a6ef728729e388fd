using Yagura.Events;

namespace Yagura.Intake.Counting;

/// <summary>What one listener saw since it was made.</summary>
public sealed record ListenerCountsSnapshot
{
    /// <summary>The listener's id.</summary>
    public required string Listener { get; init; }

    /// <summary>Frames read, empty and broken ones included.</summary>
    public required long Framed { get; init; }

    /// <summary>Records put into the gate.</summary>
    public required long Accepted { get; init; }

    /// <summary>Payload bytes of those.</summary>
    public required long AcceptedBytes { get; init; }

    /// <summary>Accepted records of which only the head was kept.</summary>
    public required long Cut { get; init; }

    /// <summary>Places where an octet count did not fit the bytes; the bytes were kept as records.</summary>
    public required long WrongCounts { get; init; }

    /// <summary>Accepted records whose line end never came.</summary>
    public required long Unterminated { get; init; }

    /// <summary>Records that are durable.</summary>
    public required long Acknowledged { get; init; }

    /// <summary>Records that the spool could not take.</summary>
    public required long Refused { get; init; }

    /// <summary>Connections accepted.</summary>
    public required long ConnectionsOpened { get; init; }

    /// <summary>Connections open now.</summary>
    public required long ConnectionsOpen { get; init; }

    /// <summary>Connections closed at once, over the limit.</summary>
    public required long ConnectionsRefused { get; init; }

    /// <summary>Datagrams and connections of peers that are not in the allow-list; the heads of some were kept.</summary>
    public required long NotAllowed { get; init; }

    /// <summary>Reads after which a connection was not read from for a while, because a byte rate was used up.</summary>
    public required long RateWaits { get; init; }

    /// <summary>Datagrams that the kernel dropped before they could be read.</summary>
    public required long KernelDropped { get; init; }

    /// <summary>Frames that did not become records, by reason id.</summary>
    public required IReadOnlyDictionary<string, long> Rejected { get; init; }

    /// <summary>Connections ended, by reason id.</summary>
    public required IReadOnlyDictionary<string, long> Closed { get; init; }

    /// <summary>All rejected frames.</summary>
    public long RejectedInAll => Rejected.Values.Sum();
}

/// <summary>What one source sent through one listener since the start.</summary>
/// <param name="Listener">The listener's id.</param>
/// <param name="Source">The source's id.</param>
/// <param name="Accepted">Records put into the gate.</param>
/// <param name="AcceptedBytes">Their payload bytes.</param>
/// <param name="Cut">Those of which only the head was kept.</param>
/// <param name="Rejected">Frames refused.</param>
/// <param name="LastSeen">Receive time of the last record; null when none was accepted.</param>
public sealed record SourceCountsSnapshot(string Listener, string Source, long Accepted, long AcceptedBytes, long Cut, long Rejected, ReceiveTime? LastSeen);
