using System.Buffers;
using System.Net;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Yagura.Decoding.Text;

/// <summary>Small questions about bytes. Nothing here throws or allocates.</summary>
internal static class Scan
{
    /// <summary>Digits of the longest number read as 64 bits.</summary>
    private const int DigitsMax = 19;

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

    public static bool AllDigits(ReadOnlySpan<byte> bytes) => !bytes.ContainsAnyExceptInRange((byte)'0', (byte)'9');

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
        if (bytes.Length is < 2 or > 64)
            return false;
        // In an IPv6 address the first colon is at most the fifth byte.
        return bytes[..Math.Min(bytes.Length, 5)].Contains((byte)':')
            ? (IsHex(bytes[0]) || bytes[0] == ':') && !bytes.Contains((byte)'/') && IPAddress.IsValidUtf8(bytes)
            : IsAddress4(bytes);
    }

    public static bool EqualsIgnoreCase(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        left.Length == right.Length && System.Text.Ascii.EqualsIgnoreCase(left, right);

    private static bool IsAddress4(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length is < 7 or > 15)
            return false;
        var (points, digits, number) = (0, 0, 0);
        foreach (var value in bytes)
        {
            if (IsDigit(value))
            {
                number = number * 10 + (value - '0');
                if (++digits > 3 || number > 255)
                    return false;
            }
            else if (value == '.' && digits > 0)
            {
                points++;
                (digits, number) = (0, 0);
            }
            else
            {
                return false;
            }
        }

        return points == 3 && digits > 0;
    }

    /// <summary>Value of a few digits; the caller has checked that they are digits.</summary>
    public static int Number(ReadOnlySpan<byte> digits)
    {
        var value = 0;
        foreach (var digit in digits)
            value = value * 10 + (digit - '0');
        return value;
    }
}
