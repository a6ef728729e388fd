using System.Globalization;

namespace Yagura.Settings;

/// <summary>A number of calendar months.</summary>
internal sealed record Months(int Count)
{
    public const string Allowed = "a whole number of months from 1 to 600";

    public static Months? Read(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= 600 ? new Months(count) : null;
}
