using Xunit;
using Yagura.Web.Guard;

namespace Yagura.Tests.Web;

public sealed class OutsideTextTests
{
    [Theory]
    [InlineData("plain 日本語 text", "plain 日本語 text")]
    [InlineData("\u202Egnp.exe", "⟦U+202E⟧gnp.exe")]
    [InlineData("a\u0000b\u001B[31m", "a⟦U+0000⟧b⟦U+001B⟧[31m")]
    [InlineData("zero\u200Bwidth\uFEFF", "zero⟦U+200B⟧width⟦U+FEFF⟧")]
    [InlineData("\u0085\u2028\u2029", "⟦U+0085⟧⟦U+2028⟧⟦U+2029⟧")]
    [InlineData("line\r\n\tnext", "line␍␊␉next")]
    [InlineData("\u2066x\u2069", "⟦U+2066⟧x⟦U+2069⟧")]
    [InlineData("hangul \u3164 filler", "hangul ⟦U+3164⟧ filler")]
    [InlineData("no\u00A0break", "no⟦U+00A0⟧break")]
    [InlineData("tag \U000E0041", "tag ⟦U+E0041⟧")]
    [InlineData("emoji 🗼 stays", "emoji 🗼 stays")]
    [InlineData("<script>alert(1)</script>", "<script>alert(1)</script>")]
    public void What_cannot_be_seen_becomes_a_mark_and_the_rest_stays(string text, string shown) => Assert.Equal(shown, OutsideText.Show(text));

    // Not as inline data: an attribute is stored as UTF-8, which has no lone surrogate.
    [Fact]
    public void Half_a_character_becomes_a_mark() => Assert.Equal("lone ⟦U+D800⟧ surrogate", OutsideText.Show("lone " + (char)0xD800 + " surrogate"));

    [Fact]
    public void Only_marks_are_marks() =>
        Assert.Equal([("a", false), ("⟦U+202E⟧", true), ("b", false)], OutsideText.Pieces("a\u202Eb").Select(piece => (piece.Text, piece.IsMark)));

    [Fact]
    public void A_text_longer_than_a_page_shows_is_cut_and_says_by_how_much()
    {
        var shown = OutsideText.Show(new string('x', OutsideText.ShownMax + 5));
        Assert.EndsWith("⟦… +5⟧", shown, StringComparison.Ordinal);
        Assert.Equal("", OutsideText.Show(null));
    }
}
