using System.Runtime.InteropServices;

namespace Yagura.Detection.Indicators;

/// <summary>One indicator of one source, 24 bytes; its key stands in the table's bytes.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct IndicatorEntry
{
    /// <summary>No expiry.</summary>
    public const uint NeverExpires = 0;

    /// <summary>The source gives no confidence.</summary>
    public const byte NoConfidence = 255;

    /// <summary>Where its key begins.</summary>
    public int Offset;

    /// <summary>Line in its file, 0 when unknown.</summary>
    public int Line;

    /// <summary>Seconds since 1970 from which on it does not match; <see cref="NeverExpires"/> for none.</summary>
    public uint Expires;

    /// <summary>The next entry of the same value from another source, -1 for none.</summary>
    public int Next;

    /// <summary>Length of its key.</summary>
    public ushort Length;

    /// <summary>File and source.</summary>
    public ushort Origin;

    /// <summary>Kind.</summary>
    public IndicatorKind Kind;

    /// <summary>0 to 100, or <see cref="NoConfidence"/>.</summary>
    public byte Confidence;

    /// <summary>Whether it does not match any more at a time in seconds since 1970.</summary>
    public readonly bool IsExpired(uint at) => Expires != NeverExpires && at >= Expires;
}
