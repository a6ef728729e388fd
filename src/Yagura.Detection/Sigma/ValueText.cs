using System.Text;
using System.Text.RegularExpressions;
using Yagura.Events.Predicates;

namespace Yagura.Detection.Sigma;

/// <summary>Sigma's text: wildcards, escapes, windash, placeholders.</summary>
internal static partial class ValueText
{
    /// <summary>The parts of a text: <c>*</c> and <c>?</c> are wildcards; <c>\*</c>, <c>\?</c> are literal, <c>\\</c> is one backslash, any other backslash stays.</summary>
    public static List<PatternPart> Parse(string text)
    {
        var parts = new List<PatternPart>();
        var literal = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length && text[i + 1] is ('*' or '?' or '\\'))
                literal.Append(text[++i]);
            else if (text[i] is '*' or '?')
                AddWildcard(parts, literal, text[i] == '*' ? PatternPart.Star : PatternPart.One);
            else
                literal.Append(text[i]);
        }

        AddLiteral(parts, literal);
        return parts;
    }

    /// <summary>Every dash or slash that begins an option (no word before it, a word after it) becomes any of the dashes.</summary>
    public static List<PatternPart> WithDashes(IEnumerable<PatternPart> parts)
    {
        var result = new List<PatternPart>();
        foreach (var part in parts)
        {
            if (part.Kind != PatternPartKind.Literal)
            {
                result.Add(part);
                continue;
            }

            var from = 0;
            foreach (var dash in OptionDash().EnumerateMatches(part.Text))
            {
                if (dash.Index > from)
                    result.Add(PatternPart.Literal(part.Text[from..dash.Index]));
                result.Add(PatternPart.Dash);
                from = dash.Index + 1;
            }

            if (from < part.Text.Length)
                result.Add(PatternPart.Literal(part.Text[from..]));
        }

        return result;
    }

    /// <summary>The literal text of parts without wildcards, null when they have some.</summary>
    public static string? LiteralOf(IReadOnlyList<PatternPart> parts) =>
        parts.All(part => part.Kind == PatternPartKind.Literal) ? string.Concat(parts.Select(part => part.Text)) : null;

    /// <summary>A text that is the same for the same parts.</summary>
    public static string KeyOf(IEnumerable<PatternPart> parts, bool cased)
    {
        var key = new StringBuilder(cased ? "c:" : "i:");
        foreach (var part in parts)
            key.Append('\u0002').Append((int)part.Kind).Append(cased ? part.Text : part.Text.ToLowerInvariant());
        return key.ToString();
    }

    private static void AddWildcard(List<PatternPart> parts, StringBuilder literal, PatternPart wildcard)
    {
        AddLiteral(parts, literal);
        if (wildcard.Kind != PatternPartKind.Star || parts.Count == 0 || parts[^1].Kind != PatternPartKind.Star)
            parts.Add(wildcard);
    }

    private static void AddLiteral(List<PatternPart> parts, StringBuilder literal)
    {
        if (literal.Length > 0)
            parts.Add(PatternPart.Literal(literal.ToString()));
        literal.Clear();
    }

    [GeneratedRegex(@"\B[-/]\b", RegexOptions.CultureInvariant)]
    private static partial Regex OptionDash();
}
