using Yagura.Detection.Sigma;

namespace Yagura.Web.Pages.Rules;

/// <summary>Which techniques of MITRE ATT&amp;CK the rules look for, tactic by tactic.</summary>
/// <param name="Tactics">In ATT&amp;CK's order; those without a rule too.</param>
public sealed record AttackPicture(IReadOnlyList<AttackTactic> Tactics)
{
    /// <summary>Enterprise tactics in their order, as rules tag them.</summary>
    public static IReadOnlyList<string> Order { get; } =
    [
        "reconnaissance", "resource-development", "initial-access", "execution", "persistence", "privilege-escalation", "defense-evasion", "credential-access",
        "discovery", "lateral-movement", "collection", "command-and-control", "exfiltration", "impact",
    ];

    /// <summary>The picture of some rules. A rule without a technique counts for its tactic.</summary>
    public static AttackPicture Of(IReadOnlyList<RuleLine> rules) => new([.. Order.Select(tactic => Tactic(tactic, [.. rules.Where(line => TacticsOf(line.Rule).Contains(tactic))]))]);

    /// <summary>The techniques of a rule, <c>T1110.001</c>.</summary>
    public static IEnumerable<string> TechniquesOf(SigmaRule rule) => Attack(rule).Where(tag => tag.Length > 1 && tag[0] == 't' && char.IsAsciiDigit(tag[1])).Select(tag => tag.ToUpperInvariant());

    private static IEnumerable<string> TacticsOf(SigmaRule rule) => Attack(rule).Select(tag => tag.Replace('_', '-'));

    private static IEnumerable<string> Attack(SigmaRule rule) => rule.Tags.Where(tag => tag.StartsWith("attack.", StringComparison.OrdinalIgnoreCase)).Select(tag => tag[7..].ToLowerInvariant());

    private static AttackTactic Tactic(string id, List<RuleLine> rules) => new(id, rules.Count,
    [
        .. rules.SelectMany(line => TechniquesOf(line.Rule).Select(technique => (Technique: technique, Line: line))).GroupBy(pair => pair.Technique)
            .Select(group => new AttackTechnique(group.Key, group.Count(), group.Sum(pair => pair.Line.Findings + pair.Line.Counted))).OrderBy(technique => technique.Id, StringComparer.Ordinal),
    ]);
}

/// <summary>A tactic.</summary>
/// <param name="Id"><c>initial-access</c>.</param>
/// <param name="Rules">Rules that name it.</param>
/// <param name="Techniques">Techniques of these rules.</param>
public sealed record AttackTactic(string Id, int Rules, IReadOnlyList<AttackTechnique> Techniques);

/// <summary>A technique.</summary>
/// <param name="Id"><c>T1110</c>.</param>
/// <param name="Rules">Rules that look for it.</param>
/// <param name="Matches">Findings of these rules.</param>
public sealed record AttackTechnique(string Id, int Rules, long Matches);
