using System.Buffers;
using System.Numerics;
using System.Runtime.Intrinsics;
using Yagura.Decoding.Text;
using Yagura.Events;

namespace Yagura.Decoding.Forms;

/// <summary>The tokens of JSON, read without exceptions.</summary>
internal static class JsonText
{
    private static readonly SearchValues<byte> ScalarEnd = SearchValues.Create(" \t\r\n,]}:"u8);

    public static int SkipSpace(ReadOnlySpan<byte> bytes, int at)
    {
        while (at < bytes.Length && Scan.IsSpace(bytes[at]))
            at++;
        return at;
    }

    /// <summary>Reads a string and leaves the position after its closing quote.</summary>
    public static bool TryString(ReadOnlySpan<byte> bytes, ref int at, out int start, out int length, out bool escaped)
    {
        start = at + 1;
        length = 0;
        escaped = false;
        if (at >= bytes.Length || bytes[at] != '"')
            return false;
        var end = StringEnd(bytes, start, ref escaped);
        if (end < 0)
            return false;
        length = end - start;
        at = end + 1;
        return true;
    }

    /// <summary>Position of the quote that ends a string; -1 when there is none.</summary>
    private static int StringEnd(ReadOnlySpan<byte> bytes, int at, ref bool escaped)
    {
        // Escapes often stand near each other, as in paths: all of a block are found by one look.
        for (; Vector256.IsHardwareAccelerated && at <= bytes.Length - Vector256<byte>.Count; at += Vector256<byte>.Count)
        {
            var block = Vector256.Create(bytes[at..]);
            var escapes = Vector256.Equals(block, Vector256.Create((byte)'\\')).ExtractMostSignificantBits();
            var signs = Vector256.Equals(block, Vector256.Create((byte)'"')).ExtractMostSignificantBits() | escapes;
            while (signs != 0)
            {
                var here = BitOperations.TrailingZeroCount(signs);
                if ((escapes >> here & 1) == 0)
                    return at + here;
                escaped = true;
                signs &= ~(3U << here); // what stands behind an escape is no sign
                at += here == Vector256<byte>.Count - 1 ? 1 : 0; // nor when it begins the next block
            }
        }

        for (; at < bytes.Length && bytes[at] != '"'; at++)
        {
            if (bytes[at] != '\\')
                continue;
            escaped = true;
            at++;
        }

        return at < bytes.Length ? at : -1;
    }

    /// <summary>Reads a string, number, boolean or null as a slot. A number keeps its text; a bare word that is none of these is text.</summary>
    public static bool TryScalar(Region text, ref int at, Event target, out Slot value)
    {
        value = default;
        var bytes = text.Bytes;
        if (at >= bytes.Length)
            return false;
        if (bytes[at] == '"')
        {
            if (!TryString(bytes, ref at, out var start, out var length, out var escaped))
                return false;
            value = escaped ? Unescape.Json(bytes.Slice(start, length), target) : text.Slot(start, length, ValueKind.Text);
            return true;
        }

        // Most of what is no string is a whole number.
        var digits = Scan.Digits(bytes, at);
        if (digits is > 0 and <= Scan.DigitsMax && at + digits < bytes.Length && bytes[at + digits] is (byte)',' or (byte)'}')
        {
            value = text.Slot(at, digits, ValueKind.Integer);
            at += digits;
            return true;
        }

        var stop = bytes[at..].IndexOfAny(ScalarEnd);
        var end = stop < 0 ? bytes.Length : at + stop;
        if (end == at)
            return false;
        value = text.Slot(at, end - at, KindOf(bytes[at..end]));
        at = end;
        return true;
    }

    /// <summary>Leaves the position after a string, number, boolean or null without looking what it is.</summary>
    public static bool TrySkipScalar(ReadOnlySpan<byte> bytes, ref int at)
    {
        if (bytes[at] == '"')
            return TryString(bytes, ref at, out _, out _, out _);
        var stop = bytes[at..].IndexOfAny(ScalarEnd);
        at = stop < 0 ? bytes.Length : at + stop;
        return stop != 0;
    }

    /// <summary>The next text of so many bytes at least that is a value, wherever in an object it stands, and the position after it.</summary>
    public static bool TryNextText(Region text, ref int at, int shortest, Event target, out Slot value)
    {
        var bytes = text.Bytes;
        value = default;
        while (bytes[at..].IndexOf((byte)'"') is >= 0 and var skipped)
        {
            at += skipped;
            var begin = at;
            if (!TryString(bytes, ref at, out _, out var length, out _))
                return false;
            var next = SkipSpace(bytes, at);
            if (length >= shortest && (next >= bytes.Length || bytes[next] != ':'))
                return TryScalar(text, ref begin, target, out value);
        }

        return false;
    }

    /// <summary>Leaves the position after an object or array without looking into it.</summary>
    public static bool SkipNested(ReadOnlySpan<byte> bytes, ref int at)
    {
        var open = 0;
        while (at < bytes.Length)
        {
            switch (bytes[at])
            {
                case (byte)'"':
                    if (!TryString(bytes, ref at, out _, out _, out _))
                        return false;
                    continue;
                case (byte)'{' or (byte)'[':
                    open++;
                    break;
                case (byte)'}' or (byte)']':
                    open--;
                    break;
            }

            at++;
            if (open == 0)
                return true;
        }

        return false;
    }

    /// <summary>Position of the value behind a key; -1 when there is none.</summary>
    public static int ValueAt(ReadOnlySpan<byte> bytes, int at)
    {
        at = SkipSpace(bytes, at);
        at = at < bytes.Length && bytes[at] == ':' ? SkipSpace(bytes, at + 1) : bytes.Length;
        return at < bytes.Length ? at : -1;
    }

    /// <summary>Finds the value of a member of the object at a position.</summary>
    public static bool TryMember(ReadOnlySpan<byte> bytes, int at, ReadOnlySpan<byte> name, out int value)
    {
        value = -1;
        if (at >= bytes.Length || bytes[at] != '{')
            return false;
        for (at++; (at = SkipSpace(bytes, at)) < bytes.Length && TryString(bytes, ref at, out var start, out var length, out _);)
        {
            value = ValueAt(bytes, at);
            if (value < 0 || bytes.Slice(start, length).SequenceEqual(name))
                return value >= 0;
            at = value;
            if (!(bytes[at] is (byte)'{' or (byte)'[' ? SkipNested(bytes, ref at) : TrySkipScalar(bytes, ref at)))
                break;
            at = SkipSpace(bytes, at);
            if (at < bytes.Length && bytes[at] == ',')
                at++;
        }

        value = -1;
        return false;
    }

    private static ValueKind KindOf(ReadOnlySpan<byte> word)
    {
        if (word.SequenceEqual("true"u8) || word.SequenceEqual("false"u8))
            return ValueKind.Boolean;
        if (word.SequenceEqual("null"u8))
            return ValueKind.Null;
        if (Scan.IsInteger(word))
            return ValueKind.Integer;
        return Scan.IsDecimal(word) ? ValueKind.Decimal : ValueKind.Text;
    }
}
