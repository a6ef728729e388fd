using Xunit;
using Yagura.Decoding.Text;

namespace Yagura.Tests.Decoding;

public sealed class ScanTests
{
    /// <summary>Texts of every length around the processor's blocks, from every place in them: what is found is what looking at each byte finds.</summary>
    [Fact]
    public void What_is_looked_for_is_found_where_it_stands_first()
    {
        var random = new Random(20261129);
        ReadOnlySpan<byte> alphabet = "abcdefghijklmnop\"\\= \t\u001B\0"u8;
        var bytes = new byte[100];
        for (var round = 0; round < 2_000; round++)
        {
            var text = bytes.AsSpan(0, random.Next(bytes.Length + 1));
            // Few of what is looked for in some texts, many in others.
            var kinds = random.Next(2) == 0 ? alphabet : alphabet[..random.Next(1, 17)];
            for (var i = 0; i < text.Length; i++)
                text[i] = kinds[random.Next(kinds.Length)];
            if (text.Length > 0 && random.Next(2) == 0)
                text[random.Next(text.Length)] = alphabet[random.Next(alphabet.Length)];
            for (var start = 0; start <= text.Length + 1; start++)
            {
                Assert.Equal(First(text, start, value => value == '='), Scan.IndexOf(text, start, (byte)'='));
                Assert.Equal(First(text, start, value => value is (byte)'"' or (byte)'\\'), Scan.IndexOfAny(text, start, (byte)'"', (byte)'\\'));
                Assert.Equal(First(text, start, Scan.IsSpace), Scan.IndexOfSpace(text, start));
            }
        }
    }

    private static int First(ReadOnlySpan<byte> text, int start, Func<byte, bool> isOne)
    {
        for (var at = start; at < text.Length; at++)
        {
            if (isOne(text[at]))
                return at;
        }

        return -1;
    }
}
