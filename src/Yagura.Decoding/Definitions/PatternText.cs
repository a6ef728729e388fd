using System.Text;
using Yagura.Decoding.Forms;

namespace Yagura.Decoding.Definitions;

/// <summary>A capture as a pattern writes it: <c>%{name}</c>, <c>%{name:check}</c>, <c>%{name:greedy}</c>, <c>%{name:quoted}</c>, <c>%{name-&gt;}</c>, <c>%{}</c>.</summary>
internal sealed record CaptureText(string Name, CaptureCheck Check, bool Greedy, bool Quoted, bool Padded);

/// <summary>A pattern without options: literals and captures in turn, one literal more than captures.</summary>
internal sealed record PatternTokens(IReadOnlyList<string> Literals, IReadOnlyList<CaptureText> Captures);

/// <summary>Reads the text of a dissect pattern.</summary>
internal static class PatternText
{
    /// <summary>Options of one pattern: n options make 2^n patterns.</summary>
    private const int OptionsMax = 4;

    /// <summary>The patterns that one text stands for, those with more of the optional parts first. An error is in <paramref name="error"/>.</summary>
    public static IReadOnlyList<PatternTokens> Read(string text, out string? error)
    {
        var texts = Expand(text, out error);
        var patterns = new List<PatternTokens>();
        foreach (var plain in error is null ? texts : [])
        {
            var tokens = Tokens(plain, out error);
            if (tokens is null)
                return [];
            patterns.Add(tokens);
        }

        return patterns;
    }

    /// <summary>Writes out <c>%[ … %]</c>: with it first, then without.</summary>
    private static List<string> Expand(string text, out string? error)
    {
        error = null;
        List<string> done = [text];
        for (var option = 0; done.Any(one => one.Contains("%[", StringComparison.Ordinal)); option++)
        {
            if (option == OptionsMax)
            {
                error = $"at most {OptionsMax} optional parts %[ … %] are allowed in one pattern";
                return [];
            }

            var next = new List<string>();
            foreach (var one in done)
            {
                var open = one.IndexOf("%[", StringComparison.Ordinal);
                var close = one.IndexOf("%]", Math.Max(open, 0), StringComparison.Ordinal);
                if (open >= 0 && close < 0)
                {
                    error = "an optional part %[ is not closed by %]";
                    return [];
                }

                next.Add(open < 0 ? one : one[..open] + one[(open + 2)..close] + one[(close + 2)..]);
                if (open >= 0)
                    next.Add(one[..open] + one[(close + 2)..]);
            }

            done = [.. next.Distinct(StringComparer.Ordinal)];
        }

        return done;
    }

    private static PatternTokens? Tokens(string text, out string? error)
    {
        error = null;
        var literals = new List<string>();
        var captures = new List<CaptureText>();
        var literal = new StringBuilder();
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] != '%' || at + 1 == text.Length || text[at + 1] != '{')
            {
                literal.Append(text[at]);
                continue;
            }

            var close = text.IndexOf('}', at);
            if (close < 0)
            {
                error = "a capture %{ is not closed by }";
                return null;
            }

            if (captures.Count > 0 && literal.Length == 0)
            {
                error = $"two captures stand side by side before \"{text[at..]}\": a literal must part them";
                return null;
            }

            literals.Add(literal.ToString());
            literal.Clear();
            var capture = ReadCapture(text[(at + 2)..close], out error);
            if (capture is null)
                return null;
            captures.Add(capture);
            at = close;
        }

        literals.Add(literal.ToString());
        if (captures.Count <= Pattern.CapturesMax)
            return new PatternTokens(literals, captures);
        error = $"{captures.Count} captures in one pattern; at most {Pattern.CapturesMax} are allowed";
        return null;
    }

    private static CaptureText? ReadCapture(string text, out string? error)
    {
        error = null;
        var words = text.Split(':');
        var name = words[0];
        var padded = name.EndsWith("->", StringComparison.Ordinal);
        var capture = new CaptureText(padded ? name[..^2] : name, CaptureCheck.None, Greedy: false, Quoted: false, padded);
        if (capture.Name.StartsWith('?'))
            capture = capture with { Name = "" };
        foreach (var word in words.Skip(1))
        {
            switch (word)
            {
                case "greedy": capture = capture with { Greedy = true }; break;
                case "quoted": capture = capture with { Quoted = true }; break;
                case "word": capture = capture with { Check = CaptureCheck.Word }; break;
                case "int": capture = capture with { Check = CaptureCheck.Int }; break;
                case "number": capture = capture with { Check = CaptureCheck.Number }; break;
                case "ip": capture = capture with { Check = CaptureCheck.Ip }; break;
                case "hex": capture = capture with { Check = CaptureCheck.Hex }; break;
                case "alnum": capture = capture with { Check = CaptureCheck.Alnum }; break;
                case "some": capture = capture with { Check = CaptureCheck.Some }; break;
                default:
                    error = $"\"{word}\" in %{{{text}}} is not a check; allowed are greedy, quoted, word, int, number, ip, hex, alnum, some";
                    return null;
            }
        }

        return capture;
    }
}
