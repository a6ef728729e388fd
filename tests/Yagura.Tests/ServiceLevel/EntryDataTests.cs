using System.Text;
using System.Text.Json;
using Xunit;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Tests.ServiceLevel;

/// <summary>The quick search in an entry's data says what a whole parse says.</summary>
public sealed class EntryDataTests
{
    [Theory]
    [InlineData("""{"by":"client:sato","target":"pc-1"}""", "by", "client:sato")]
    [InlineData("""{ "by" : "client:sato" , "n" : 12 }""", "n", "12")]
    [InlineData("""{"result":"by","channel":"by"}""", "by", null)]
    [InlineData("""{"by":"by"}""", "by", "by")]
    [InlineData("""{"by":"first","other":"by","by":"last"}""", "by", "last")]
    [InlineData("""{"nested":{"by":"inner"},"to":"x"}""", "by", null)]
    [InlineData("""{"nested":{"by":"inner"},"by":"outer"}""", "by", "outer")]
    [InlineData("""{"list":["by",":"],"to":"x"}""", "by", null)]
    [InlineData("""{"\u0062y":"escaped"}""", "by", "escaped")]
    [InlineData("""{"text":"a \"by\": b"}""", "by", null)]
    [InlineData("""{"flag":true,"by":null}""", "by", null)]
    [InlineData("""{"日付":"2021-04-01"}""", "日付", "2021-04-01")]
    [InlineData("""{"a":true,"b":1}""", ":true,", null)]
    [InlineData("{}", "by", null)]
    public void A_member_is_found_where_a_parser_finds_it(string json, string member, string? expected)
    {
        Assert.Equal(expected, EntryData.Parse(json).Text(member));
        Assert.Equal(JsonElement.Parse(json).TryGetProperty(member, out _), EntryData.Parse(json).Has(member));
    }

    [Fact]
    public void A_member_of_any_object_is_found_where_a_parser_finds_it()
    {
        var random = new Random(20211);
        string[] names = ["by", "to", "target", "by ", "b\\u0079", "日"];
        string[] values = ["\"by\"", "\":\"", "12", "true", "null", "[\"by\",1]", "{\"by\":\"in\"}", "\"a\\\"by\\\":\"", "\"\""];
        string[] spaces = ["", " ", "\t"];
        for (var round = 0; round < 20_000; round++)
        {
            var members = Enumerable.Range(0, random.Next(5)).Select(_ => $"{Any(spaces)}\"{Any(names)}\"{Any(spaces)}:{Any(spaces)}{Any(values)}{Any(spaces)}");
            var json = $"{{{string.Join(',', members)}}}";
            var data = EntryData.Parse(json);
            foreach (var member in new[] { "by", "to", "日", "b" })
            {
                var there = JsonElement.Parse(json).TryGetProperty(member, out var value);
                Assert.True(there == data.Has(member), json);
                Assert.True(data.Text(member) == (there && value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True ? value.ToString().Replace("True", "true", StringComparison.Ordinal) : null), json);
            }
        }

        string Any(string[] among) => among[random.Next(among.Length)];
    }

    [Fact]
    public void Words_are_the_same_whatever_bytes_they_were_read_from()
    {
        var words = new HashSet<string>(new Utf8Words());
        var read = words.GetAlternateLookup<ReadOnlySpan<byte>>();
        foreach (var word in new[] { "", "a", "incident.opened", "detection:A-1", "detection:A-2", "送信元:防火壁", "\uFFFD" })
        {
            Assert.True(read.Add(Encoding.UTF8.GetBytes(word)));
            Assert.False(words.Add(word));
            Assert.True(read.TryGetValue(Encoding.UTF8.GetBytes(word), out var known));
            Assert.Equal(word, known);
        }
    }
}
