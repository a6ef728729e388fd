using Xunit;
using Yagura.Verbs;

namespace Yagura.Tests.Verbs;

public sealed class AdviceTests
{
    [Theory]
    [InlineData("nonsense", "yagura: there is no verb nonsense; see: yagura help")]
    [InlineData("rules", "yagura: rules needs one of: check, test, reload, hunt; see: yagura help rules")]
    [InlineData("rules chek", "yagura: there is no verb rules chek; see: yagura help rules")]
    public void A_verb_that_is_not_there_is_answered_with_the_ones_that_are(string line, string expected) =>
        Assert.Equal(expected, AllVerbs.Advice(AllVerbs.Create().Parse(line)));

    [Fact]
    public void Help_is_named_with_the_whole_path_of_the_verb() =>
        Assert.EndsWith("See: yagura help rules check", AllVerbs.Advice(AllVerbs.Create().Parse("rules check")), StringComparison.Ordinal);
}
