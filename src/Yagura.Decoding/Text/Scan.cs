using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Yagura.Decoding.Text;

/// <summary>Small questions about bytes. Nothing here throws or allocates.</summary>
internal static class Scan
{
    /// <summary>Digits of the longest number read as 64 bits.</summary>
    public const int DigitsMax = 19;

    /// <summary>The bytes of <see cref="IsSpace"/>.</summary>
    public static ReadOnlySpan<byte> SpaceBytes => " \t\r\n\0\u001D"u8;

    /// <summary>The same, to search for.</summary>
    public static readonly SearchValues<byte> Spaces = SearchValues.Create(SpaceBytes);

    /// <summary>ASCII letters and digits.</summary>
    public static readonly SearchValues<byte> LettersAndDigits = SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"u8);

    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdefABCDEF"u8);

    /// <summary>The bits of <see cref="IsSpace"/>, all below 64.</summary>
    private const ulong SpaceBits = (1UL << ' ') | (1UL << '\t') | (1UL << '\r') | (1UL << '\n') | 1UL | (1UL << 0x1D);

    /// <summary>White space, and the group separator by which Linux audit parts what it adds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsSpace(byte value) => value <= ' ' && ((SpaceBits >> value) & 1) != 0;

    public static bool IsDigit(byte value) => (uint)(value - '0') <= 9;

    public static bool IsLetter(byte value) => (uint)((value | 0x20) - 'a') <= 25;

    public static bool IsHex(byte value) => IsDigit(value) || (uint)((value | 0x20) - 'a') <= 5;

    /// <summary>Length of the hexadecimal number that a text begins with, with or without <c>0x</c>; 0 when there is none.</summary>
    public static int HexLength(ReadOnlySpan<byte> bytes)
    {
        var start = bytes.Length > 2 && bytes[0] == '0' && (bytes[1] | 0x20) == 'x' ? 2 : 0;
        var end = bytes[start..].IndexOfAnyExcept(HexDigits);
        return end == 0 && start == 2 ? 1 : end < 0 ? bytes.Length : start + end;
    }

    /// <summary>Position of a byte at or after <paramref name="start"/>, or -1.</summary>
    /// <remarks>What a log's reader looks for is mostly near: the first bytes are looked at at once, and only what lies behind them is searched.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int IndexOf(ReadOnlySpan<byte> bytes, int start, byte value)
    {
        if (start >= bytes.Length)
            return -1;
        var from = Math.Min(start, bytes.Length - Vector256<byte>.Count);
        if (Vector256.IsHardwareAccelerated && from >= 0)
        {
            var near = Vector256.Equals(Vector256.Create(bytes[from..]), Vector256.Create(value)).ExtractMostSignificantBits() >> (start - from);
            if (near != 0)
                return start + BitOperations.TrailingZeroCount(near);
            start = from + Vector256<byte>.Count;
        }

        var found = bytes[start..].IndexOf(value);
        return found < 0 ? -1 : start + found;
    }

    /// <summary>Position of one of two bytes at or after <paramref name="start"/>, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int IndexOfAny(ReadOnlySpan<byte> bytes, int start, byte one, byte other)
    {
        if (start >= bytes.Length)
            return -1;
        var from = Math.Min(start, bytes.Length - Vector256<byte>.Count);
        if (Vector256.IsHardwareAccelerated && from >= 0)
        {
            var block = Vector256.Create(bytes[from..]);
            var near = (Vector256.Equals(block, Vector256.Create(one)) | Vector256.Equals(block, Vector256.Create(other))).ExtractMostSignificantBits() >> (start - from);
            if (near != 0)
                return start + BitOperations.TrailingZeroCount(near);
            start = from + Vector256<byte>.Count;
        }

        var found = bytes[start..].IndexOfAny(one, other);
        return found < 0 ? -1 : start + found;
    }

    /// <summary>Position of white space (<see cref="IsSpace"/>) at or after <paramref name="start"/>, or -1.</summary>
    public static int IndexOfSpace(ReadOnlySpan<byte> bytes, int start)
    {
        if (start >= bytes.Length)
            return -1;
        var from = Math.Min(start, bytes.Length - Vector256<byte>.Count);
        if (Vector256.IsHardwareAccelerated && from >= 0)
        {
            // Bytes up to the space: nearly all of them are white space.
            var near = Vector256.LessThanOrEqual(Vector256.Create(bytes[from..]), Vector256.Create((byte)' ')).ExtractMostSignificantBits() >> (start - from);
            for (; near != 0; near &= near - 1)
            {
                var at = start + BitOperations.TrailingZeroCount(near);
                if (IsSpace(bytes[at]))
                    return at;
            }

            start = from + Vector256<byte>.Count;
        }

        var found = bytes[start..].IndexOfAny(Spaces);
        return found < 0 ? -1 : start + found;
    }

    public static bool IsInteger(ReadOnlySpan<byte> bytes)
    {
        var digits = bytes.Length > 0 && bytes[0] == '-' ? bytes[1..] : bytes;
        return digits.Length is > 0 and <= DigitsMax && AllDigits(digits);
    }

    /// <summary>How many zeros a number begins with that say nothing: two of <c>0042</c>, none of <c>0</c>.</summary>
    public static int IdleZeros(ReadOnlySpan<byte> number)
    {
        var zeros = 0;
        while (zeros + 1 < number.Length && number[zeros] == '0' && IsDigit(number[zeros + 1]))
            zeros++;
        return zeros;
    }

    public static bool AllDigits(ReadOnlySpan<byte> bytes) => Digits(bytes, 0) == bytes.Length;

    public static bool TryInteger(ReadOnlySpan<byte> bytes, out long value)
    {
        value = 0;
        return IsInteger(bytes) && System.Buffers.Text.Utf8Parser.TryParse(bytes, out value, out var used) && used == bytes.Length;
    }

    /// <summary>A number with a fraction or an exponent, in the form that JSON allows.</summary>
    public static bool IsDecimal(ReadOnlySpan<byte> bytes)
    {
        var at = bytes.Length > 0 && bytes[0] == '-' ? 1 : 0;
        var whole = Digits(bytes, at);
        if (whole == 0 || bytes.Length > 64)
            return false;
        at += whole;
        if (at < bytes.Length && bytes[at] == '.')
        {
            var fraction = Digits(bytes, at + 1);
            if (fraction == 0)
                return false;
            at += 1 + fraction;
        }

        if (at < bytes.Length && (bytes[at] | 0x20) == 'e')
        {
            at++;
            if (at < bytes.Length && bytes[at] is (byte)'+' or (byte)'-')
                at++;
            var exponent = Digits(bytes, at);
            if (exponent == 0)
                return false;
            at += exponent;
        }

        return at == bytes.Length;
    }

    public static int Digits(ReadOnlySpan<byte> bytes, int start)
    {
        var at = start;
        while (at < bytes.Length && IsDigit(bytes[at]))
            at++;
        return at - start;
    }

    /// <summary>Whether the bytes are an IPv4 address in dotted form or an IPv6 address.</summary>
    public static bool IsAddress(ReadOnlySpan<byte> bytes)
    {
        if (IsAddress4(bytes))
            return true;
        // In an IPv6 address the first colon is at most the fifth byte.
        return bytes.Length is >= 2 and <= 64 && (IsHex(bytes[0]) || bytes[0] == ':') && bytes[..Math.Min(bytes.Length, 5)].Contains((byte)':') && !bytes.Contains((byte)'/') && IPAddress.IsValidUtf8(bytes);
    }

    /// <summary>Whether a short text stands in another short one, in any case of ASCII letters.</summary>
    public static bool ContainsIgnoreCase(ReadOnlySpan<byte> text, ReadOnlySpan<byte> sought)
    {
        for (var at = 0; at + sought.Length <= text.Length; at++)
        {
            if (EqualsIgnoreCase(text.Slice(at, sought.Length), sought))
                return true;
        }

        return false;
    }

    public static bool EqualsIgnoreCase(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        left.Length == right.Length && System.Text.Ascii.EqualsIgnoreCase(left, right);

    /// <summary>All bytes are looked at together: three points, none at an end or beside another, and between them numbers of up to three digits up to 255.</summary>
    private static bool IsAddress4(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length is < 7 or > 15)
            return false;
        var text = Vector128.Create(Beginning(bytes), Rest(bytes)).AsByte();
        var digits = Vector128.LessThanOrEqual(text - Vector128.Create((byte)'0'), Vector128.Create((byte)9)).ExtractMostSignificantBits();
        var points = Vector128.Equals(text, Vector128.Create((byte)'.')).ExtractMostSignificantBits();
        var last = 1U << (bytes.Length - 1);
        if ((digits | points) != (last << 1) - 1 || BitOperations.PopCount(points) != 3 || (points & (points >> 1 | last | 1)) != 0 || (digits & digits >> 1 & digits >> 2 & digits >> 3) != 0)
            return false;
        for (var three = digits & digits >> 1 & digits >> 2; three != 0; three &= three - 1)
        {
            if (bytes.Slice(BitOperations.TrailingZeroCount(three), 3).SequenceCompareTo("255"u8) > 0)
                return false;
        }

        return true;
    }

    /// <summary>The first eight of seven bytes or more; zero stands for what is not there.</summary>
    private static ulong Beginning(ReadOnlySpan<byte> bytes) => bytes.Length >= sizeof(ulong)
        ? BinaryPrimitives.ReadUInt64LittleEndian(bytes)
        : BinaryPrimitives.ReadUInt32LittleEndian(bytes) | (ulong)BinaryPrimitives.ReadUInt32LittleEndian(bytes[^sizeof(uint)..]) << (8 * (bytes.Length - sizeof(uint)));

    /// <summary>What stands behind the first eight of up to fifteen bytes.</summary>
    private static ulong Rest(ReadOnlySpan<byte> bytes) => bytes.Length > sizeof(ulong) ? BinaryPrimitives.ReadUInt64LittleEndian(bytes[^sizeof(ulong)..]) >> (8 * (16 - bytes.Length)) : 0;

    /// <summary>Value of a few digits; the caller has checked that they are digits.</summary>
    public static int Number(ReadOnlySpan<byte> digits)
    {
        var value = 0;
        foreach (var digit in digits)
            value = value * 10 + (digit - '0');
        return value;
    }
}
