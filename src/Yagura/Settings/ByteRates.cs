using Yagura.Intake.Listeners;

namespace Yagura.Settings;

/// <summary>A byte rate as people write it in a configuration.</summary>
/// <param name="PerSecond">Bytes a second; null for no limit.</param>
internal sealed record ByteRate(long? PerSecond);

/// <summary>Reads <c>512KB/s</c>, <c>20MB/s</c>, <c>off</c>.</summary>
internal static class ByteRates
{
    public const string Allowed = "off, or bytes a second from 64KB/s on: 512KB/s, 20MB/s";

    private const string Ending = "/s";

    public static ByteRate? Read(string text)
    {
        if (text == "off")
            return new ByteRate(null);
        return text.EndsWith(Ending, StringComparison.Ordinal) && ByteCounts.Read(text[..^Ending.Length]) is { } bytes && bytes.Count >= ListenerTerms.RateBytesMin ? new ByteRate(bytes.Count) : null;
    }
}
