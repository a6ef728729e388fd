using Yagura.Decoding.Text;

namespace Yagura.Decoding.Times;

/// <summary>A form of time that a decoder names, compiled.</summary>
/// <remarks>
/// Either a word (<c>iso</c>, <c>syslog</c>, <c>clf</c>, <c>unix</c> where seconds, milli-, micro- or nanoseconds are told apart by the number of digits)
/// or a picture of <c>yyyy yy EEE MMMM MMM MM M dd d HH H hh mm ss f tt zzz</c> and literals.
/// </remarks>
internal sealed class TimeFormat
{
    /// <summary>What an error message says is allowed.</summary>
    public const string Allowed = "iso, syslog, clf, unix, or a picture of yyyy yy EEE MMMM MMM MM M dd d HH H hh mm ss f tt zzz and literals";

    /// <summary>Longest text that is read as a time, in bytes.</summary>
    public const int LengthMax = 96;

    /// <summary>Seconds since 1970 and their fractions.</summary>
    public static readonly TimeFormat Unix = new("unix", Kind.Unix, []);

    /// <summary>The fields of a picture, the longer before those that they begin with.</summary>
    private static readonly (string Name, Field Field)[] Fields =
    [
        ("yyyy", Field.Year), ("zzz", Field.Zone), ("MMMM", Field.WholeMonthName), ("MMM", Field.MonthName), ("EEE", Field.DayName), ("yy", Field.ShortYear), ("MM", Field.Month), ("dd", Field.Day),
        ("HH", Field.Hour), ("hh", Field.Hour), ("mm", Field.Minute), ("ss", Field.Second), ("tt", Field.HalfOfDay), ("M", Field.LooseMonth), ("d", Field.LooseDay),
        ("H", Field.LooseHour), ("f", Field.Fraction),
    ];

    private readonly string text;
    private readonly Kind kind;
    private readonly Token[] tokens;
    private readonly bool hasDate;

    private TimeFormat(string text, Kind kind, Token[] tokens)
    {
        this.text = text;
        this.kind = kind;
        this.tokens = tokens;
        hasDate = Array.Exists(tokens, token => token.Field is Field.Day or Field.LooseDay);
    }

    private enum Kind
    {
        Picture = 0,
        Iso = 1,
        Syslog = 2,
        Unix = 3,
    }

    private enum Field : byte
    {
        Literal = 0,
        Year = 1,
        ShortYear = 2,
        MonthName = 3,
        DayName = 4,
        Month = 5,
        LooseMonth = 6,
        Day = 7,
        LooseDay = 8,
        Hour = 9,
        LooseHour = 10,
        Minute = 11,
        Second = 12,
        Fraction = 13,
        HalfOfDay = 14,
        Zone = 15,
        WholeMonthName = 16,
    }

    /// <summary>Compiles a form; null when the text is neither a word nor a picture.</summary>
    public static TimeFormat? Of(string text) => text switch
    {
        "iso" => new TimeFormat(text, Kind.Iso, []),
        "syslog" => new TimeFormat(text, Kind.Syslog, []),
        "unix" => Unix,
        "clf" => Picture("dd/MMM/yyyy:HH:mm:ss zzz"),
        _ => text.Contains("HH", StringComparison.Ordinal) || text.Contains('H') || text.Contains("hh", StringComparison.Ordinal) ? Picture(text) : null,
    };

    /// <summary>Reads the whole text. An instant that needs no zone (unix) comes as UTC.</summary>
    public bool TryRead(ReadOnlySpan<byte> text, out WallTime time)
    {
        time = default;
        if (text.Length is 0 or > LengthMax)
            return false;
        return kind switch
        {
            Kind.Iso => WallTimeReader.Iso(text, out time) == text.Length,
            Kind.Syslog => WallTimeReader.MonthName(text, out time) is > 0 and var used && used == text.Length,
            Kind.Unix => TryUnix(text, out time),
            _ => TryPicture(text, ref time),
        };
    }

    private static TimeFormat Picture(string text)
    {
        var pieces = new List<Token>();
        for (var at = 0; at < text.Length;)
        {
            var (name, field) = Array.Find(Fields, one => string.CompareOrdinal(text, at, one.Name, 0, one.Name.Length) == 0);
            pieces.Add(new Token(field, (byte)text[at]));
            at += name?.Length ?? 1;
            while (field == Field.Fraction && at < text.Length && text[at] == 'f')
                at++;
        }

        return new TimeFormat(text, Kind.Picture, [.. pieces]);
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
        if (!hasDate)
            (time.Month, time.Day, time.HasNoDate) = (1, 1, true);
        foreach (var token in tokens)
        {
            if (!TryToken(token, text, ref at, ref time, ref afternoon))
                return false;
        }

        if (afternoon >= 0)
            time.Hour = time.Hour % 12 + afternoon * 12;
        return at == text.Length && time.Settle();
    }

    private static bool TryToken(Token token, ReadOnlySpan<byte> text, ref int at, ref WallTime time, ref int afternoon)
    {
        switch (token.Field)
        {
            case Field.Literal: return at < text.Length && text[at++] == token.Literal;
            case Field.Year: return TryDigits(text, ref at, 4, 4, out time.Year);
            case Field.ShortYear:
                var read = TryDigits(text, ref at, 2, 2, out time.Year);
                time.Year += 2000;
                return read;
            case Field.DayName:
                at += 3;
                return at <= text.Length;
            case Field.MonthName:
                at += 3;
                return at <= text.Length && WallTimeReader.TryMonth(text[(at - 3)..], out time.Month);
            case Field.WholeMonthName:
                at += WallTimeReader.WholeMonth(text[Math.Min(at, text.Length)..], out time.Month);
                return time.Month > 0;
            case Field.Month: return TryDigits(text, ref at, 2, 2, out time.Month);
            case Field.LooseMonth: return TryDigits(text, ref at, 1, 2, out time.Month);
            case Field.Day: return TryDigits(text, ref at, 2, 2, out time.Day);
            case Field.LooseDay:
                while (at < text.Length && text[at] == ' ')
                    at++;
                return TryDigits(text, ref at, 1, 2, out time.Day);
            case Field.Hour: return TryDigits(text, ref at, 2, 2, out time.Hour);
            case Field.LooseHour: return TryDigits(text, ref at, 1, 2, out time.Hour);
            case Field.Minute: return TryDigits(text, ref at, 2, 2, out time.Minute);
            case Field.Second: return TryDigits(text, ref at, 2, 2, out time.Second);
            case Field.Fraction:
                var digits = WallTimeReader.Fraction(text[Math.Min(at, text.Length)..], ref time);
                at += digits;
                return digits > 0;
            case Field.HalfOfDay:
                var used = WallTimeReader.HalfOfDay(text[Math.Min(at, text.Length)..], out afternoon);
                at += used;
                return used > 0;
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

    /// <summary>The form as it was written, for messages.</summary>
    public override string ToString() => text;

    /// <summary>A field of a picture, or a byte that stands for itself.</summary>
    private readonly record struct Token(Field Field, byte Literal);
}
