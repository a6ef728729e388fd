using System.Globalization;

namespace Yagura.Tests.Archive;

/// <summary>How long campaigns by chance go on: YAGURA_SOAK (<c>90s</c>, <c>10m</c>, <c>2h</c>), else what the test says.</summary>
internal static class Soak
{
    internal static TimeSpan Length(TimeSpan usual)
    {
        var asked = Environment.GetEnvironmentVariable("YAGURA_SOAK");
        if (string.IsNullOrEmpty(asked)) return usual;
        var number = double.Parse(asked.AsSpan(0, asked.Length - 1), CultureInfo.InvariantCulture);
        return asked[^1] switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            _ => throw new FormatException($"YAGURA_SOAK is {asked}; allowed: a number and s, m or h"),
        };
    }
}
