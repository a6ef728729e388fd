using System.Globalization;
using System.Text.RegularExpressions;

namespace Yagura.Demo;

/// <summary>The shipped contract with its term moved to the present, so that the demo's days are counted.</summary>
internal static partial class DemoContract
{
    private const int FirstMonthOfFiscalYear = 4;

    /// <summary>The contract's text with a term of three fiscal years around an instant.</summary>
    /// <exception cref="InvalidOperationException">The text has no period line.</exception>
    public static string Of(string contract, DateTimeOffset now)
    {
        var local = now.ToOffset(TimeSpan.FromHours(9));
        var year = local.Month >= FirstMonthOfFiscalYear ? local.Year : local.Year - 1;
        var term = string.Create(CultureInfo.InvariantCulture, $"period: {{contract: {year}-04-01..{year + 3}-03-31, counts-from: {year}-04-01}}");
        var moved = Period().Replace(contract, term, count: 1);
        if (moved == contract)
            throw new InvalidOperationException("the shipped contract has no period line");
        return Effective().Replace(moved, string.Create(CultureInfo.InvariantCulture, $"effective: {year}-04-01"), count: 1);
    }

    [GeneratedRegex(@"^period:.*$", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Period();

    [GeneratedRegex(@"^effective:.*$", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Effective();
}
