using System.Text;
using Xunit;
using Yagura.Decoding.Text;

namespace Yagura.Tests.Decoding;

public sealed class TrigramSetTests
{
    /// <summary>Texts of every length around the processor's blocks: what stands in one is never ruled out, wherever it stands, and most of what does not is.</summary>
    [Fact]
    public void What_a_text_holds_is_never_ruled_out()
    {
        var random = new Random(20261128);
        var set = new TrigramSet();
        int ruledOut = 0, lacking = 0;
        for (var round = 0; round < 5_000; round++)
        {
            var text = random.GetString("abcde012 \"=:ABC\u3042", random.Next(0, 140));
            var bytes = Encoding.UTF8.GetBytes(text);
            set.Take(bytes);
            for (var i = 0; i < 20; i++)
            {
                var start = random.Next(bytes.Length + 1);
                var held = bytes[start..random.Next(start, bytes.Length + 1)];
                Assert.True(set.MayHold(TrigramSet.Of([held, []])), $"'{Encoding.UTF8.GetString(held)}' in '{text}'");
                var other = Encoding.UTF8.GetBytes(random.GetString("abcde012 \"=:ABC", 8));
                if (bytes.AsSpan().IndexOf(other) >= 0)
                    continue;
                lacking++;
                ruledOut += set.MayHold(TrigramSet.Of([other])) ? 0 : 1;
            }
        }

        Assert.True(ruledOut > lacking * 3 / 4, $"{ruledOut} of {lacking}");
    }
}
