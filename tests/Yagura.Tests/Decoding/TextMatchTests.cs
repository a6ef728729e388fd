using System.Text;
using Xunit;
using Yagura.Decoding.Plans;

namespace Yagura.Tests.Decoding;

public sealed class TextMatchTests
{
    [Theory]
    [InlineData("abc", "abc", true)]
    [InlineData("abc", "abcd", false)]
    [InlineData("abc*", "abc", true)]
    [InlineData("abc*", "abcd", true)]
    [InlineData("abc*", "xabc", false)]
    [InlineData("*abc", "xabc", true)]
    [InlineData("*abc", "abcx", false)]
    [InlineData("*abc*", "xabcx", true)]
    [InlineData("*abc*", "ab", false)]
    [InlineData("a*c", "ac", true)]
    [InlineData("a*c", "abbc", true)]
    [InlineData("a*c", "abcb", false)]
    [InlineData("ab*ba", "aba", false)]
    [InlineData("*.*.*", "0000.5e00.5301", true)]
    [InlineData("*.*.*", "0000.5e005301", false)]
    public void A_star_stands_for_any_text(string wanted, string value, bool matches) =>
        Assert.Equal(matches, new TextMatch([wanted]).Matches(Encoding.UTF8.GetBytes(value)));

    [Fact]
    public void One_of_several_is_enough_and_none_matches_nothing()
    {
        var any = new TextMatch(["x", "y*", "*z"]);
        Assert.All(new[] { "x", "yes", "jazz" }, text => Assert.True(any.Matches(Encoding.UTF8.GetBytes(text))));
        Assert.False(any.Matches("xx"u8));
        Assert.False(any.IsEmpty);
        Assert.True(new TextMatch([]).IsEmpty);
        Assert.False(new TextMatch([]).Matches("x"u8));
    }
}
