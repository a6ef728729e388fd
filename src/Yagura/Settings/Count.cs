using System.Globalization;

namespace Yagura.Settings;

/// <summary>A number of things, 1 or more.</summary>
internal sealed record Count(int Number)
{
    /// <summary>The largest that is allowed.</summary>
    public const int Max = 65_536;

    public const string Allowed = "a whole number from 1 to 65536";

    public static Count? Read(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= Max ? new Count(number) : null;
}
