using System.Diagnostics;
using Yagura.Detection.Sigma;
using Yagura.Detection.Values;
using Yagura.Events;

namespace Yagura.Detection.Match;

/// <summary>Finds the rules that hold for an event: log source first, then the plan of that kind.</summary>
/// <remarks>Not thread-safe: one per thread.</remarks>
internal sealed class RuleMatcher(RuleSet rules, EventLayout layout)
{
    private readonly EventView view = new();
    private readonly List<int> matches = [];
    private bool measured;

    /// <summary>The rule set.</summary>
    public RuleSet Rules { get; } = rules;

    /// <summary>The layout that events must have.</summary>
    public EventLayout Layout { get; } = layout;

    /// <summary>Rules evaluated since the start; over events it says how well the index chooses.</summary>
    public long Evaluations { get; private set; }

    /// <summary>What the rules cost.</summary>
    public RuleCosts Costs { get; } = new(rules.Rules.Length);

    /// <summary>Called with a rule's number and the error when a rule threw.</summary>
    public Action<int, Exception>? Threw { get; set; }

    /// <summary>Compiles the plan of a kind of event.</summary>
    public RulePlan PlanFor(EventKind kind, Func<string, string> fieldName)
    {
        var chosen = Enumerable.Range(0, Rules.Rules.Length).Where(rule => Rules.Rules[rule].LogSource.Covers(kind)).ToList();
        return new RulePlan(Rules.Rules, chosen, field => Layout.Find(fieldName(field)));
    }

    /// <summary>Numbers of the rules that hold, in the set's order; valid until the next call.</summary>
    /// <param name="plan">The plan of the event's kind.</param>
    /// <param name="next">The event.</param>
    /// <param name="fullScan">True to evaluate every rule of the plan without its index.</param>
    public List<int> Match(RulePlan plan, Event next, bool fullScan)
    {
        view.Look(next);
        matches.Clear();
        measured = Costs.Begin();
        if (fullScan)
        {
            plan.Begin();
            for (var place = 0; place < plan.Rules.Length; place++)
                Evaluate(plan, place);
        }
        else
        {
            foreach (var place in plan.Candidates(view))
                Evaluate(plan, place);
        }

        return matches;
    }

    private void Evaluate(RulePlan plan, int place)
    {
        Evaluations++;
        var since = measured ? Stopwatch.GetTimestamp() : 0;
        if (HoldsIsolated(plan, place))
            matches.Add(plan.Rules[place]);
        if (measured)
            Costs.Add(plan.Rules[place], since);
    }

    private bool HoldsIsolated(RulePlan plan, int place)
    {
        try
        {
            return plan.Holds(place, view);
        }
        catch (Exception error) when (Threw is not null)
        {
            Threw(plan.Rules[place], error);
            return false;
        }
    }
}
