using System.Buffers.Binary;

namespace Yagura.Decoding.Text;

/// <summary>A text as two numbers and its length: they say all of one of up to sixteen bytes, and of a longer one how it begins and ends.</summary>
/// <param name="First">Its first eight bytes; of four to seven the first four; of fewer the first, the middle and the last.</param>
/// <param name="Last">Its last eight bytes; of four to seven the last four; of fewer nothing.</param>
/// <param name="Length">Its length in bytes; -1 for no text.</param>
internal readonly record struct ShortText(ulong First, ulong Last, int Length)
{
    /// <summary>Longest text of which it says all, in bytes.</summary>
    public const int LengthMax = 2 * sizeof(ulong);

    /// <summary>No text.</summary>
    public static ShortText None => new(0, 0, -1);

    public static ShortText Of(ReadOnlySpan<byte> text)
    {
        if (text.Length >= sizeof(ulong))
            return new ShortText(BinaryPrimitives.ReadUInt64LittleEndian(text), BinaryPrimitives.ReadUInt64LittleEndian(text[^sizeof(ulong)..]), text.Length);
        if (text.Length >= sizeof(uint))
            return new ShortText(BinaryPrimitives.ReadUInt32LittleEndian(text), BinaryPrimitives.ReadUInt32LittleEndian(text[^sizeof(uint)..]), text.Length);
        return new ShortText(text.IsEmpty ? 0UL : (ulong)(text[0] | (text[text.Length / 2] << 8) | (text[^1] << 16)), 0UL, text.Length);
    }

    /// <summary>Whether a text is this one, which has at most <see cref="LengthMax"/> bytes.</summary>
    public bool Is(ReadOnlySpan<byte> text) => text.Length == Length && Of(text) == this;
}
