using System.Runtime.InteropServices;

namespace Yagura.Detection.Indicators;

/// <summary>64-bit hashes of keys. Not keyed: the table compares every hit byte by byte and holds only what lists name.</summary>
internal static class IndicatorHash
{
    /// <summary>Where the hash of a domain begins; it goes on from the last byte to the first, so that one pass gives the hash of every parent.</summary>
    public const ulong DomainSeed = 0xCBF29CE484222325UL;

    /// <summary>The hash of a key.</summary>
    public static ulong Of(IndicatorKind kind, ReadOnlySpan<byte> key)
    {
        if (kind == IndicatorKind.Domain)
        {
            var state = DomainSeed;
            for (var i = key.Length - 1; i >= 0; i--)
                state = Domain(state, key[i]);
            return Finish(state);
        }

        var hash = ((ulong)kind << 56) ^ (ulong)key.Length;
        while (key.Length >= 8)
        {
            hash = Finish(hash ^ MemoryMarshal.Read<ulong>(key));
            key = key[8..];
        }

        ulong rest = 0;
        foreach (var value in key)
            rest = (rest << 8) | value;
        return Finish(hash ^ rest);
    }

    /// <summary>Takes one more byte of a domain, from its end on.</summary>
    public static ulong Domain(ulong state, byte value) => (state ^ value) * 0x100000001B3UL;

    /// <summary>Spreads a state over all bits.</summary>
    public static ulong Finish(ulong value)
    {
        value ^= value >> 32;
        value *= 0x9E3779B97F4A7C15UL;
        value ^= value >> 29;
        value *= 0xBF58476D1CE4E5B9UL;
        return value ^ (value >> 32);
    }
}
