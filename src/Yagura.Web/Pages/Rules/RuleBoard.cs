using Yagura.Detection.Sigma;

namespace Yagura.Web.Pages.Rules;

/// <summary>Reads the rules that this server runs; none where nothing is analysed.</summary>
/// <param name="Read">Reads them now.</param>
public sealed record RuleBoard(Func<RuleBoardView> Read)
{
    /// <summary>A board without rules.</summary>
    public static RuleBoard Empty { get; } = new(() => new RuleBoardView("", [], [], []));
}

/// <summary>The rule set in force.</summary>
/// <param name="Hash">SHA-256 of its files: its version.</param>
/// <param name="Rules">Rules and correlations.</param>
/// <param name="Refused">What could not be honoured: file, line, reason.</param>
/// <param name="Suppressions">What somebody has decided not to be told of.</param>
public sealed record RuleBoardView(string Hash, IReadOnlyList<RuleLine> Rules, IReadOnlyList<string> Refused, IReadOnlyList<Suppression> Suppressions);

/// <summary>One rule.</summary>
/// <param name="Rule">Its head.</param>
/// <param name="Nanoseconds">Mean time of one event; null for a correlation.</param>
public sealed record RuleLine(SigmaRule Rule, double? Nanoseconds)
{
    /// <summary>Findings that are rows.</summary>
    public long Findings { get; init; }

    /// <summary>Findings that were counted only: beyond the limits, or suppressed.</summary>
    public long Counted { get; init; }

    /// <summary>Receive time of the newest; null for none.</summary>
    public DateTimeOffset? Last { get; init; }
}
