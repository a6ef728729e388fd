using System.Numerics;
using System.Runtime.Intrinsics;
using Yagura.Decoding.Text;
using Yagura.Events;

namespace Yagura.Decoding.Forms;

/// <summary><c>key=value key="quoted \"value\"" key="quoted ""value""" other='…'</c> with a chosen separator and assignment sign.</summary>
/// <remarks>A separator other than a space is part of the value after a backslash, as Cisco ISE writes it: <c>OUI=Example Co.\,Ltd., Step=1</c>.</remarks>
internal sealed class KeyValueForm(byte separator, byte assign, bool valuesWithSpaces) : Form
{
    /// <summary>Longest key, in bytes; a longer one is text that happens to contain the sign.</summary>
    public const int KeyMax = 128;

    /// <summary>The bytes that end a key, or say that the word is none.</summary>
    private readonly bool[] keyStops = Marked([assign, separator, (byte)'"', (byte)'\'', .. separator == ' ' ? Scan.SpaceBytes : []]);

    public override bool Read(Region text, Parts parts)
    {
        var bytes = text.Bytes;
        var at = 0;
        var found = 0;
        while (at < bytes.Length && !parts.IsFull)
        {
            while (at < bytes.Length && (Scan.IsSpace(bytes[at]) || bytes[at] == separator))
                at++;
            var sign = KeyEnd(bytes, at, out var stop);
            if (sign < 0)
            {
                at = NextSeparator(bytes, Math.Max(stop, at + 1));
                continue;
            }

            var key = bytes[at..sign];
            if (separator != ' ')
                key = key.Trim((byte)' ');
            at = sign + 1;
            while (separator != ' ' && at < bytes.Length && bytes[at] == ' ')
                at++;
            parts.Put(key, at < bytes.Length && bytes[at] is (byte)'"' or (byte)'\'' ? Quoted(text, ref at, parts) : Plain(text, ref at, parts));
            found++;
        }

        return found > 0;
    }

    private static bool[] Marked(ReadOnlySpan<byte> bytes)
    {
        var marks = new bool[256];
        foreach (var value in bytes)
            marks[value] = true;
        return marks;
    }

    /// <summary>Position of the assignment sign that ends the key beginning here, or -1 when the word is no key: no separator stands before <paramref name="stop"/> then.</summary>
    private int KeyEnd(ReadOnlySpan<byte> bytes, int start, out int stop)
    {
        stop = NextStop(bytes, start);
        return stop > start && stop - start <= KeyMax && stop < bytes.Length && bytes[stop] == assign ? stop : -1;
    }

    /// <summary>Position of the first byte that ends a key; behind <see cref="KeyMax"/> bytes nothing is looked at any more.</summary>
    private int NextStop(ReadOnlySpan<byte> bytes, int start)
    {
        var (stops, at) = (keyStops, start);
        if (Vector256.IsHardwareAccelerated && bytes.Length - start >= Vector256<byte>.Count)
        {
            // Nearly all keys end in the next bytes: one look at all of them leaves those that may end one.
            var near = Vector256.Create(bytes[start..]);
            var mayEnd = Vector256.Equals(near, Vector256.Create(assign)) | Vector256.Equals(near, Vector256.Create(separator)) | Vector256.LessThanOrEqual(near, Vector256.Create((byte)' '))
                | Vector256.Equals(near, Vector256.Create((byte)'"')) | Vector256.Equals(near, Vector256.Create((byte)'\''));
            for (var bits = mayEnd.ExtractMostSignificantBits(); bits != 0; bits &= bits - 1)
            {
                var here = start + BitOperations.TrailingZeroCount(bits);
                if (stops[bytes[here]])
                    return here;
            }

            at += Vector256<byte>.Count;
        }

        while (at < bytes.Length && at - start <= KeyMax && !stops[bytes[at]])
            at++;
        return at;
    }

    private int NextSeparator(ReadOnlySpan<byte> bytes, int start)
    {
        if (start >= bytes.Length || bytes[start] == separator)
            return start;
        var found = separator == ' ' ? Scan.IndexOfSpace(bytes, start) : Scan.IndexOf(bytes, start, separator);
        return found < 0 ? bytes.Length : found;
    }

    public static Slot Quoted(Region text, ref int at, Parts parts)
    {
        var bytes = text.Bytes;
        var quote = bytes[at];
        var start = ++at;
        var (escaped, doubled) = (false, false);
        for (at = Scan.IndexOfAny(bytes, at, quote, (byte)'\\'); at >= 0; at = Scan.IndexOfAny(bytes, at + 2, quote, (byte)'\\'))
        {
            var next = at + 1 < bytes.Length ? bytes[at + 1] : 0;
            if (bytes[at] == quote && next != quote)
                break;
            doubled |= bytes[at] == quote;
            escaped |= bytes[at] != quote && (next == quote || next == '\\');
        }

        var end = at < 0 ? bytes.Length : at;
        at = Math.Min(end + 1, bytes.Length);
        if (doubled)
            return Unescape.Doubled(bytes[start..end], quote, parts.Target);
        return escaped ? Unescape.Backslash(bytes[start..end], quote, parts.Target) : text.Slot(start, end - start, ValueKind.Text);
    }

    private Slot Plain(Region text, ref int at, Parts parts)
    {
        var bytes = text.Bytes;
        var start = at;
        at = ValueEnd(bytes, at, out var escaped);
        while (valuesWithSpaces && at < bytes.Length && KeyEnd(bytes, at + 1, out _) < 0)
            at = ValueEnd(bytes, at + 1, out _);
        var end = at;
        while (end > start && Scan.IsSpace(bytes[end - 1]))
            end--;
        return escaped ? Unescape.Backslash(bytes[start..end], separator, parts.Target) : text.Slot(start, end - start, ValueKind.Text);
    }

    private int ValueEnd(ReadOnlySpan<byte> bytes, int start, out bool escaped)
    {
        escaped = false;
        if (separator == ' ')
            return NextSeparator(bytes, start);
        for (var at = start; at < bytes.Length; at++)
        {
            at = Scan.IndexOfAny(bytes, at, separator, (byte)'\\');
            if (at < 0)
                break;
            if (bytes[at] != '\\')
                return at;
            if (at + 1 < bytes.Length && bytes[at + 1] == separator)
            {
                escaped = true;
                at++;
            }
        }

        return bytes.Length;
    }
}
