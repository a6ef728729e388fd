using System.Globalization;
using System.Text;
using Yagura.Detection.Values;
using Yagura.Events.Predicates;

namespace Yagura.Detection.Tests;

/// <summary>A part of a time that Sigma can ask for.</summary>
internal enum TimePart : byte
{
    Minute = 0,
    Hour = 1,
    Day = 2,
    Week = 3,
    Month = 4,
    Year = 5,
}

/// <summary>Whether a part of any of a field's times is a number. A time with an offset is read in UTC, one without as it is written.</summary>
internal sealed class TimeTest(string field, TimePart part, int number) : FieldTest(field, $"{part} {number}")
{
    /// <summary>Longest text that can be a time, in bytes.</summary>
    private const int TimeTextMax = 64;

    /// <inheritdoc/>
    public override bool Holds(EventView view, int slot, int other)
    {
        var count = view.Count(slot);
        for (var i = 0; i < count; i++)
        {
            if (TryRead(view.Raw(view.Values(slot)[i]), out var time) && PartOf(time) == number)
                return true;
        }

        return false;
    }

    private int PartOf(DateTime time) => part switch
    {
        TimePart.Minute => time.Minute,
        TimePart.Hour => time.Hour,
        TimePart.Day => time.Day,
        TimePart.Week => ISOWeek.GetWeekOfYear(time),
        TimePart.Month => time.Month,
        _ => time.Year,
    };

    private static bool TryRead(ReadOnlySpan<byte> text, out DateTime time)
    {
        time = default;
        if (text.Length is 0 or > TimeTextMax)
            return false;
        if (NumberText.TryRead(text, out var seconds))
            return TryReadUnix(seconds, out time);
        Span<char> characters = stackalloc char[TimeTextMax];
        return Encoding.UTF8.TryGetChars(text, characters, out var written)
            && DateTime.TryParse(characters[..written], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
    }

    /// <summary>Seconds since 1970, or milliseconds when the number is too large for seconds of this age.</summary>
    private static bool TryReadUnix(decimal number, out DateTime time)
    {
        const decimal secondsMax = 100_000_000_000m;
        const decimal millisecondsMax = 100_000_000_000_000m;
        time = default;
        if (number is < 0 or >= millisecondsMax)
            return false;
        time = DateTime.UnixEpoch.AddTicks((long)(number * (number < secondsMax ? TimeSpan.TicksPerSecond : TimeSpan.TicksPerMillisecond)));
        return true;
    }
}
