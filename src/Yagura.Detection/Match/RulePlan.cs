using Yagura.Detection.Sigma;
using Yagura.Detection.Tests;
using Yagura.Detection.Values;

namespace Yagura.Detection.Match;

/// <summary>The rules that one kind of event is offered to, compiled: every distinct test once, conditions over their numbers.</summary>
/// <remarks>Holds the answers of the event at hand, so it belongs to one thread.</remarks>
internal sealed class RulePlan
{
    private readonly FieldTest[] tests;
    private readonly int[] slots;
    private readonly int[] others;
    private readonly Node[] roots;
    private readonly int[] answered;
    private int turn;

    /// <summary>Compiles the rules.</summary>
    /// <param name="rules">All rules of the set.</param>
    /// <param name="chosen">Which of them apply.</param>
    /// <param name="slotOf">Slot of a field in the events of this kind, -1 for none.</param>
    public RulePlan(IReadOnlyList<SigmaRule> rules, IReadOnlyList<int> chosen, Func<string, int> slotOf)
    {
        var numbers = new TestNumbers();
        Rules = [.. chosen];
        roots = [.. chosen.Select(rule => Node.Compile(rules[rule].Condition, numbers))];
        tests = [.. numbers.Tests];
        slots = [.. tests.Select(test => test.Field is { } field ? slotOf(field) : -1)];
        others = [.. tests.Select(test => test.OtherField is { } field ? slotOf(field) : -1)];
        answered = new int[tests.Length];
    }

    /// <summary>Numbers (in the rule set) of the plan's rules.</summary>
    public int[] Rules { get; }

    /// <summary>Begins another event.</summary>
    public void Begin() => turn += 2;

    /// <summary>Whether a rule (by its place in <see cref="Rules"/>) holds for the event; each distinct test is asked at most once.</summary>
    public bool Holds(int place, EventView view) => Holds(roots[place], view);

    private bool Holds(Node node, EventView view)
    {
        switch (node.Kind)
        {
            case NodeKind.Test:
                return Answer(node.Test, view);
            case NodeKind.Not:
                return !Holds(node.Parts[0], view);
            case NodeKind.All:
                foreach (var part in node.Parts)
                {
                    if (!Holds(part, view))
                        return false;
                }

                return true;
            default:
                foreach (var part in node.Parts)
                {
                    if (Holds(part, view))
                        return true;
                }

                return false;
        }
    }

    private bool Answer(int test, EventView view)
    {
        var known = answered[test] - turn;
        if (known >= 0)
            return known == 1;
        var holds = tests[test].Holds(view, slots[test], others[test]);
        answered[test] = holds ? turn + 1 : turn;
        return holds;
    }
}
