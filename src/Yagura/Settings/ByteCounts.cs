using System.Globalization;

namespace Yagura.Settings;

/// <summary>A number of bytes as people write it in a configuration.</summary>
internal sealed record ByteCount(long Count);

/// <summary>Reads <c>64KB</c>, <c>512MB</c>, <c>20GB</c>: powers of 1024.</summary>
internal static class ByteCounts
{
    public const string Allowed = "a whole number with KB, MB or GB: 64KB, 512MB, 20GB";

    public static ByteCount? Read(string text)
    {
        if (text.Length < 3 || !long.TryParse(text.AsSpan(0, text.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count is 0 or > 1_000_000)
            return null;
        return text[^2..] switch
        {
            "KB" => new ByteCount(count << 10),
            "MB" => new ByteCount(count << 20),
            "GB" => new ByteCount(count << 30),
            _ => null,
        };
    }

    /// <summary>A reader that takes only numbers between two.</summary>
    public static Func<string, ByteCount?> Between(long least, long most) => text => Read(text) is { } bytes && bytes.Count >= least && bytes.Count <= most ? bytes : null;
}
