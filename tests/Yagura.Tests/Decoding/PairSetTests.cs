using System.Text;
using Xunit;
using Yagura.Decoding.Text;

namespace Yagura.Tests.Decoding;

public sealed class PairSetTests
{
    [Fact]
    public void A_text_that_holds_the_literals_is_never_refused_and_most_others_are()
    {
        var random = new Random(20215);
        var set = new PairSet();
        var refused = 0;
        for (var round = 0; round < 5_000; round++)
        {
            var text = new byte[random.Next(0, 700)];
            random.NextBytes(text);
            if (round % 2 == 0)
                text = [.. text.Select(one => (byte)('a' + one % 26)).Take(300)];
            byte[][] held = text.Length < 40 ? [] : [text[3..9], text[^8..], text[20..21]];
            set.Take(text);
            Assert.True(set.MayHold(PairSet.Of(held)));
            if (!set.MayHold(PairSet.Of([Encoding.ASCII.GetBytes("devname=\"FG\"")])))
                refused++;
        }

        Assert.True(refused > 2_000, $"{refused}");
    }
}
