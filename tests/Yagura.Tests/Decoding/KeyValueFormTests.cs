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

    private static IEnumerable<string> Keys(string line, char separator)
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
        return [.. Enumerable.Range(0, parts.OtherCount).Select(number => Encoding.Latin1.GetString(target.Bytes(parts.Other(number).Name)))];
    }
}
