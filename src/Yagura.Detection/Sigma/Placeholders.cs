using Yagura.Events.Predicates;

namespace Yagura.Detection.Sigma;

/// <summary>The modifier <c>expand</c>: <c>%name%</c> becomes each of the values that the institution gives the name.</summary>
internal static class Placeholders
{
    /// <summary>Values that one item may expand to.</summary>
    private const int ExpansionMax = 10_000;

    /// <summary>The value with its placeholders replaced in every combination.</summary>
    /// <exception cref="RefusedException">A name has no values, or there are too many combinations.</exception>
    public static IEnumerable<ItemValue> Expand(ItemValue value, IReadOnlyDictionary<string, IReadOnlyList<string>> known)
    {
        List<List<PatternPart>> results = [[]];
        foreach (var part in value.Parts)
        {
            var choices = part.Kind == PatternPartKind.Literal ? Choices(part.Text, value.Line, known) : [[part]];
            results = [.. results.SelectMany(_ => choices, (done, next) => done.Concat(next).ToList())];
            if (results.Count > ExpansionMax)
                throw new RefusedException(value.Line, $"the placeholders expand to more than {ExpansionMax} values");
        }

        return results.Select(parts => value with { Parts = parts, Raw = ValueText.LiteralOf(parts) ?? value.Raw });
    }

    private static List<List<PatternPart>> Choices(string text, int line, IReadOnlyDictionary<string, IReadOnlyList<string>> known)
    {
        var open = text.IndexOf('%', StringComparison.Ordinal);
        var close = open < 0 ? -1 : text.IndexOf('%', open + 1);
        if (close < 0)
            return [text.Length == 0 ? [] : [PatternPart.Literal(text)]];
        var name = text[(open + 1)..close];
        if (!known.TryGetValue(name, out var values))
            throw new RefusedException(line, $"the placeholder %{name}% has no values; give them in the values file");
        var rest = Choices(text[(close + 1)..], line, known);
        return [.. values.SelectMany(_ => rest, (choice, tail) => new List<PatternPart>([.. Literal(text[..open]), .. ValueText.Parse(choice), .. tail]))];
    }

    private static IEnumerable<PatternPart> Literal(string text) => text.Length == 0 ? [] : [PatternPart.Literal(text)];
}
