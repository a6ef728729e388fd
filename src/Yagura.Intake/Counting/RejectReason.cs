namespace Yagura.Intake.Counting;

/// <summary>Why a frame did not become a record.</summary>
public enum RejectReason
{
    /// <summary>Nothing between two line ends, or an empty datagram.</summary>
    Empty = 0,

    /// <summary>UDP: the socket's door was full because the spool was slower.</summary>
    DoorFull = 1,

    /// <summary>RELP: the connection ended inside a frame; the sender still has it.</summary>
    HalfFrame = 2,

    /// <summary>RELP: a command that was not offered, or one at the wrong time; answered with 500.</summary>
    RelpCommand = 3,

    /// <summary>RELP: an open that does not offer what is needed; answered with 500.</summary>
    RelpOpen = 4,

    /// <summary>The gate was closed, or the session's door shut after a refusal, before the record could be put in.</summary>
    GateClosed = 5,

    /// <summary>UDP: above the byte rate of its source or of the listener.</summary>
    RateExceeded = 6,

    /// <summary>The peer is not in the listener's allow-list, and enough heads of such peers were kept this minute.</summary>
    NotAllowed = 7,
}

/// <summary>Why a connection ended.</summary>
public enum CloseReason
{
    /// <summary>The peer closed it in good order.</summary>
    Peer = 0,

    /// <summary>The network or the peer broke it off.</summary>
    Broken = 1,

    /// <summary>The server stopped.</summary>
    Stopped = 2,

    /// <summary>It rested inside a frame, or before RELP's open, for longer than allowed.</summary>
    Slow = 3,

    /// <summary>RELP: a header that is none.</summary>
    RelpHeader = 4,

    /// <summary>RELP: no line end where the announced length ends.</summary>
    RelpTrailer = 5,

    /// <summary>RELP: a session that did not begin with an acceptable open.</summary>
    RelpOpen = 6,

    /// <summary>The spool could not take its records; they were not acknowledged.</summary>
    SpoolRefused = 7,
}

/// <summary>The written form of reasons, for pages, verbs and seals.</summary>
public static class Reasons
{
    /// <summary>Losses by the kernel before the socket was read.</summary>
    public const string KernelDrop = "kernel-drop";

    /// <summary>Datagrams for which the door had no room.</summary>
    public const string DoorFull = "door-full";

    /// <summary>Records of a sender without acknowledgement that the spool could not take.</summary>
    public const string SpoolRefused = "spool-refused";

    /// <summary>Connections of a sender without acknowledgement that were closed over the limit.</summary>
    public const string ConnectionsFull = "connections-full";

    /// <summary>Datagrams above the byte rate of their source or of their listener.</summary>
    public const string RateExceeded = "rate-exceeded";

    /// <summary>Input of peers that are not in the listener's allow-list.</summary>
    public const string NotAllowed = "not-allowed";

    /// <summary>The id of a reason: lower case with hyphens.</summary>
    public static string Id(RejectReason reason) => reason switch
    {
        RejectReason.Empty => "empty",
        RejectReason.DoorFull => DoorFull,
        RejectReason.HalfFrame => "half-frame",
        RejectReason.RelpCommand => "relp-command",
        RejectReason.RelpOpen => "relp-open",
        RejectReason.RateExceeded => RateExceeded,
        RejectReason.NotAllowed => NotAllowed,
        _ => "gate-closed",
    };

    /// <summary>The id of a reason: lower case with hyphens.</summary>
    public static string Id(CloseReason reason) => reason switch
    {
        CloseReason.Peer => "peer",
        CloseReason.Broken => "broken",
        CloseReason.Stopped => "stopped",
        CloseReason.Slow => "slow",
        CloseReason.RelpHeader => "relp-header",
        CloseReason.RelpTrailer => "relp-trailer",
        CloseReason.RelpOpen => "relp-open",
        _ => SpoolRefused,
    };
}
