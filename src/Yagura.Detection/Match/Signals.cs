using System.Text;
using Yagura.Detection.Tests;
using Yagura.Events.Predicates;

namespace Yagura.Detection.Match;

/// <summary>While a plan is built: what the scan of an event can notice, and how likely that is in ordinary logs.</summary>
/// <remarks>
/// A signal is a test that the scan decides by itself, a literal that a test cannot hold without, or the presence of a field.
/// Signals only over-approximate what their tests need, never less: an index that misses is worse than none.
/// </remarks>
internal sealed class Signals
{
    /// <summary>The name under which the whole event is looked at.</summary>
    public const string Keyword = "";

    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly List<(int Test, double Chance)> signals = [];

    /// <summary>What is looked for, by field; the empty name is the whole event.</summary>
    public Dictionary<string, FieldNeedles> Fields { get; } = new(StringComparer.Ordinal);

    /// <summary>Number of signals.</summary>
    public int Count => signals.Count;

    /// <summary>The test that a signal decides, -1 for none.</summary>
    public int TestOf(int signal) => signals[signal].Test;

    /// <summary>How likely a signal is in an ordinary event of its kind: an estimate that only orders alternatives.</summary>
    public double ChanceOf(int signal) => signals[signal].Chance;

    /// <summary>The signal that decides a test (found if and only if it holds), -1 when the scan cannot decide it.</summary>
    public int Deciding(FieldTest test, int number) => test switch
    {
        TextTest { Pattern: { Cased: false } pattern } text when CanDecide(pattern) => Add(text.Field!, pattern.Shape, pattern.Literal, number),
        KeywordTest { Pattern: { Cased: false } pattern } when CanDecide(pattern) => Add(Keyword, pattern.Shape, pattern.Literal, number),
        _ => -1,
    };

    /// <summary>A signal without which a test that the scan cannot decide cannot hold, -1 when there is none.</summary>
    public int Needed(FieldTest test)
    {
        var pattern = (test as TextTest)?.Pattern ?? (test as KeywordTest)?.Pattern;
        var literal = pattern is null ? [] : Folded(pattern);
        if (literal.Length >= SubstringTable.GramBytes)
            return Add(test.Field ?? Keyword, PatternShape.Within, literal, test: -1);
        return test.HoldsWithoutField || test.Field is null ? -1 : AddPresence(test.Field);
    }

    private static bool CanDecide(TextPattern pattern) =>
        pattern.Shape is PatternShape.Equal or PatternShape.Prefix or PatternShape.Suffix
        || (pattern.Shape == PatternShape.Within && pattern.Literal.Length >= SubstringTable.GramBytes);

    private static byte[] Folded(TextPattern pattern) =>
        pattern.Cased ? TextFold.Fold(Encoding.UTF8.GetString(pattern.LongestLiteral)) : pattern.LongestLiteral.ToArray();

    private int Add(string field, PatternShape shape, ReadOnlySpan<byte> literal, int test)
    {
        var key = $"{field}\u0001{shape}\u0001{Convert.ToHexString(literal)}\u0001{(test >= 0 ? "decides" : "")}";
        if (numbers.TryGetValue(key, out var known))
            return known;
        var signal = NewSignal(key, test, SignalChance.Of(shape, literal));
        var needle = new Needle(literal.ToArray(), signal);
        var needles = NeedlesOf(field);
        (shape switch
        {
            PatternShape.Equal => needles.Equal,
            PatternShape.Prefix => needles.Begins,
            PatternShape.Suffix => needles.Ends,
            _ => needles.Within,
        }).Add(needle);
        return signal;
    }

    private int AddPresence(string field)
    {
        var needles = NeedlesOf(field);
        if (needles.Present < 0)
            needles.Present = NewSignal($"{field}\u0001present", -1, SignalChance.Presence);
        return needles.Present;
    }

    private int NewSignal(string key, int test, double chance)
    {
        numbers.Add(key, signals.Count);
        signals.Add((test, chance));
        return signals.Count - 1;
    }

    private FieldNeedles NeedlesOf(string field)
    {
        if (!Fields.TryGetValue(field, out var needles))
            Fields.Add(field, needles = new FieldNeedles());
        return needles;
    }
}
