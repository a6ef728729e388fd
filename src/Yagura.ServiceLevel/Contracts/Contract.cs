using Yagura.ServiceLevel.Calendar;

namespace Yagura.ServiceLevel.Contracts;

/// <summary>One version of a contract, as data: what is measured, from when, and how it is rounded.</summary>
/// <param name="Id">The same for all versions.</param>
/// <param name="Version">Of the file.</param>
/// <param name="Sha256">Of the file's bytes, lower-case hex.</param>
/// <param name="Title">What the contract is called.</param>
/// <param name="Effective">The first day on which this version is in force.</param>
/// <param name="Zone">Days begin at its midnight.</param>
/// <param name="Period">The contract's term and where figures begin.</param>
/// <param name="Measures">In the order of the file.</param>
/// <param name="Deliverables">What is due and when.</param>
/// <param name="Severities">Which findings open an incident of which severity; the first that matches.</param>
/// <param name="Costs">The comparison of costs; null when none.</param>
/// <param name="Business">Business days.</param>
public sealed record Contract(string Id, string Version, string Sha256, Bilingual Title, DateOnly Effective, Zone Zone, ContractPeriod Period,
    IReadOnlyList<Measure> Measures, IReadOnlyList<Deliverable> Deliverables, IReadOnlyList<SeverityRule> Severities, CostComparison? Costs, BusinessCalendar Business)
{
    /// <summary>Parties other than client and contractor whose role may stand in an actor.</summary>
    public IReadOnlyList<string> Parties { get; init; } = [];

    /// <summary>Whether detection is the finding's receive time, or the triage.</summary>
    public bool DetectionIsTriage { get; init; }

    /// <summary>The severity that the contract gives a rule's findings; null: opens nothing.</summary>
    /// <param name="folder">The rule's folder.</param>
    /// <param name="ruleId">Its id.</param>
    /// <param name="tags">Its tags.</param>
    /// <param name="level">Its level (<c>high</c>).</param>
    public int? SeverityOf(string folder, string ruleId, IReadOnlyCollection<string> tags, string level) =>
        Severities.FirstOrDefault(rule => rule.Matches(folder, ruleId, tags, level))?.Severity;
}

/// <summary>The term of a contract.</summary>
/// <param name="From">First day.</param>
/// <param name="To">Last day.</param>
/// <param name="CountsFrom">The first day that counts: before it is the preparation period.</param>
public sealed record ContractPeriod(DateOnly From, DateOnly To, DateOnly CountsFrom);

/// <summary>Maps findings to a severity. Empty conditions match everything; all that are given must hold.</summary>
/// <param name="Folder">The rule folder; null any.</param>
/// <param name="Rules">Rule ids.</param>
/// <param name="Tags">One of these tags.</param>
/// <param name="Levels">One of these levels.</param>
/// <param name="Severity">1 to 3; null says that these open nothing.</param>
public sealed record SeverityRule(string? Folder, IReadOnlyList<string> Rules, IReadOnlyList<string> Tags, IReadOnlyList<string> Levels, int? Severity)
{
    /// <summary>Whether a rule's findings fall under this line.</summary>
    /// <param name="folder">The rule's folder.</param>
    /// <param name="ruleId">Its id.</param>
    /// <param name="tags">Its tags.</param>
    /// <param name="level">Its level.</param>
    public bool Matches(string folder, string ruleId, IReadOnlyCollection<string> tags, string level) =>
        (Folder is null || Folder == folder || folder.StartsWith(Folder + "/", StringComparison.Ordinal))
        && (Rules.Count == 0 || Rules.Contains(ruleId))
        && (Tags.Count == 0 || Tags.Any(tags.Contains))
        && (Levels.Count == 0 || Levels.Contains(level));
}

/// <summary>The comparison of costs (実施経費) before and after.</summary>
/// <param name="TaxIncluded">Whether the amounts include tax.</param>
/// <param name="Before">The earlier contract.</param>
/// <param name="After">This contract.</param>
/// <param name="Yearly">Digits and rounding of a year's cost.</param>
/// <param name="Percent">Digits and rounding of the saving.</param>
public sealed record CostComparison(bool TaxIncluded, CostSide Before, CostSide After, Digits Yearly, Digits Percent);

/// <summary>One side of the comparison, in yen.</summary>
/// <param name="Amount">For all the years.</param>
/// <param name="Years">From 1.</param>
/// <param name="Exclude">What is taken out, with the reason.</param>
public sealed record CostSide(decimal Amount, int Years, IReadOnlyList<CostExclusion> Exclude);

/// <summary>An amount that is not compared.</summary>
/// <param name="Amount">Yen.</param>
/// <param name="Reason">Why.</param>
public sealed record CostExclusion(decimal Amount, string Reason);

/// <summary>How a figure is printed.</summary>
/// <param name="Count">Digits after the point.</param>
/// <param name="Rounding">How the last is made.</param>
public sealed record Digits(int Count, Numbers.Rounding Rounding);
