using System.Globalization;

namespace Yagura.Archive.Seal;

/// <summary>A minute as seals and minutes files write it: <c>2026-11-22T03:00Z</c>.</summary>
internal static class MinuteText
{
    private const string Format = "yyyy-MM-dd'T'HH:mm'Z'";

    /// <summary>Writes a minute, counted from the first minute of year 1.</summary>
    public static string Write(long minute) =>
        new DateTime(minute * TimeSpan.TicksPerMinute, DateTimeKind.Utc).ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>Reads the written form; false for anything else.</summary>
    public static bool TryParse(string text, out long minute)
    {
        var read = DateTime.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time);
        minute = time.Ticks / TimeSpan.TicksPerMinute;
        return read;
    }
}
