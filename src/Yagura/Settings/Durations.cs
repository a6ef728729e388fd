using System.Globalization;

namespace Yagura.Settings;

/// <summary>A length of time as people write it in a configuration.</summary>
internal sealed record Duration(TimeSpan Length);

/// <summary>Reads <c>90s</c>, <c>5m</c>, <c>12h</c>, <c>30d</c>.</summary>
internal static class Durations
{
    public const string Allowed = "a whole number and a unit: 90s, 5m, 12h, 30d";

    public static Duration? Read(string text)
    {
        if (text.Length < 2 || !long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count is 0 or > 1_000_000)
            return null;
        return text[^1] switch
        {
            's' => new Duration(TimeSpan.FromSeconds(count)),
            'm' => new Duration(TimeSpan.FromMinutes(count)),
            'h' => new Duration(TimeSpan.FromHours(count)),
            'd' => new Duration(TimeSpan.FromDays(count)),
            _ => null,
        };
    }
}
