using Yagura.Intake.Counting;

namespace Yagura.Intake.Framing;

/// <summary>The commands of RELP that this server tells apart.</summary>
internal enum RelpCommand
{
    Other = 0,
    Open = 1,
    Syslog = 2,
    Close = 3,
    Rsp = 4,
}

/// <summary>What a RELP framer found.</summary>
internal enum RelpFrameKind
{
    /// <summary>The input is used up; more is needed.</summary>
    NeedMore = 0,

    /// <summary>A whole frame.</summary>
    Command = 1,

    /// <summary>The session cannot go on: see <see cref="RelpFrame.Close"/>; the bytes are evidence. Nothing comes after it.</summary>
    Broken = 2,
}

/// <summary>One RELP frame. <see cref="Bytes"/> is valid until the framer is called again.</summary>
internal readonly ref struct RelpFrame(RelpFrameKind kind, int transaction, RelpCommand command, ReadOnlySpan<byte> bytes, long cutFrom)
{
    internal RelpFrameKind Kind { get; } = kind;

    internal int Transaction { get; } = transaction;

    internal RelpCommand Command { get; } = command;

    /// <summary>The data; of data over the limit, the head.</summary>
    internal ReadOnlySpan<byte> Bytes { get; } = bytes;

    /// <summary>The announced length when only the head is kept; 0 otherwise.</summary>
    internal long CutFrom { get; } = cutFrom;

    /// <summary>Why the session is broken.</summary>
    internal CloseReason Close { get; init; }
}
