using System.Globalization;

namespace Yagura.Scenarios.Parts;

/// <summary>How long a story may go on: YAGURA_SOAK (<c>90s</c>, <c>10m</c>, <c>2h</c>); zero without it.</summary>
internal static class Soak
{
    public static TimeSpan Length
    {
        get
        {
            var asked = Environment.GetEnvironmentVariable("YAGURA_SOAK");
            if (string.IsNullOrEmpty(asked))
                return TimeSpan.Zero;
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
}
