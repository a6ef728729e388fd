using System.Text;
using Xunit;
using Yagura.Decoding.Forms;
using Yagura.Decoding.Text;
using Yagura.Events;

namespace Yagura.Tests.Decoding;

/// <summary>Keys are found however long they are, wherever they stand in the bytes that are looked at together, and whatever control characters they hold.</summary>
public sealed class KeyValueFormTests
{
    [Theory]
    [InlineData(' ')]
    [InlineData('|')]
    public void Keys_of_every_length_are_found(char separator)
    {
        var random = new Random(20261130);
        for (var round = 0; round < 5_000; round++)
        {
            var line = new StringBuilder();
            var expected = new List<string>();
            for (var pair = random.Next(1, 12); pair > 0; pair--)
            {
                var key = random.GetString("abc_\u0001.", random.Next(1, round % 8 == 0 ? KeyValueForm.KeyMax + 20 : 40));
                if (random.Next(5) == 0)
                {
                    line.Append(key).Append(separator); // a word that is no key
                    continue;
                }

                line.Append(key).Append('=').Append(random.GetString("xyz1", random.Next(1, 50))).Append(separator);
                if (key.Length <= KeyValueForm.KeyMax)
                    expected.Add(key);
            }

            Assert.Equal(expected, Keys(line.ToString(), separator));
        }
    }

    [Theory]
    [InlineData("a=\"x y\" b=1", "x y", "1")]
    [InlineData("a=\"\" b=1", "", "1")]
    [InlineData("a=\"say \"\"hi\"\" (1),b\" b=1", "say \"hi\" (1),b", "1")]
    [InlineData("a=\"\"\"hi\"\" there\" b=1", "\"hi\" there", "1")]
    [InlineData("a=\"say \"\"hi\"\"\" b=1", "say \"hi\"", "1")]
    [InlineData("a=\"\"\"\"\"\"\"\" b=1", "\"\"\"", "1")]
    [InlineData("a='it''s' b=1", "it's", "1")]
    [InlineData("a=\"say \\\"hi\\\"\" b=1", "say \"hi\"", "1")]
    [InlineData("a=\"c:\\\\\" b=1", "c:\\", "1")]
    [InlineData("a=\"no end \"\" b=1", "no end \" b=1", null)]
    public void A_quote_in_a_quoted_value_is_doubled_or_behind_a_backslash(string line, string first, string? second)
    {
        IEnumerable<string?> expected = second is null ? [first] : [first, second];
        Assert.Equal(expected, Values(line));
    }

    private static IEnumerable<string> Keys(string line, char separator) => Read(line, separator, pair => pair.Name);

    private static IEnumerable<string> Values(string line) => Read(line, ' ', pair => pair.Value);

    private static IEnumerable<string> Read(string line, char separator, Func<(Slot Name, Slot Value), Slot> of)
    {
        var layout = EventLayout.Of(number: 1, []);
        var payload = Encoding.Latin1.GetBytes(line);
        var target = new Event();
        target.Begin(layout, Lines.Record(payload), item: 0);
        var parts = new Parts(1);
        var effort = new Effort();
        effort.Begin();
        parts.Begin(PartNames.None, target, effort);
        _ = new KeyValueForm((byte)separator, (byte)'=', valuesWithSpaces: false).Read(new Region(payload, 0, Room.Payload), parts);
        return [.. Enumerable.Range(0, parts.OtherCount).Select(number => Encoding.Latin1.GetString(target.Bytes(of(parts.Other(number)))))];
    }
}
