namespace Yagura.Detection.Sigma;

/// <summary>Reads a condition: <c>or</c> binds less than <c>and</c>, <c>and</c> less than <c>not</c>, <c>not</c> less than <c>1 of</c>, <c>any of</c>, <c>all of</c>.</summary>
/// <remarks>Example: <c>selection and not 1 of filter_*</c>. Sigma 2.1, section "Condition".</remarks>
internal sealed class ConditionParser
{
    /// <summary>Depth of parentheses and nots that a condition may have.</summary>
    private const int DepthMax = 64;

    private readonly List<string> words;
    private readonly IReadOnlyDictionary<string, Condition> searches;
    private readonly int line;
    private int at;
    private int depth;

    private ConditionParser(List<string> words, IReadOnlyDictionary<string, Condition> searches, int line)
    {
        this.words = words;
        this.searches = searches;
        this.line = line;
    }

    /// <summary>Reads one condition.</summary>
    /// <exception cref="RefusedException">The text is no condition, or names a search that is not there.</exception>
    public static Condition Parse(string text, IReadOnlyDictionary<string, Condition> searches, int line)
    {
        var parser = new ConditionParser(Split(text, line), searches, line);
        var condition = parser.Or();
        return parser.at == parser.words.Count ? condition : throw parser.Unexpected();
    }

    private static List<string> Split(string text, int line)
    {
        var found = new List<string>();
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsWhiteSpace(text[i]))
                continue;
            var start = i;
            if (text[i] is not ('(' or ')' or '|'))
            {
                while (i + 1 < text.Length && !char.IsWhiteSpace(text[i + 1]) && text[i + 1] is not ('(' or ')' or '|'))
                    i++;
            }

            found.Add(text[start..(i + 1)]);
        }

        if (found.Contains("|"))
            throw new RefusedException(line, "the condition uses the old pipe aggregation, which Sigma 2 replaced by correlation rules");
        return found;
    }

    private Condition Or()
    {
        var parts = new List<Condition> { And() };
        while (Take("or"))
            parts.Add(And());
        return Condition.Any(parts);
    }

    private Condition And()
    {
        var parts = new List<Condition> { Negation() };
        while (Take("and"))
            parts.Add(Negation());
        return Condition.All(parts);
    }

    private Condition Negation()
    {
        if (++depth > DepthMax)
            throw new RefusedException(line, $"the condition is nested deeper than {DepthMax}");
        var condition = Take("not") ? new Not(Negation()) : Operand();
        depth--;
        return condition;
    }

    private Condition Operand()
    {
        if (at == words.Count)
            throw new RefusedException(line, "the condition ends where a search identifier is expected");
        if (Take("("))
        {
            var inner = Or();
            return Take(")") ? inner : throw new RefusedException(line, "the condition lacks a closing parenthesis");
        }

        var word = words[at];
        if (word is ")" || IsWord(word, "and") || IsWord(word, "or") || IsWord(word, "of"))
            throw Unexpected();
        at++;
        if (at < words.Count && IsWord(words[at], "of"))
            return Quantified(word);
        return searches.TryGetValue(word, out var search) ? search : throw new RefusedException(line, $"the condition names '{word}', which the detection does not define");
    }

    private Condition Quantified(string quantity)
    {
        at++;
        if (at == words.Count)
            throw new RefusedException(line, $"'{quantity} of' is followed by nothing; a pattern or 'them' is expected");
        var pattern = words[at++];
        var chosen = searches.Where(search => Selects(pattern, search.Key)).Select(search => search.Value).ToList();
        if (chosen.Count == 0)
            throw new RefusedException(line, $"'{quantity} of {pattern}' selects no search identifier");
        if (quantity is "1" || IsWord(quantity, "any"))
            return Condition.Any(chosen);
        return IsWord(quantity, "all") ? Condition.All(chosen) : throw new RefusedException(line, $"'{quantity} of' is not allowed; allowed are '1 of', 'any of', 'all of'");
    }

    /// <summary>Identifiers that begin with an underscore are never selected, unless the pattern begins with one too.</summary>
    private static bool Selects(string pattern, string name)
    {
        if (IsWord(pattern, "them"))
            return !name.StartsWith('_');
        return (!name.StartsWith('_') || pattern.StartsWith('_')) && System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern.Replace("?", "\\?", StringComparison.Ordinal), name, ignoreCase: false);
    }

    private bool Take(string word)
    {
        if (at == words.Count || !IsWord(words[at], word))
            return false;
        at++;
        return true;
    }

    private static bool IsWord(string word, string expected) => string.Equals(word, expected, StringComparison.OrdinalIgnoreCase);

    private RefusedException Unexpected() => new(line, $"the condition has '{words[at]}' where something else is expected");
}
