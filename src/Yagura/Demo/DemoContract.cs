using System.Globalization;
using System.Text.RegularExpressions;

namespace Yagura.Demo;

/// <summary>The shipped contract with its term moved to the present, so that the demo's days are counted.</summary>
internal static partial class DemoContract
{
    /// <summary>The contract's text with a term that begins with the recorded days.</summary>
    /// <exception cref="InvalidOperationException">The text has no period line.</exception>
    public static string Of(string contract, DateTimeOffset now)
    {
        var begin = RecordedDays.BeginOf(now);
        var term = string.Create(CultureInfo.InvariantCulture, $"period: {{contract: {begin:yyyy-MM-dd}..{begin.AddYears(3):yyyy-MM-dd}, counts-from: {begin:yyyy-MM-dd}}}");
        var moved = Period().Replace(contract, term, count: 1);
        if (moved == contract)
            throw new InvalidOperationException("the shipped contract has no period line");
        return Effective().Replace(moved, string.Create(CultureInfo.InvariantCulture, $"effective: {begin:yyyy-MM-dd}"), count: 1);
    }

    [GeneratedRegex(@"^period:.*$", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Period();

    [GeneratedRegex(@"^effective:.*$", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Effective();
}
