namespace Yagura.Events;

/// <summary>Which way a record came in. Only <see cref="Live"/> feeds live correlations and cadence (CUSTODY 2).</summary>
public enum Lane : byte
{
    /// <summary>Sent by the source as it happened.</summary>
    Live = 0,

    /// <summary>Sent again on request; names the gap it repairs.</summary>
    Resend = 1,

    /// <summary>Read from a file by a person.</summary>
    Import = 2,
}

/// <summary>How it is known who sent a record: the <c>id</c> member of evidence (CUSTODY 2).</summary>
public enum SenderIdentity : byte
{
    /// <summary>Nothing says who sent it.</summary>
    None = 0,

    /// <summary>The peer's address.</summary>
    Address = 1,

    /// <summary>The peer's TLS certificate.</summary>
    Certificate = 2,

    /// <summary>A token in the request.</summary>
    Token = 3,

    /// <summary>A host name in the header, vouched for by a declared relay.</summary>
    HeaderByRelay = 4,
}

/// <summary>The smallest piece of input whose bytes the protocol lets us keep unchanged, with what was known when it came in.</summary>
/// <remarks>Immutable. The payload is owned by the record: nobody reuses the buffer behind it.</remarks>
public sealed record RawRecord
{
    /// <summary>When it was received.</summary>
    public required ReceiveTime ReceivedAt { get; init; }

    /// <summary>Id of the source it is counted for; <c>unregistered.…</c> when the sender is unknown.</summary>
    public required string Source { get; init; }

    /// <summary>How the source was known.</summary>
    public required SenderIdentity Identity { get; init; }

    /// <summary>Id of the listener: <c>syslog-udp</c>, <c>syslog-tcp</c>, <c>relp</c>, <c>import</c>, …</summary>
    public required string Via { get; init; }

    /// <summary>Peer address and port, or the file's name for an import.</summary>
    public required string Peer { get; init; }

    /// <summary>The lane.</summary>
    public Lane Lane { get; init; }

    /// <summary>Id of the gap that a resend repairs; null otherwise.</summary>
    public string? Gap { get; init; }

    /// <summary>Length in bytes that the input had before it was cut; 0 when nothing was cut.</summary>
    public long CutFrom { get; init; }

    /// <summary>Number of the connection (random at its start, never 0), by which repeats after a broken session are found.</summary>
    public long Session { get; init; }

    /// <summary>The protocol's transaction number within the session, or the record's position in it, from 1.</summary>
    public long Transaction { get; init; }

    /// <summary>How many events the record holds, for coverage: 1 but for forms that carry many.</summary>
    public int EventCount { get; init; } = 1;

    /// <summary>The received bytes without the transport's framing.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }
}

/// <summary>A record that is durable in the spool or sealed: it has its sequence number.</summary>
/// <param name="Sequence">From 1, dense, in the order of acknowledgement.</param>
/// <param name="Record">What was received.</param>
/// <param name="Repeats">Sequence of the record it repeats after a broken session; 0 for none. Detection and coverage skip repeats.</param>
public sealed record StoredRecord(long Sequence, RawRecord Record, long Repeats);
