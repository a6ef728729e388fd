namespace Yagura.Intake.Framing;

/// <summary>What a framer says about the bytes it was given.</summary>
internal enum FrameKind
{
    /// <summary>The input is used up; more is needed.</summary>
    NeedMore = 0,

    /// <summary>A frame: bytes to keep as one record.</summary>
    Record = 1,

    /// <summary>A frame without content.</summary>
    Empty = 2,
}

/// <summary>One frame. <see cref="Bytes"/> is valid until the framer is called again.</summary>
internal readonly ref struct Frame(FrameKind kind, ReadOnlySpan<byte> bytes, long cutFrom)
{
    internal FrameKind Kind { get; } = kind;

    /// <summary>The content without its framing; of a frame over the limit, its head.</summary>
    internal ReadOnlySpan<byte> Bytes { get; } = bytes;

    /// <summary>The length that the frame had, in bytes; 0 when nothing was cut.</summary>
    internal long CutFrom { get; } = cutFrom;

    /// <summary>Whether an octet count went wrong right before these bytes, or inside them.</summary>
    internal bool WrongCount { get; init; }

    /// <summary>Whether the line end never came.</summary>
    internal bool Unterminated { get; init; }
}
