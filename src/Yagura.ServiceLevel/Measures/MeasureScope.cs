using Yagura.ServiceLevel.Contracts;

namespace Yagura.ServiceLevel.Measures;

/// <summary>The period of an evaluation: dates inclusive in the contract's zone, and the instant at which the journal is read.</summary>
/// <param name="From">First date.</param>
/// <param name="To">Last date.</param>
/// <param name="AsOf">Entries recorded after it do not exist.</param>
/// <param name="Contract">The version in force at the end; its zone is the evaluation's.</param>
public sealed record MeasureScope(DateOnly From, DateOnly To, DateTimeOffset AsOf, Contract Contract)
{
    /// <summary>The first instant.</summary>
    public DateTimeOffset Begins { get; } = Contract.Zone.StartOf(From);

    /// <summary>The first instant after the last.</summary>
    public DateTimeOffset Ends { get; } = Contract.Zone.StartOf(To.AddDays(1));

    /// <summary>The first date that counts: preparation never does.</summary>
    public DateOnly CountsFrom => From > Contract.Period.CountsFrom ? From : Contract.Period.CountsFrom;

    /// <summary>The last date that counts: the contract's term ends.</summary>
    public DateOnly CountsTo => To < Contract.Period.To ? To : Contract.Period.To;

    /// <summary>The dates that count, in order.</summary>
    public IEnumerable<DateOnly> Days()
    {
        for (var date = CountsFrom; date <= CountsTo; date = date.AddDays(1)) yield return date;
    }

    /// <summary>The months that have a date that counts, as <c>2020-04</c>.</summary>
    public IEnumerable<string> Months() => Days().Select(MonthOf).Distinct();

    /// <summary><c>2020-04</c>.</summary>
    /// <param name="date">Any.</param>
    public static string MonthOf(DateOnly date) => $"{date.Year:D4}-{date.Month:D2}";
}
