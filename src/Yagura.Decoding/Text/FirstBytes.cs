using System.Buffers.Binary;

namespace Yagura.Decoding.Text;

/// <summary>What a text begins with, as far as eight bytes say it: many beginnings stand close together and are compared without looking at each.</summary>
/// <param name="Mask">All ones where a byte is asked for.</param>
/// <param name="Value">The bytes, the first one lowest.</param>
internal readonly record struct FirstBytes(ulong Mask, ulong Value)
{
    /// <summary>The beginning of texts that begin with a literal.</summary>
    public static FirstBytes Asked(ReadOnlySpan<byte> literal)
    {
        Span<byte> mask = stackalloc byte[sizeof(ulong)];
        var length = Math.Min(literal.Length, sizeof(ulong));
        mask[..length].Fill(0xFF);
        return new FirstBytes(BinaryPrimitives.ReadUInt64LittleEndian(mask), Of(literal[..length]));
    }

    /// <summary>The first eight bytes of a text; zeros behind a shorter one.</summary>
    public static ulong Of(ReadOnlySpan<byte> text)
    {
        if (text.Length >= sizeof(ulong))
            return BinaryPrimitives.ReadUInt64LittleEndian(text);
        ulong bytes = 0;
        for (var at = text.Length - 1; at >= 0; at--)
            bytes = (bytes << 8) | text[at];
        return bytes;
    }

    /// <summary>False when a text with these first bytes surely begins otherwise.</summary>
    public bool MayBegin(ulong first) => (first & Mask) == Value;
}
