using Xunit;
using Yagura.Decoding;

namespace Yagura.Tests.Decoding;

public sealed class DecoderFileTests
{
    private static readonly Lazy<DecoderSet> All = new(() => DecoderSet.Load([Path.Combine(TestData.Root, "decoders")]));

    public static TheoryData<string> Ids => [.. All.Value.Ids];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Samples_give_what_they_expect(string id)
    {
        var wrong = new SampleRunner(All.Value).Run(id);
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }
}
