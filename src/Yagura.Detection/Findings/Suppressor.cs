using Yagura.Detection.Fields;
using Yagura.Detection.Match;
using Yagura.Detection.Sigma;
using Yagura.Detection.Values;
using Yagura.Events;

namespace Yagura.Detection.Findings;

/// <summary>Looks whether a finding is one that somebody has decided not to be told of.</summary>
/// <remarks>Asked only when a rule that a suppression names has matched. Not thread-safe.</remarks>
internal sealed class Suppressor
{
    private readonly IReadOnlyList<Suppression> suppressions;
    private readonly Dictionary<string, int[]> byRule;
    private readonly EventLayout layout;
    private readonly EventView view = new();
    private readonly List<RulePlan?> plans = [];

    /// <summary>The suppressions of a rule set over events of a layout.</summary>
    public Suppressor(RuleSet rules, EventLayout layout)
    {
        this.layout = layout;
        suppressions = rules.Suppressions;
        byRule = rules.Rules.Concat(rules.CorrelationRules).Concat(rules.IndicatorRules)
            .Select(rule => (rule.Id, Places: Enumerable.Range(0, suppressions.Count).Where(place => suppressions[place].Rules.Any(rule.IsCalled)).ToArray()))
            .Where(rule => rule.Places.Length > 0)
            .ToDictionary(rule => rule.Id, rule => rule.Places, StringComparer.Ordinal);
    }

    /// <summary>The suppression that covers a rule's finding about an event, null for none.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="next">The event that triggered it.</param>
    /// <param name="table">The event's kind.</param>
    /// <param name="kind">Number of the kind.</param>
    public Suppression? Of(SigmaRule rule, Event next, KindTable table, int kind)
    {
        if (byRule.Count == 0 || !byRule.TryGetValue(rule.Id, out var places))
            return null;
        var plan = PlanOf(table, kind);
        var received = new DateTimeOffset(next.Stored!.Record.ReceivedAt.UtcTicks, TimeSpan.Zero);
        view.Look(next);
        plan.Begin();
        foreach (var place in places)
        {
            if (suppressions[place].HoldsAt(received) && plan.Holds(place, view))
                return suppressions[place];
        }

        return null;
    }

    private RulePlan PlanOf(KindTable table, int kind)
    {
        // Bounded by the kinds that the finder knows (KindFinder.DatasetsMax).
        while (plans.Count <= kind)
            plans.Add(null);
        return plans[kind] ??= RulePlan.OfConditions([.. suppressions.Select(suppression => suppression.Condition)], field => layout.Find(table.NameOf(field)));
    }
}
