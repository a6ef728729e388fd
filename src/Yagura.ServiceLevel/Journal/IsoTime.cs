using System.Globalization;

namespace Yagura.ServiceLevel.Journal;

/// <summary>What a text said as a time.</summary>
public enum IsoTimeResult
{
    /// <summary>A time with an offset.</summary>
    Instant,

    /// <summary>A date without a time.</summary>
    DateOnly,

    /// <summary>A time without an offset: refused, it names no instant.</summary>
    NoOffset,

    /// <summary>Not a time.</summary>
    NotATime,
}

/// <summary>ISO 8601 times of the journal: <c>2021-04-01T12:31+09:00</c>, with seconds and a fraction if known, <c>Z</c> or an offset always.</summary>
public static class IsoTime
{
    /// <summary>Reads a time and how exactly it is known.</summary>
    /// <param name="text">The text, nothing before or after it.</param>
    /// <param name="time">The instant; for a date only, its midnight UTC (the caller applies the zone).</param>
    /// <param name="precision">By the digits given.</param>
    public static IsoTimeResult Read(ReadOnlySpan<char> text, out DateTimeOffset time, out TimePrecision precision)
    {
        time = default;
        precision = TimePrecision.Second;
        if (!TryDate(text, out var date)) return IsoTimeResult.NotATime;
        if (text.Length == 10)
        {
            precision = TimePrecision.Date;
            time = new DateTimeOffset(date, TimeSpan.Zero);
            return IsoTimeResult.DateOnly;
        }
        var zoneAt = ZoneStart(text);
        var clock = zoneAt < 0 ? text[11..] : text[11..zoneAt];
        if ((text[10] | 0x20) != 't' && text[10] != ' ' || !TryClock(clock, out var ticks, out precision)) return IsoTimeResult.NotATime;
        if (zoneAt < 0) return IsoTimeResult.NoOffset;
        if (!TryOffset(text[zoneAt..], out var offset)) return IsoTimeResult.NotATime;
        var utc = date.Ticks + ticks - offset.Ticks;
        if (utc < DateTime.MinValue.Ticks || utc > DateTime.MaxValue.Ticks) return IsoTimeResult.NotATime;
        time = new DateTimeOffset(date.AddTicks(ticks), offset);
        return IsoTimeResult.Instant;
    }

    /// <summary>The canonical text of a time at a precision.</summary>
    /// <param name="time">With its offset.</param>
    /// <param name="precision">Minute and hour write no seconds.</param>
    public static string Write(DateTimeOffset time, TimePrecision precision) =>
        time.ToString(precision == TimePrecision.Second ? "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz" : "yyyy-MM-dd'T'HH:mmzzz", CultureInfo.InvariantCulture);

    private static bool TryDate(ReadOnlySpan<char> text, out DateTime date)
    {
        date = default;
        if (text.Length < 10 || text[4] != '-' || text[7] != '-') return false;
        if (!TryDigits(text[..4], out var year) || !TryDigits(text[5..7], out var month) || !TryDigits(text[8..10], out var day)) return false;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        date = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Unspecified);
        return true;
    }

    private static int ZoneStart(ReadOnlySpan<char> text)
    {
        var at = text[11..].IndexOfAny("Zz+-");
        return at < 0 ? -1 : at + 11;
    }

    private static bool TryClock(ReadOnlySpan<char> clock, out long ticks, out TimePrecision precision)
    {
        ticks = 0;
        precision = TimePrecision.Minute;
        if (clock.Length < 5 || clock[2] != ':' || !TryDigits(clock[..2], out var hour) || !TryDigits(clock[3..5], out var minute) || hour > 23 || minute > 59) return false;
        ticks = hour * TimeSpan.TicksPerHour + minute * TimeSpan.TicksPerMinute;
        if (clock.Length == 5) return true;
        precision = TimePrecision.Second;
        if (clock.Length < 8 || clock[5] != ':' || !TryDigits(clock[6..8], out var second) || second > 59) return false;
        ticks += second * TimeSpan.TicksPerSecond;
        return clock.Length == 8 || clock[8] == '.' && clock.Length > 9 && TryFraction(clock[9..], ref ticks);
    }

    private static bool TryFraction(ReadOnlySpan<char> digits, ref long ticks)
    {
        var unit = TimeSpan.TicksPerSecond / 10;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit(digit)) return false;
            ticks += (digit - '0') * unit;
            unit /= 10;
        }
        return true;
    }

    private static bool TryOffset(ReadOnlySpan<char> zone, out TimeSpan offset)
    {
        offset = default;
        if (zone.Length == 1) return zone[0] is 'Z' or 'z';
        var colon = zone.Length == 6 && zone[3] == ':' ? 4 : 3;
        if (zone.Length != colon + 2 || !TryDigits(zone[1..3], out var hours) || !TryDigits(zone[colon..], out var minutes) || hours > 14 || minutes > 59) return false;
        offset = new TimeSpan(hours, minutes, 0) * (zone[0] == '-' ? -1 : 1);
        return offset.Duration() <= TimeSpan.FromHours(14);
    }

    private static bool TryDigits(ReadOnlySpan<char> text, out int value)
    {
        value = 0;
        foreach (var digit in text)
        {
            if (!char.IsAsciiDigit(digit)) return false;
            value = value * 10 + (digit - '0');
        }
        return true;
    }
}
