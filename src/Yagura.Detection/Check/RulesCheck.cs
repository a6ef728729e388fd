using System.Collections.Immutable;
using Yagura.Detection.Match;
using Yagura.Detection.Sigma;
using Yagura.Events;

namespace Yagura.Detection.Check;

/// <summary>What is to be said about a rule folder (the verb <c>rules check</c>).</summary>
public sealed record RulesCheck
{
    /// <summary>SHA-256 of the set.</summary>
    public required string Hash { get; init; }

    /// <summary>Rules that can be honoured.</summary>
    public required int Rules { get; init; }

    /// <summary>Correlations that can be honoured.</summary>
    public required int Correlations { get; init; }

    /// <summary>Documents refused, each with file, line and reason.</summary>
    public required ImmutableArray<Refusal> Refusals { get; init; }

    /// <summary>Things to look at.</summary>
    public required ImmutableArray<Refusal> Warnings { get; init; }

    /// <summary>Rules that have no necessary condition: they are evaluated for every event of their log source.</summary>
    public required ImmutableArray<SigmaRule> WithoutNecessaryCondition { get; init; }

    /// <summary>Fields that rules look at and that none of the known fields is, with the number of rules that use each; empty when no fields were given.</summary>
    public required ImmutableArray<(string Field, int Rules)> UnknownFields { get; init; }

    /// <summary>True when nothing was refused.</summary>
    public bool Passed => Refusals.IsEmpty;

    /// <summary>Checks a rule set.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="knownFields">The fields that decoders set; empty to leave unknown fields out.</param>
    public static RulesCheck Of(RuleSet rules, IReadOnlyCollection<string> knownFields)
    {
        var plan = new RuleMatcher(rules, EventLayout.Of(number: 1, rules.FieldNames)).PlanFor(EventKind.Any, static field => field);
        return new RulesCheck
        {
            Hash = rules.Hash,
            Rules = rules.Rules.Length,
            Correlations = rules.Correlations.Length,
            Refusals = rules.Refusals,
            Warnings = rules.Warnings,
            WithoutNecessaryCondition = [.. plan.Always.ToArray().Select(place => rules.Rules[plan.Rules[place]])],
            UnknownFields = knownFields.Count == 0 ? [] : UnknownOf(rules, knownFields),
        };
    }

    private static ImmutableArray<(string Field, int Rules)> UnknownOf(RuleSet rules, IReadOnlyCollection<string> knownFields)
    {
        var known = knownFields.Concat(WellKnown.Names).Concat(Fields.KindTable.Shipped.SelectMany(table => table.Fields.Keys)).ToHashSet(StringComparer.Ordinal);
        return [.. rules.Rules
            .SelectMany(rule => ConditionFields.Of(rule.Condition).Distinct(StringComparer.Ordinal))
            .Where(field => !known.Contains(field))
            .CountBy(field => field, StringComparer.Ordinal)
            .OrderByDescending(field => field.Value).ThenBy(field => field.Key, StringComparer.Ordinal)
            .Select(field => (field.Key, field.Value))];
    }
}
