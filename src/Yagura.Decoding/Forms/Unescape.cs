using System.Text;
using Yagura.Decoding.Text;
using Yagura.Events;

namespace Yagura.Decoding.Forms;

/// <summary>Undoes escapes into an event's arena.</summary>
internal static class Unescape
{
    /// <summary>Longest entity of XML, in bytes.</summary>
    private const int EntityMax = 12;

    /// <summary>Backslash before itself or the quote; any other backslash stays, because Windows paths are not escaped by most devices.</summary>
    public static Slot Backslash(ReadOnlySpan<byte> bytes, byte quote, Event target)
    {
        var room = target.Reserve(bytes.Length);
        var length = 0;
        for (var at = 0; at < bytes.Length;)
        {
            var next = Scan.IndexOf(bytes, at, (byte)'\\');
            var stretch = bytes[at..(next < 0 ? bytes.Length : next)];
            stretch.CopyTo(room[length..]);
            length += stretch.Length;
            if (next < 0)
                break;
            at = next + 1 < bytes.Length && (bytes[next + 1] == quote || bytes[next + 1] == '\\') ? next + 1 : next;
            room[length++] = bytes[at++];
        }

        return target.Keep(length, ValueKind.Text);
    }

    /// <summary>RFC 5424's: backslash before a quote, itself or a closing bracket (section 6.3.3).</summary>
    public static Slot StructuredData(ReadOnlySpan<byte> bytes, Event target)
    {
        var room = target.Reserve(bytes.Length);
        var length = 0;
        for (var at = 0; at < bytes.Length; at++)
        {
            if (bytes[at] == '\\' && at + 1 < bytes.Length && bytes[at + 1] is (byte)'"' or (byte)'\\' or (byte)']')
                at++;
            room[length++] = bytes[at];
        }

        return target.Keep(length, ValueKind.Text);
    }

    /// <summary>Windows' <c>(3)www(7)example(2)jp(0)</c> without the lengths: <c>www.example.jp</c>.</summary>
    public static Slot DnsLabels(ReadOnlySpan<byte> bytes, Event target)
    {
        var room = target.Reserve(bytes.Length);
        var length = 0;
        for (var at = 0; at < bytes.Length; at++)
        {
            var close = bytes[at] == '(' ? bytes.Slice(at, Math.Min(5, bytes.Length - at)).IndexOf((byte)')') : -1;
            if (close is < 2 or > 4)
            {
                room[length++] = bytes[at];
                continue;
            }

            at += close;
            if (length > 0 && at + 1 < bytes.Length)
                room[length++] = (byte)'.';
        }

        return target.Keep(length, ValueKind.Text);
    }

    /// <summary>CEF's: <c>\n</c> and <c>\r</c> are line ends, before anything else a backslash goes if what follows is <c>\ = |</c>.</summary>
    public static Slot Cef(ReadOnlySpan<byte> bytes, Event target)
    {
        var room = target.Reserve(bytes.Length);
        var length = 0;
        for (var at = 0; at < bytes.Length; at++)
        {
            var next = at + 1 < bytes.Length ? bytes[at + 1] : (byte)0;
            if (bytes[at] == '\\' && next is (byte)'\\' or (byte)'=' or (byte)'|' or (byte)'n' or (byte)'r')
            {
                room[length++] = next switch { (byte)'n' => (byte)'\n', (byte)'r' => (byte)'\r', _ => next };
                at++;
            }
            else
            {
                room[length++] = bytes[at];
            }
        }

        return target.Keep(length, ValueKind.Text);
    }

    /// <summary>LEEF's: backslash before an assignment sign or a pipe.</summary>
    public static Slot Leef(ReadOnlySpan<byte> bytes, Event target)
    {
        var room = target.Reserve(bytes.Length);
        var length = 0;
        for (var at = 0; at < bytes.Length; at++)
        {
            if (bytes[at] == '\\' && at + 1 < bytes.Length && bytes[at + 1] is (byte)'=' or (byte)'|')
                at++;
            room[length++] = bytes[at];
        }

        return target.Keep(length, ValueKind.Text);
    }

    /// <summary>A doubled quote is one (RFC 4180).</summary>
    public static Slot Doubled(ReadOnlySpan<byte> bytes, byte quote, Event target)
    {
        var room = target.Reserve(bytes.Length);
        var length = 0;
        for (var at = 0; at < bytes.Length; at++)
        {
            if (bytes[at] == quote && at + 1 < bytes.Length && bytes[at + 1] == quote)
                at++;
            room[length++] = bytes[at];
        }

        return target.Keep(length, ValueKind.Text);
    }

    /// <summary>JSON's (RFC 8259 section 7). A lone surrogate becomes U+FFFD; an unknown escape stays as it is.</summary>
    public static Slot Json(ReadOnlySpan<byte> bytes, Event target)
    {
        var room = target.Reserve(bytes.Length);
        var length = 0;
        for (var at = 0; at < bytes.Length; at++)
        {
            if (bytes[at] != '\\' || at + 1 == bytes.Length)
            {
                var next = Scan.IndexOf(bytes, at + 1, (byte)'\\');
                var stretch = bytes[at..(next < 0 ? bytes.Length : next)];
                stretch.CopyTo(room[length..]);
                length += stretch.Length;
                at += stretch.Length - 1;
                continue;
            }

            at++;
            if (bytes[at] == 'u' && TryRune(bytes, ref at, out var rune))
                length += rune.EncodeToUtf8(room[length..]);
            else
                length += Simple(bytes[at], room[length..]);
        }

        return target.Keep(length, ValueKind.Text);
    }

    /// <summary>Pairs of hexadecimal digits; the bytes 0 and 1, which part arguments and keys, become spaces. The caller has checked the digits.</summary>
    public static Slot Hex(ReadOnlySpan<byte> digits, Event target)
    {
        var room = target.Reserve(digits.Length / 2);
        var length = 0;
        for (var at = 0; at + 1 < digits.Length; at += 2)
        {
            var value = (byte)((Digit(digits[at]) << 4) | Digit(digits[at + 1]));
            room[length++] = value <= 1 ? (byte)' ' : value;
        }

        while (length > 0 && room[length - 1] == ' ')
            length--;
        return target.Keep(length, ValueKind.Text);
    }

    /// <summary>URLs' octets (RFC 3986 section 2.1); control characters stay as they are written, and so does what would be no UTF-8.</summary>
    public static Slot Percent(Region text, Event target)
    {
        var bytes = text.Bytes;
        var room = target.Reserve(bytes.Length);
        var length = 0;
        for (var at = 0; at < bytes.Length; at++)
        {
            var isOctet = bytes[at] == '%' && at + 2 < bytes.Length && Scan.IsHex(bytes[at + 1]) && Scan.IsHex(bytes[at + 2]);
            var octet = isOctet ? (byte)((Digit(bytes[at + 1]) << 4) | Digit(bytes[at + 2])) : bytes[at];
            if (isOctet && octet is < 0x20 or 0x7f)
                octet = bytes[at];
            else if (isOctet)
                at += 2;
            room[length++] = octet;
        }

        return System.Text.Unicode.Utf8.IsValid(room[..length]) ? target.Keep(length, ValueKind.Text) : text.Slot(ValueKind.Text);
    }

    private static int Digit(byte value) => Scan.IsDigit(value) ? value - '0' : (value | 0x20) - 'a' + 10;

    /// <summary>XML's: the five names and numbered characters (section 4.1); anything else stays as it is.</summary>
    public static Slot Xml(ReadOnlySpan<byte> bytes, Event target)
    {
        var room = target.Reserve(bytes.Length);
        var length = 0;
        for (var at = 0; at < bytes.Length; at++)
        {
            var rest = bytes[at..Math.Min(bytes.Length, at + EntityMax)];
            var end = bytes[at] == '&' ? rest.IndexOf((byte)';') : -1;
            if (end > 1 && TryEntity(rest[1..end], out var rune))
            {
                length += rune.EncodeToUtf8(room[length..]);
                at += end;
            }
            else
            {
                room[length++] = bytes[at];
            }
        }

        return target.Keep(length, ValueKind.Text);
    }

    private static bool TryEntity(ReadOnlySpan<byte> name, out Rune rune)
    {
        rune = new Rune(name switch { [(byte)'l', (byte)'t'] => '<', [(byte)'g', (byte)'t'] => '>', [(byte)'a', (byte)'m', (byte)'p'] => '&', _ => '\0' });
        if (name.SequenceEqual("quot"u8))
            rune = new Rune('"');
        else if (name.SequenceEqual("apos"u8))
            rune = new Rune('\'');
        if (rune.Value != 0)
            return true;
        if (name.Length < 2 || name[0] != '#')
            return false;
        var isHex = (name[1] | 0x20) == 'x';
        var digits = name[(isHex ? 2 : 1)..];
        return System.Buffers.Text.Utf8Parser.TryParse(digits, out int number, out var used, isHex ? 'x' : 'D') && used == digits.Length && Rune.TryCreate(number, out rune);
    }

    private static int Simple(byte escape, Span<byte> room)
    {
        var value = escape switch
        {
            (byte)'n' => (byte)'\n', (byte)'r' => (byte)'\r', (byte)'t' => (byte)'\t', (byte)'b' => (byte)'\b', (byte)'f' => (byte)'\f',
            (byte)'"' or (byte)'\\' or (byte)'/' => escape,
            _ => (byte)0,
        };
        if (value != 0)
        {
            room[0] = value;
            return 1;
        }

        room[0] = (byte)'\\';
        room[1] = escape;
        return 2;
    }

    /// <summary>Reads <c>uXXXX</c> (and the second half of a pair) with <paramref name="at"/> on the <c>u</c>; leaves it on the last digit.</summary>
    private static bool TryRune(ReadOnlySpan<byte> bytes, ref int at, out Rune rune)
    {
        rune = Rune.ReplacementChar;
        if (!TryFour(bytes, at + 1, out var first))
            return false;
        at += 4;
        if (char.IsHighSurrogate((char)first) && at + 2 < bytes.Length && bytes[at + 1] == '\\' && bytes[at + 2] == 'u'
            && TryFour(bytes, at + 3, out var second) && char.IsLowSurrogate((char)second))
        {
            at += 6;
            rune = new Rune((char)first, (char)second);
        }
        else if (Rune.IsValid(first))
        {
            rune = new Rune(first);
        }

        return true;
    }

    private static bool TryFour(ReadOnlySpan<byte> bytes, int at, out int value)
    {
        value = 0;
        if (at + 4 > bytes.Length)
            return false;
        for (var i = 0; i < 4; i++)
        {
            if (!Scan.IsHex(bytes[at + i]))
                return false;
            value = value * 16 + Digit(bytes[at + i]);
        }

        return true;
    }
}
