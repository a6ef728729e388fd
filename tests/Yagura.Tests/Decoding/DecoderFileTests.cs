using Xunit;
using Yagura.Decoding;

namespace Yagura.Tests.Decoding;

public sealed class DecoderFileTests
{
    private static readonly Lazy<SampleRunner> Samples = new(() => new SampleRunner(Lines.All));

    public static TheoryData<string> Ids => [.. Lines.All.Ids];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Samples_give_what_they_expect(string id)
    {
        var wrong = Samples.Value.Run(id);
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }
}
