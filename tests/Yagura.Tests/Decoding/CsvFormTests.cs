using System.Text;
using Xunit;
using Yagura.Decoding.Forms;
using Yagura.Decoding.Text;
using Yagura.Events;

namespace Yagura.Tests.Decoding;

/// <summary>Columns are those of RFC 4180, wherever among the bytes that are looked at together their separators and quotes stand.</summary>
public sealed class CsvFormTests
{
    private const int ColumnsMax = 24;

    [Theory]
    [InlineData(',')]
    [InlineData('\t')]
    public void Columns_are_found_whatever_stands_in_them(char separator)
    {
        var form = new CsvForm((byte)separator, by: -1, new KeyTable([KeyValuePair.Create("", 0)]), [[.. Enumerable.Range(0, ColumnsMax)]]);
        var random = new Random(20261130);
        for (var round = 0; round < 5_000; round++)
        {
            string[] expected = [.. Enumerable.Range(0, random.Next(2, ColumnsMax)).Select(_ => Value(random, separator))];
            var line = string.Join(separator, expected.Select(value => value.Contains(separator, StringComparison.Ordinal) || value.Contains('"', StringComparison.Ordinal) || random.Next(6) == 0 ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value));

            Assert.Equal(expected, Columns(form, line, expected.Length));
        }
    }

    private static string Value(Random random, char separator) => random.Next(4) switch
    {
        0 => "",
        1 => random.GetString("abc1", random.Next(1, 6)),
        2 => random.GetString($"ab{separator}\"", random.Next(1, 20)),
        _ => random.GetString("abcdef ", random.Next(1, 70)),
    };

    private static string[] Columns(CsvForm form, string line, int count)
    {
        var payload = Encoding.Latin1.GetBytes(line);
        var target = new Event();
        target.Begin(EventLayout.Of(number: 1, []), Lines.Record(payload), item: 0);
        var parts = new Parts(ColumnsMax);
        var effort = new Effort();
        effort.Begin();
        parts.Begin(PartNames.None, target, effort);
        Assert.True(form.Read(new Region(payload, 0, Room.Payload), parts), line);
        return [.. Enumerable.Range(0, count).Select(column => Encoding.Latin1.GetString(target.Bytes(parts[column])))];
    }
}
