using System.Globalization;

namespace Yagura.ServiceLevel.Contracts;

/// <summary>Lengths of time as contracts write them (<c>30m</c>, <c>1h30m</c>, <c>24h</c>, <c>30d</c>) and as reports print them (61分).</summary>
public static class Durations
{
    /// <summary>Reads a length; a day is 24 hours.</summary>
    /// <param name="text">Numbers, each with d, h, m or s, largest first.</param>
    /// <param name="span">Positive.</param>
    public static bool TryParse(string text, out TimeSpan span)
    {
        span = TimeSpan.Zero;
        var last = long.MaxValue;
        long number = -1;
        foreach (var letter in text)
        {
            if (char.IsAsciiDigit(letter))
            {
                number = (number < 0 ? 0 : number) * 10 + (letter - '0');
                if (number > 1_000_000) return false;
                continue;
            }
            var unit = letter switch { 'd' => TimeSpan.TicksPerDay, 'h' => TimeSpan.TicksPerHour, 'm' => TimeSpan.TicksPerMinute, 's' => TimeSpan.TicksPerSecond, _ => 0 };
            if (unit == 0 || number < 0 || unit >= last) return false;
            span += TimeSpan.FromTicks(unit * number);
            (last, number) = (unit, -1);
        }
        return number < 0 && span > TimeSpan.Zero;
    }

    /// <summary>61分, 30分1秒, 24時間 / 61 min, 30 min 1 s, 24 h.</summary>
    /// <param name="span">Whole seconds.</param>
    public static Bilingual Print(TimeSpan span)
    {
        var seconds = span.Ticks / TimeSpan.TicksPerSecond;
        if (seconds >= 7200 && seconds % 3600 == 0) return Words(seconds / 3600, "時間", "h");
        var (minutes, left) = Math.DivRem(seconds, 60);
        if (left == 0) return Words(minutes, "分", "min");
        return minutes == 0 ? Words(left, "秒", "s") : new Bilingual($"{minutes}分{left}秒", $"{minutes} min {left} s");
    }

    private static Bilingual Words(long count, string ja, string en) =>
        new(count.ToString(CultureInfo.InvariantCulture) + ja, string.Create(CultureInfo.InvariantCulture, $"{count} {en}"));
}
