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

    /// <summary>Texts that are nearly addresses, of every length: an address is four numbers up to 255, of up to three digits, with points between them.</summary>
    [Fact]
    public void An_address_is_four_numbers_with_points_between_them()
    {
        var random = new Random(20261130);
        string[] pieces = ["0", "7", "10", "99", "100", "199", "200", "249", "250", "255", "256", "260", "300", "999", "1000", "007", "", "x", " 1", "1 ", "-1", ":"];
        var addresses = 0;
        for (var round = 0; round < 50_000; round++)
        {
            var text = string.Join(random.Next(30) == 0 ? ".." : ".", random.GetItems(pieces.AsSpan(0, random.Next(3) == 0 ? pieces.Length : 10), random.Next(5) == 0 ? random.Next(7) : 4));
            var numbers = text.Split('.');
            var isAddress = numbers.Length == 4 && numbers.All(number => number.Length is > 0 and <= 3 && number.All(char.IsAsciiDigit) && int.Parse(number, System.Globalization.CultureInfo.InvariantCulture) <= 255);
            Assert.Equal(isAddress, Scan.IsAddress(System.Text.Encoding.ASCII.GetBytes(text)));
            addresses += isAddress ? 1 : 0;
        }

        Assert.InRange(addresses, 10_000, 45_000);
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
