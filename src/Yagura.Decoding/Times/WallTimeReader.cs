using Yagura.Decoding.Text;

namespace Yagura.Decoding.Times;

/// <summary>Reads the forms of time that syslog headers carry. Each method says how many bytes it used, 0 for "not this form".</summary>
internal static class WallTimeReader
{
    /// <summary>Longest English name of a month, in letters: some senders write it out.</summary>
    private const int MonthNameMax = 9;

    /// <summary>Bytes of the zone name looked at; longer words are not zones.</summary>
    private const int ZoneNameMax = 5;

    private static readonly byte[][] MonthNames =
        [.. "January February March April May June July August September October November December".Split(' ').Select(System.Text.Encoding.ASCII.GetBytes)];

    /// <summary>午後 in code page 932.</summary>
    private static ReadOnlySpan<byte> AfternoonOf932 => [0x8C, 0xDF, 0x8C, 0xE3];

    /// <summary>午前 in code page 932.</summary>
    private static ReadOnlySpan<byte> MorningOf932 => [0x8C, 0xDF, 0x91, 0x4F];

    /// <summary><c>2026-11-22T03:00:00.123456+09:00</c>, with a space or slashes too, zone optional (RFC 3339 and what devices make of it).</summary>
    public static int Iso(ReadOnlySpan<byte> text, out WallTime time)
    {
        time = default;
        if (text.Length < 18 || !Two(text, 0, out var century) || !Two(text, 2, out var year) || text[4] is not ((byte)'-' or (byte)'/'))
            return 0;
        if (!Two(text, 5, out time.Month) || text[7] != text[4] || !Two(text, 8, out time.Day) || text[10] is not ((byte)'T' or (byte)' ' or (byte)'t' or (byte)'-'))
            return 0;
        time.Year = century * 100 + year;
        if (!Clock(text[11..], ref time, out var used))
            return 0;
        used += 11;
        used += Zone(text[used..], ref time);
        return time.Settle() ? used : 0;
    }

    /// <summary><c>Nov  2 03:04:05</c>, <c>Nov 22 2026 03:04:05</c>, <c>2026 Nov 22 03:04:05</c>, <c>Nov 22 03:04:05.123 JST</c> (RFC 3164 and its deviations).</summary>
    public static int MonthName(ReadOnlySpan<byte> text, out WallTime time)
    {
        time = default;
        var at = 0;
        if (text.Length > 5 && Scan.Digits(text, 0) == 4 && text[4] == ' ')
        {
            time.Year = Scan.Number(text[..4]);
            at = 5;
        }

        if (!TryMonth(text[at..], out time.Month))
            return 0;
        var letters = 3;
        while (letters < MonthNameMax && at + letters < text.Length && Scan.IsLetter(text[at + letters]))
            letters++;
        if (!Space(text, at + letters, out at))
            return 0;
        var digits = Scan.Digits(text, at);
        if (digits is not (1 or 2))
            return 0;
        time.Day = Scan.Number(text.Slice(at, digits));
        if (!Space(text, at + digits, out at))
            return 0;
        if (Scan.Digits(text, at) == 4 && at + 4 < text.Length && text[at + 4] == ' ')
        {
            time.Year = Scan.Number(text.Slice(at, 4));
            at += 5;
        }

        if (!Clock(text[at..], ref time, out var used))
            return 0;
        at += used;
        if (time.Year == 0 && at + 5 <= text.Length && text[at] == ' ' && Scan.Digits(text, at + 1) == 4 && text.Slice(at + 1, 2) is [(byte)'2', (byte)'0'] && EndsYear(text, at + 5))
        {
            time.Year = Scan.Number(text.Slice(at + 1, 4));
            at += 5;
        }

        at += Zone(text[at..], ref time);
        return time.Settle() ? at : 0;
    }

    /// <summary>A colon behind a year ends the header; within a word it belongs to an address: <c>2001:db8::1</c>.</summary>
    private static bool EndsYear(ReadOnlySpan<byte> text, int at) =>
        at == text.Length || text[at] == ' ' || (text[at] == ':' && (at + 1 == text.Length || text[at + 1] == ' '));

    /// <summary><c>03:04:05</c>, <c>3:04:05</c>, with a fraction of any length after a point or comma.</summary>
    public static bool Clock(ReadOnlySpan<byte> text, ref WallTime time, out int used)
    {
        used = 0;
        if (text.Length < 7)
            return false;
        var isShort = text[1] == ':' && Scan.IsDigit(text[0]);
        var rest = text[(isShort ? 1 : 2)..];
        if (isShort)
            time.Hour = text[0] - '0';
        else if (!Two(text, 0, out time.Hour))
            return false;
        if (rest.Length < 6 || rest[0] != ':' || !Two(rest, 1, out time.Minute) || rest[3] != ':' || !Two(rest, 4, out time.Second))
            return false;
        used = text.Length - rest.Length + 6;
        if (text.Length > used + 1 && text[used] is (byte)'.' or (byte)',' && Scan.IsDigit(text[used + 1]))
            used += 1 + Fraction(text[(used + 1)..], ref time);
        return true;
    }

    /// <summary>Digits of a fraction of a second; those after the seventh are dropped.</summary>
    public static int Fraction(ReadOnlySpan<byte> text, ref WallTime time)
    {
        var digits = Scan.Digits(text, 0);
        var value = 0;
        for (var i = 0; i < 7; i++)
            value = value * 10 + (i < digits ? text[i] - '0' : 0);
        time.Fraction = value;
        return digits;
    }

    /// <summary><c>Z</c>, <c>+09:00</c>, <c>+0900</c>, <c>+09</c>, <c>GMT+09:00</c> or a name that means one zone only, after at most one space.</summary>
    public static int Zone(ReadOnlySpan<byte> text, ref WallTime time)
    {
        var at = text.Length > 0 && text[0] == ' ' ? 1 : 0;
        if (at >= text.Length)
            return 0;
        if (text[at] is (byte)'+' or (byte)'-')
            return Offset(text, at, ref time);
        var letters = 0;
        while (at + letters < text.Length && Scan.IsLetter(text[at + letters]) && letters <= ZoneNameMax)
            letters++;
        if (letters == 0 || !ZoneNames.TryFind(text.Slice(at, letters), out var minutes))
            return 0;
        var end = at + letters;
        // GMT+09:00
        if (minutes == 0 && end < text.Length && text[end] is ((byte)'+' or (byte)'-'))
            return Offset(text, end, ref time);
        if (end < text.Length && text[end] is not ((byte)' ' or (byte)':' or (byte)']' or (byte)',' or (byte)'"'))
            return 0;
        time.HasZone = true;
        time.OffsetMinutes = minutes;
        return end;
    }

    /// <summary>The month of an English abbreviation, any case.</summary>
    public static bool TryMonth(ReadOnlySpan<byte> text, out int month)
    {
        month = 0;
        if (text.Length < 3)
            return false;
        month = ((text[0] | 0x20) << 16 | (text[1] | 0x20) << 8 | text[2] | 0x20) switch
        {
            'j' << 16 | 'a' << 8 | 'n' => 1,
            'f' << 16 | 'e' << 8 | 'b' => 2,
            'm' << 16 | 'a' << 8 | 'r' => 3,
            'a' << 16 | 'p' << 8 | 'r' => 4,
            'm' << 16 | 'a' << 8 | 'y' => 5,
            'j' << 16 | 'u' << 8 | 'n' => 6,
            'j' << 16 | 'u' << 8 | 'l' => 7,
            'a' << 16 | 'u' << 8 | 'g' => 8,
            's' << 16 | 'e' << 8 | 'p' => 9,
            'o' << 16 | 'c' << 8 | 't' => 10,
            'n' << 16 | 'o' << 8 | 'v' => 11,
            'd' << 16 | 'e' << 8 | 'c' => 12,
            _ => 0,
        };
        return month > 0;
    }

    /// <summary>The month of an English name, any case, and its length; 0 when there is none.</summary>
    public static int WholeMonth(ReadOnlySpan<byte> text, out int month)
    {
        for (month = MonthNames.Length; month > 0; month--)
        {
            var name = MonthNames[month - 1];
            if (text.Length >= name.Length && Scan.EqualsIgnoreCase(text[..name.Length], name))
                return name.Length;
        }

        return 0;
    }

    /// <summary><c>AM</c> or <c>PM</c> in any case, or 午前 or 午後 in UTF-8 or in Windows' Japanese code page (932), in which Windows writes text files.</summary>
    public static int HalfOfDay(ReadOnlySpan<byte> text, out int afternoon)
    {
        afternoon = 1;
        if (text.StartsWith("午後"u8))
            return "午後"u8.Length;
        if (text.StartsWith(AfternoonOf932))
            return AfternoonOf932.Length;
        if (text.Length >= 2 && (text[0] | 0x20) == 'p' && (text[1] | 0x20) == 'm')
            return 2;
        afternoon = 0;
        if (text.StartsWith("午前"u8))
            return "午前"u8.Length;
        if (text.StartsWith(MorningOf932))
            return MorningOf932.Length;
        return text.Length >= 2 && (text[0] | 0x20) == 'a' && (text[1] | 0x20) == 'm' ? 2 : 0;
    }

    public static bool Two(ReadOnlySpan<byte> text, int at, out int value)
    {
        value = 0;
        if (at + 2 > text.Length || !Scan.IsDigit(text[at]) || !Scan.IsDigit(text[at + 1]))
            return false;
        value = (text[at] - '0') * 10 + (text[at + 1] - '0');
        return true;
    }

    private static int Offset(ReadOnlySpan<byte> text, int at, ref WallTime time)
    {
        var sign = text[at] == '-' ? -1 : 1;
        if (!Two(text, at + 1, out var hours))
            return 0;
        var end = at + 3;
        var colon = end < text.Length && text[end] == ':' ? 1 : 0;
        if (Two(text, end + colon, out var minutes))
            end += colon + 2;
        time.HasZone = true;
        time.OffsetMinutes = sign * (hours * 60 + minutes);
        return end;
    }

    private static bool Space(ReadOnlySpan<byte> text, int from, out int at)
    {
        at = from;
        while (at < text.Length && text[at] == ' ')
            at++;
        return at > from && at < text.Length;
    }
}
