using Yagura.Detection.Sigma;
using Yagura.Detection.Tests;
using Yagura.Detection.Values;

namespace Yagura.Detection.Match;

/// <summary>The rules that one kind of event is offered to, compiled and indexed: every distinct test once, one scan per field, one necessary condition per rule.</summary>
/// <remarks>
/// An event's fields are scanned once; what is found gives signals; a signal decides tests and names the rules that need it.
/// Only those rules are evaluated. The plan holds the answers of the event at hand, so it belongs to one thread.
/// </remarks>
internal sealed class RulePlan
{
    private readonly FieldTest[] tests;
    private readonly int[] slots;
    private readonly int[] others;
    private readonly bool[] decided;
    private readonly Node[] roots;
    private readonly int[] answered;
    private readonly int[] given;
    private readonly int[] signalTest;
    private readonly int[][] signalRules;
    private readonly int[] candidateIn;
    private readonly int[] candidates;
    private readonly int[] always;
    private readonly FieldScanner?[] scanners;
    private readonly FieldScanner? keywords;
    private int candidateCount;
    private int turn = 2;
    private bool scanned;

    /// <summary>Compiles the rules.</summary>
    /// <param name="rules">All rules of the set.</param>
    /// <param name="chosen">Which of them apply.</param>
    /// <param name="slotOf">Slot of a field in the events of this kind, -1 for none.</param>
    public RulePlan(IReadOnlyList<SigmaRule> rules, IReadOnlyList<int> chosen, Func<string, int> slotOf)
        : this([.. chosen.Select(rule => rules[rule].Condition)], [.. chosen], slotOf)
    {
    }

    private RulePlan(IReadOnlyList<Condition> conditions, int[] places, Func<string, int> slotOf)
    {
        var numbers = new TestNumbers();
        Rules = places;
        roots = [.. conditions.Select(condition => Node.Compile(condition, numbers))];
        tests = [.. numbers.Tests];
        slots = [.. tests.Select(test => test.Field is { } field ? slotOf(field) : -1)];
        others = [.. tests.Select(test => test.OtherField is { } field ? slotOf(field) : -1)];
        answered = new int[tests.Length];
        candidateIn = new int[Rules.Length];
        candidates = new int[Rules.Length];

        var signals = new Signals();
        var deciding = tests.Select((test, number) => signals.Deciding(test, number)).ToArray();
        decided = [.. deciding.Select(signal => signal >= 0)];
        var needs = roots.Select(root => NecessarySignals.Of(root, test => deciding[test] >= 0 ? deciding[test] : signals.Needed(tests[test]), signals)).ToArray();
        given = new int[signals.Count];
        signalTest = [.. Enumerable.Range(0, signals.Count).Select(signals.TestOf)];
        signalRules = RulesBySignal(needs, signals.Count);
        always = [.. Enumerable.Range(0, roots.Length).Where(place => needs[place] is null)];
        scanners = ScannersOf(signals, slotOf);
        keywords = signals.Fields.TryGetValue(Signals.Keyword, out var needles) ? new FieldScanner(needles, slot: -1, keywords: []) : null;
        roots = [.. roots.Select(root => NodeOrder.CheapestFirst(root, tests, decided))];
    }

    /// <summary>A plan of conditions that belong to no rule, in their order.</summary>
    public static RulePlan OfConditions(IReadOnlyList<Condition> conditions, Func<string, int> slotOf) => new(conditions, [.. Enumerable.Range(0, conditions.Count)], slotOf);

    /// <summary>Numbers (in the rule set) of the plan's rules.</summary>
    public int[] Rules { get; }

    /// <summary>Places of the rules that have no necessary condition and are evaluated for every event.</summary>
    public ReadOnlySpan<int> Always => always;

    /// <summary>Begins another event without scanning it: every test will be asked by itself.</summary>
    public void Begin()
    {
        if (turn > int.MaxValue - 4)
            Forget();
        turn += 2;
        candidateCount = 0;
        scanned = false;
    }

    /// <summary>Begins another event with the scan of its fields; the places of the rules that may hold, in order.</summary>
    public ReadOnlySpan<int> Candidates(EventView view)
    {
        Begin();
        foreach (var slot in view.Event.Present)
        {
            if (slot < scanners.Length)
                scanners[slot]?.Scan(view, this);
        }

        if (keywords is not null)
            KeywordScan.Run(keywords, scanners, view, this);
        foreach (var place in always)
            AddCandidate(place);
        scanned = true;
        var found = candidates.AsSpan(0, candidateCount);
        found.Sort();
        return found;
    }

    /// <summary>Whether a signal was given for this event.</summary>
    public bool IsGiven(int signal) => given[signal] == turn;

    /// <summary>Notes that something was found in the event.</summary>
    public void Give(int signal)
    {
        if (given[signal] == turn)
            return;
        given[signal] = turn;
        var test = signalTest[signal];
        if (test >= 0)
            answered[test] = turn + 1;
        foreach (var place in signalRules[signal])
            AddCandidate(place);
    }

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
        if (scanned && decided[test])
            return false;
        var holds = tests[test].Holds(view, slots[test], others[test]);
        answered[test] = holds ? turn + 1 : turn;
        return holds;
    }

    /// <summary>The scanners by slot. Two of Sigma's names may lead to one slot: each has a scanner, one after the other.</summary>
    /// <remarks>A field that is searched for substrings is searched for the keywords in the same pass.</remarks>
    private static FieldScanner?[] ScannersOf(Signals signals, Func<string, int> slotOf)
    {
        var fields = signals.Fields.Where(field => field.Key != Signals.Keyword && slotOf(field.Key) >= 0).ToList();
        var everywhere = signals.Fields.GetValueOrDefault(Signals.Keyword)?.Within ?? [];
        var bySlot = new FieldScanner?[fields.Select(field => slotOf(field.Key) + 1).DefaultIfEmpty().Max()];
        foreach (var (name, needles) in fields)
        {
            ref var place = ref bySlot[slotOf(name)];
            place = new FieldScanner(needles, slotOf(name), everywhere) { Next = place };
        }

        return bySlot;
    }

    private void AddCandidate(int place)
    {
        if (candidateIn[place] == turn)
            return;
        candidateIn[place] = turn;
        candidates[candidateCount++] = place;
    }

    /// <summary>After a thousand million events the turn begins anew.</summary>
    private void Forget()
    {
        Array.Clear(answered);
        Array.Clear(given);
        Array.Clear(candidateIn);
        turn = 2;
    }

    private static int[][] RulesBySignal(NecessarySignals?[] needs, int signals)
    {
        var lists = new List<int>?[signals];
        for (var place = 0; place < needs.Length; place++)
        {
            foreach (var signal in needs[place]?.Any ?? [])
                (lists[signal] ??= []).Add(place);
        }

        return [.. lists.Select(list => list?.ToArray() ?? [])];
    }
}
