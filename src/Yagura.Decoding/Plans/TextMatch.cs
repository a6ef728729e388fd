using Yagura.Decoding.Text;

namespace Yagura.Decoding.Plans;

/// <summary>Texts that a value may be: whole ones, and those in which a star stands for any text.</summary>
internal readonly struct TextMatch
{
    private readonly KeyTable whole;

    /// <summary>What stands between the stars of each, the first and the last at the value's ends.</summary>
    private readonly byte[][][] starred;

    public TextMatch(IEnumerable<string> texts)
    {
        var all = texts.Distinct(StringComparer.Ordinal).ToLookup(text => text.Contains('*'));
        Starred = [.. all[true]];
        whole = new KeyTable([.. all[false].Select((text, number) => KeyValuePair.Create(text, number))]);
        starred = [.. Starred.Select(text => text.Split('*').Select(Plan.Utf8).ToArray())];
    }

    /// <summary>Those in which a star stands.</summary>
    public string[] Starred { get; }

    /// <summary>Whether a star stands in one of them.</summary>
    public bool HasStars => starred.Length > 0;

    /// <summary>Whether nothing is named.</summary>
    public bool IsEmpty => whole.IsEmpty && starred.Length == 0;

    public bool Matches(ReadOnlySpan<byte> text)
    {
        if (whole.Find(text) >= 0)
            return true;
        foreach (var pieces in starred)
        {
            if (Matches(text, pieces))
                return true;
        }

        return false;
    }

    private static bool Matches(ReadOnlySpan<byte> text, byte[][] pieces)
    {
        if (!text.StartsWith(pieces[0]))
            return false;
        var rest = text[pieces[0].Length..];
        foreach (var piece in pieces.AsSpan(1, pieces.Length - 2))
        {
            var found = rest.IndexOf(piece);
            if (found < 0)
                return false;
            rest = rest[(found + piece.Length)..];
        }

        return rest.EndsWith(pieces[^1]);
    }
}
