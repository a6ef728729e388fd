using System.Text;
using Yagura.Decoding.Text;

namespace Yagura.Decoding.Times;

/// <summary>A form of time that a decoder names, compiled.</summary>
/// <remarks>
/// Either a word (<c>iso</c>, <c>syslog</c>, <c>clf</c>, <c>unix</c> where seconds, milli-, micro- or nanoseconds are told apart by the number of digits)
/// or a picture of <c>yyyy yy EEE MMM MM M dd d HH H hh mm ss f tt zzz</c> and literals.
/// </remarks>
internal sealed class TimeFormat
{
    /// <summary>What an error message says is allowed.</summary>
    public const string Allowed = "iso, syslog, clf, unix, or a picture of yyyy yy EEE MMM MM M dd d HH H hh mm ss f tt zzz and literals";

    /// <summary>Longest text that is read as a time, in bytes.</summary>
    public const int LengthMax = 96;

    /// <summary>Seconds since 1970 and their fractions.</summary>
    public static readonly TimeFormat Unix = new("unix", []);

    private static readonly string[] Fields = ["yyyy", "zzz", "MMM", "EEE", "yy", "MM", "dd", "HH", "hh", "mm", "ss", "tt", "M", "d", "H", "f"];

    private readonly string[] tokens;
    private readonly string word;

    private TimeFormat(string word, string[] tokens)
    {
        this.word = word;
        this.tokens = tokens;
    }

    /// <summary>Compiles a form; null when the text is neither a word nor a picture.</summary>
    public static TimeFormat? Of(string text) => text switch
    {
        "iso" or "syslog" or "unix" => new TimeFormat(text, []),
        "clf" => Picture("dd/MMM/yyyy:HH:mm:ss zzz"),
        _ => text.Contains("HH", StringComparison.Ordinal) || text.Contains('H') || text.Contains("hh", StringComparison.Ordinal) ? Picture(text) : null,
    };

    /// <summary>Reads the whole text. An instant that needs no zone (unix) comes as UTC.</summary>
    public bool TryRead(ReadOnlySpan<byte> text, out WallTime time)
    {
        time = default;
        if (text.Length is 0 or > LengthMax)
            return false;
        return word switch
        {
            "iso" => WallTimeReader.Iso(text, out time) == text.Length,
            "syslog" => WallTimeReader.MonthName(text, out time) is > 0 and var used && used == text.Length,
            "unix" => TryUnix(text, out time),
            _ => TryPicture(text, ref time),
        };
    }

    private static TimeFormat Picture(string text)
    {
        var pieces = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            var field = Array.Find(Fields, name => string.CompareOrdinal(text, at, name, 0, name.Length) == 0);
            pieces.Add(field ?? "'" + text[at]);
            at += field?.Length ?? 1;
            while (field == "f" && at < text.Length && text[at] == 'f')
                at++;
        }

        return new TimeFormat("", [.. pieces]);
    }

    private static bool TryUnix(ReadOnlySpan<byte> text, out WallTime time)
    {
        time = default;
        var digits = Scan.Digits(text, 0);
        if (digits is < 9 or > 19 || !Scan.TryInteger(text[..digits], out var number))
            return false;
        long ticks = digits switch
        {
            <= 11 => number * TimeSpan.TicksPerSecond,
            <= 14 => number * TimeSpan.TicksPerMillisecond,
            <= 17 => number * TimeSpan.TicksPerMicrosecond,
            _ => number / 100,
        };
        if (digits < text.Length && (digits > 11 || text[digits] != '.' || digits + 1 + WallTimeReader.Fraction(text[(digits + 1)..], ref time) != text.Length))
            return false;
        ticks += DateTime.UnixEpoch.Ticks + time.Fraction;
        if (ticks > DateTime.MaxValue.Ticks)
            return false;
        var instant = new DateTime(ticks, DateTimeKind.Utc);
        time = new WallTime
        {
            Year = instant.Year, Month = instant.Month, Day = instant.Day, Hour = instant.Hour, Minute = instant.Minute, Second = instant.Second,
            Fraction = (int)(ticks % TimeSpan.TicksPerSecond), HasZone = true,
        };
        return true;
    }

    private bool TryPicture(ReadOnlySpan<byte> text, ref WallTime time)
    {
        var at = 0;
        var afternoon = -1;
        foreach (var token in tokens)
        {
            if (!TryToken(token, text, ref at, ref time, ref afternoon))
                return false;
        }

        if (afternoon >= 0)
            time.Hour = time.Hour % 12 + afternoon * 12;
        return at == text.Length && time.Settle();
    }

    private static bool TryToken(string token, ReadOnlySpan<byte> text, ref int at, ref WallTime time, ref int afternoon)
    {
        if (token[0] == '\'')
            return at < text.Length && text[at++] == token[1];
        switch (token)
        {
            case "yyyy": return TryDigits(text, ref at, 4, 4, out time.Year);
            case "yy":
                var read = TryDigits(text, ref at, 2, 2, out time.Year);
                time.Year += 2000;
                return read;
            case "EEE":
                at += 3;
                return at <= text.Length;
            case "MMM":
                at += 3;
                return at <= text.Length && WallTimeReader.TryMonth(text[(at - 3)..], out time.Month);
            case "MM": return TryDigits(text, ref at, 2, 2, out time.Month);
            case "M": return TryDigits(text, ref at, 1, 2, out time.Month);
            case "dd": return TryDigits(text, ref at, 2, 2, out time.Day);
            case "d":
                while (at < text.Length && text[at] == ' ')
                    at++;
                return TryDigits(text, ref at, 1, 2, out time.Day);
            case "HH" or "hh": return TryDigits(text, ref at, 2, 2, out time.Hour);
            case "H": return TryDigits(text, ref at, 1, 2, out time.Hour);
            case "mm": return TryDigits(text, ref at, 2, 2, out time.Minute);
            case "ss": return TryDigits(text, ref at, 2, 2, out time.Second);
            case "f":
                var digits = WallTimeReader.Fraction(text[Math.Min(at, text.Length)..], ref time);
                at += digits;
                return digits > 0;
            case "tt":
                at += 2;
                if (at > text.Length)
                    return false;
                afternoon = (text[at - 2] | 0x20) == 'p' ? 1 : 0;
                return (text[at - 1] | 0x20) == 'm';
            default:
                at += WallTimeReader.Zone(text[Math.Min(at, text.Length)..], ref time);
                return time.HasZone;
        }
    }

    private static bool TryDigits(ReadOnlySpan<byte> text, ref int at, int least, int most, out int value)
    {
        value = 0;
        var digits = Math.Min(Scan.Digits(text, at), most);
        if (digits < least)
            return false;
        value = Scan.Number(text.Slice(at, digits));
        at += digits;
        return true;
    }

    /// <summary>The tokens, for messages.</summary>
    public override string ToString() => word.Length > 0 ? word : new StringBuilder().AppendJoin("", tokens.Select(token => token.TrimStart('\''))).ToString();
}
