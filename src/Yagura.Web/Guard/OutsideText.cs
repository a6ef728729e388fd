using System.Globalization;
using System.Text;

namespace Yagura.Web.Guard;

/// <summary>
/// The one function by which text from outside (log lines, host names, file names, what a person typed) reaches HTML:
/// characters that a reader cannot see or that reorder what he sees become visible marks (CUSTODY 6). HTML's own
/// characters are encoded by Razor, which receives the result as plain text.
/// </summary>
public static class OutsideText
{
    /// <summary>Longest text that a page shows of one value, in UTF-16 units; the rest is counted, not shown.</summary>
    public const int ShownMax = 8192;

    /// <summary>The text with each deceiving character replaced by a mark such as <c>⟦U+202E⟧</c>.</summary>
    /// <param name="text">Anything; null is the empty text.</param>
    public static string Show(string? text)
    {
        var shown = new StringBuilder();
        foreach (var piece in Pieces(text)) shown.Append(piece.Text);
        return shown.ToString();
    }

    /// <summary>The same, cut into plain pieces and marks, so that a page can set the marks apart.</summary>
    public static IReadOnlyList<OutsidePiece> Pieces(string? text)
    {
        if (string.IsNullOrEmpty(text)) return [];
        // Bounded by ShownMax: at most one piece a character and one for the rest.
        var pieces = new List<OutsidePiece>();
        var plain = new StringBuilder();
        var end = Math.Min(text.Length, ShownMax);
        for (var i = 0; i < end;)
        {
            if (!Rune.TryGetRuneAt(text, i, out var rune))
            {
                Mark(pieces, plain, text[i]);
                i++;
                continue;
            }
            if (Deceives(rune)) Mark(pieces, plain, rune.Value);
            else plain.Append(text, i, rune.Utf16SequenceLength);
            i += rune.Utf16SequenceLength;
        }
        if (plain.Length > 0) pieces.Add(new OutsidePiece(plain.ToString(), IsMark: false));
        if (text.Length > end) pieces.Add(new OutsidePiece($"⟦… +{text.Length - end}⟧", IsMark: true));
        return pieces;
    }

    private static void Mark(List<OutsidePiece> pieces, StringBuilder plain, int value)
    {
        if (plain.Length > 0) pieces.Add(new OutsidePiece(plain.ToString(), IsMark: false));
        plain.Clear();
        pieces.Add(new OutsidePiece(value switch
        {
            '\n' => "␊",
            '\r' => "␍",
            '\t' => "␉",
            _ => $"⟦U+{value.ToString("X4", CultureInfo.InvariantCulture)}⟧",
        }, IsMark: true));
    }

    private static bool Deceives(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        // C0, C1; bidi and zero width; line and paragraph separators; what no font shows.
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned => true,
        UnicodeCategory.SpaceSeparator => rune.Value is not (' ' or 0x3000),
        _ => Invisible(rune.Value),
    };

    // Letters and marks that have a category of their own but no picture: Hangul fillers, joiners, variation selectors.
    private static bool Invisible(int value) =>
        value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x3164 or 0xFFA0 or (>= 0x180B and <= 0x180F)
            or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF);
}
