using System.Globalization;
using Yagura.ServiceLevel.Contracts;

namespace Yagura.ServiceLevel.Measures;

/// <summary>The periods that deliverables cover, as the contract's calendar makes them.</summary>
internal static class CoveredPeriods
{
    /// <summary>Every covered period that ends within the dates that count.</summary>
    public static IEnumerable<(string Name, DateOnly After)> Of(CoveredPeriod covers, MeasureScope scope)
    {
        var first = First(covers, scope.CountsFrom);
        while (first <= scope.CountsTo)
        {
            var after = After(covers, first);
            // A periodic deliverable counts in the period it covers: the one in which its own period ends.
            if (after.AddDays(-1) >= scope.CountsFrom && after.AddDays(-1) <= scope.CountsTo) yield return (Name(covers, first), after);
            first = after;
        }
    }

    private static DateOnly First(CoveredPeriod covers, DateOnly date) => covers switch
    {
        CoveredPeriod.Day => date,
        CoveredPeriod.Week => date.AddDays(-(((int)date.DayOfWeek + 6) % 7)),
        CoveredPeriod.Month => new DateOnly(date.Year, date.Month, 1),
        CoveredPeriod.Quarter => new DateOnly(date.Year, (date.Month - 1) / 3 * 3 + 1, 1),
        _ => new DateOnly(date.Month >= 4 ? date.Year : date.Year - 1, 4, 1),
    };

    private static DateOnly After(CoveredPeriod covers, DateOnly first) => covers switch
    {
        CoveredPeriod.Day => first.AddDays(1),
        CoveredPeriod.Week => first.AddDays(7),
        CoveredPeriod.Month => first.AddMonths(1),
        CoveredPeriod.Quarter => first.AddMonths(3),
        _ => first.AddYears(1),
    };

    private static string Name(CoveredPeriod covers, DateOnly first) => covers switch
    {
        CoveredPeriod.Day => first.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        CoveredPeriod.Week => $"{ISOWeek.GetYear(first.ToDateTime(TimeOnly.MinValue)):D4}-W{ISOWeek.GetWeekOfYear(first.ToDateTime(TimeOnly.MinValue)):D2}",
        CoveredPeriod.Month => MeasureScope.MonthOf(first),
        CoveredPeriod.Quarter => $"{(first.Month >= 4 ? first.Year : first.Year - 1):D4}-Q{(first.Month + 8) % 12 / 3 + 1}",
        _ => $"{first.Year:D4}",
    };
}
