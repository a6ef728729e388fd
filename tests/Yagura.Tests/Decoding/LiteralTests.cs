using System.Text;
using Xunit;
using Yagura.Decoding.Text;

namespace Yagura.Tests.Decoding;

public sealed class LiteralTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("", "abc")]
    [InlineData("a", "")]
    [InlineData("a", "cba")]
    [InlineData("ab", "a")]
    [InlineData("ab", "aab")]
    [InlineData(": X", ": : : : X")]
    [InlineData(": X", "X: ")]
    [InlineData("eXe", "eXeXe")]
    [InlineData(" from ", "a from from b")]
    public void It_is_found_where_a_plain_search_finds_it(string literal, string text) =>
        Assert.Equal(text.IndexOf(literal, StringComparison.Ordinal), In(literal, Encoding.ASCII.GetBytes(text), Begun()));

    [Fact]
    public void Random_texts_agree_with_a_plain_search()
    {
        var random = new Random(20261128);
        for (var round = 0; round < 20_000; round++)
        {
            var text = random.GetString(" :aX", random.Next(0, 40));
            var literal = random.GetString(" :aX", random.Next(0, 7));
            var found = In(literal, Encoding.ASCII.GetBytes(text), Begun());
            Assert.True(text.IndexOf(literal, StringComparison.Ordinal) == found, $"'{literal}' in '{text}': {found}");
        }
    }

    [Fact]
    public void A_search_that_looks_at_every_place_comes_to_an_end()
    {
        var row = Encoding.ASCII.GetBytes(new string('X', 200_000));
        var effort = Begun();
        Assert.Equal(-1, In("XaXX", row, effort));
        Assert.False(effort.TrySearch(1));
    }

    /// <summary>The literal stands between two others, as it does in a pattern.</summary>
    private static int In(string literal, byte[] text, Effort effort) =>
        Literal.Pack(["first"u8.ToArray(), Encoding.ASCII.GetBytes(literal), " last"u8.ToArray()], out var packed)[1].In(text, packed, effort);

    private static Effort Begun()
    {
        var effort = new Effort();
        effort.Begin();
        return effort;
    }
}
