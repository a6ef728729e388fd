using System.Text;

namespace Yagura.Detection.Indicators;

/// <summary>A STIX pattern that is a choice of values: <c>=</c>, <c>IN</c> and (for addresses) <c>ISSUBSET</c> of a block, joined by OR. Everything else is refused with what it was.</summary>
/// <remarks>
/// <c>[ipv4-addr:value = '198.51.100.7' OR domain-name:value IN ('a.example', 'b.example')] OR [file:hashes.'SHA-256' = '…']</c>.
/// An AND, a NOT, FOLLOWEDBY, a qualifier, LIKE or MATCHES ask for more than a list of values can answer: taking a part of them would find what nobody meant.
/// </remarks>
internal ref struct StixPattern
{
    private const int LengthMax = 65_536;
    private const int DepthMax = 16;

    private readonly ReadOnlySpan<char> text;
    private readonly List<(IndicatorKind Kind, string Value)> values;
    private int at;
    private string reason;

    private StixPattern(string pattern)
    {
        text = pattern;
        values = [];
        reason = "";
    }

    /// <summary>Reads a pattern; false with the reason why it is not honoured.</summary>
    public static bool TryRead(string pattern, out IReadOnlyList<(IndicatorKind Kind, string Value)> values, out string reason)
    {
        values = [];
        reason = "the pattern is empty or longer than 65,536 characters";
        if (pattern.Length is 0 or > LengthMax)
            return false;
        var reading = new StixPattern(pattern);
        var isRead = reading.Observations(0) && reading.AtEnd();
        (values, reason) = (reading.values, reading.reason);
        return isRead;
    }

    private bool Observations(int depth)
    {
        do
        {
            if (Sign('('))
            {
                if (depth == DepthMax || !Observations(depth + 1) || !Expect(')'))
                    return Refuse("the pattern is nested too deeply or not closed");
            }
            else if (!Expect('[') || !Comparisons(0) || !Expect(']'))
            {
                return false;
            }
        }
        while (Word("OR"));
        return true;
    }

    private bool Comparisons(int depth)
    {
        do
        {
            if (Sign('('))
            {
                if (depth == DepthMax || !Comparisons(depth + 1) || !Expect(')'))
                    return Refuse("the pattern is nested too deeply or not closed");
            }
            else if (!Comparison())
            {
                return false;
            }
        }
        while (Word("OR"));
        return true;
    }

    private bool Comparison()
    {
        var path = Path();
        if (Word("NOT"))
            return Refuse($"NOT cannot be honoured ({path})");
        var kind = KindOf(path);
        if (kind == IndicatorKind.Unknown)
            return Refuse($"the object path '{(path.Length > 80 ? path[..80] : path)}' cannot be matched");
        if (Word("IN"))
            return Values(kind);
        if (Word("ISSUBSET"))
            return kind == IndicatorKind.Address ? Value(kind) : Refuse("ISSUBSET is honoured for addresses only");
        if (Sign('='))
        {
            Sign('=');
            return Value(kind);
        }

        return Refuse($"the comparison '{Rest()}' cannot be honoured; =, IN and ISSUBSET are");
    }

    private bool Values(IndicatorKind kind)
    {
        if (!Expect('('))
            return false;
        do
        {
            if (!Value(kind))
                return false;
        }
        while (Sign(','));
        return Expect(')');
    }

    private bool Value(IndicatorKind kind)
    {
        Blank();
        if (at >= text.Length || text[at] != '\'')
            return Refuse($"a value in quotes is wanted before '{Rest()}'");
        values.Add((kind, Quoted()));
        return reason.Length == 0;
    }

    private string Quoted()
    {
        var value = new StringBuilder();
        for (at++; at < text.Length && text[at] != '\''; at++)
        {
            if (text[at] == '\\' && at + 1 < text.Length)
                at++;
            value.Append(text[at]);
        }

        if (at >= text.Length)
            Refuse("a quote is not closed");
        at++;
        return value.ToString();
    }

    // file:hashes.'SHA-256', file:hashes."SHA-256", ipv4-addr:value
    private string Path()
    {
        Blank();
        var path = new StringBuilder();
        while (at < text.Length)
        {
            if (text[at] == '\'')
                path.Append(Quoted());
            else if (char.IsAsciiLetterOrDigit(text[at]) || text[at] is ':' or '.' or '-' or '_' or '[' or ']' or '*' or '"')
                path.Append(text[at++]);
            else
                break;
        }

        return path.Replace("\"", "").ToString();
    }

    private static IndicatorKind KindOf(string path)
    {
        if (path.StartsWith("file:hashes.", StringComparison.Ordinal) || path.StartsWith("artifact:hashes.", StringComparison.Ordinal) || path.StartsWith("x509-certificate:hashes.", StringComparison.Ordinal))
            return path[(path.IndexOf('.', StringComparison.Ordinal) + 1)..].ToUpperInvariant() is "MD5" or "SHA-1" or "SHA1" or "SHA-256" or "SHA256" or "SHA-512" or "SHA512" ? IndicatorKind.Hash : IndicatorKind.Unknown;
        return path switch
        {
            "ipv4-addr:value" or "ipv6-addr:value" or "network-traffic:src_ref.value" or "network-traffic:dst_ref.value" => IndicatorKind.Address,
            "domain-name:value" => IndicatorKind.Domain,
            "url:value" => IndicatorKind.Url,
            "email-addr:value" or "email-message:from_ref.value" or "email-message:sender_ref.value" => IndicatorKind.Mail,
            _ => IndicatorKind.Unknown,
        };
    }

    private bool AtEnd()
    {
        Blank();
        return at >= text.Length || Refuse($"'{Rest()}' cannot be honoured; observations joined by OR are");
    }

    private bool Expect(char sign) => Sign(sign) || Refuse($"'{Rest()}' cannot be honoured; {sign} is wanted there");

    private bool Sign(char sign)
    {
        Blank();
        if (at >= text.Length || text[at] != sign)
            return false;
        at++;
        return true;
    }

    private bool Word(string word)
    {
        Blank();
        var rest = text[at..];
        if (!rest.StartsWith(word, StringComparison.Ordinal) || (rest.Length > word.Length && char.IsAsciiLetterOrDigit(rest[word.Length])))
            return false;
        at += word.Length;
        return true;
    }

    private void Blank()
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
            at++;
    }

    private readonly string Rest()
    {
        const int ShownMax = 40;
        var rest = text[Math.Min(at, text.Length)..];
        return rest.Length > ShownMax ? rest[..ShownMax].ToString() + "…" : rest.IsEmpty ? "the end" : rest.ToString();
    }

    // The first reason is the one that is told.
    private bool Refuse(string why)
    {
        reason = reason.Length == 0 ? why : reason;
        return false;
    }
}
