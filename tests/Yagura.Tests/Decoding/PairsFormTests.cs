using System.Text;
using Xunit;
using Yagura.Decoding.Forms;
using Yagura.Decoding.Text;
using Yagura.Events;

namespace Yagura.Tests.Decoding;

public sealed class PairsFormTests
{
    [Theory]
    [InlineData(", ", ": ", "user: hanako, list: a,b, at: 12:00:00", "user=hanako|list=a,b|at=12:00:00")]
    [InlineData(" | ", "=", "a=1 | b= | c=x|y | ", "a=1|b=|c=x|y")]
    [InlineData("; ", "=", "a=1; b=\"2; 3\"; c='4\\'5'", "a=1|b=2; 3|c=4'5")]
    [InlineData(" ", "=>", "a=>1 b=>2=3 word c=>4", "a=1|b=2=3|c=4")]
    [InlineData(" ", "=", "\"a\"=\"1\" \"b c\" =2 d=3", "a=1|b c=2|d=3")]
    [InlineData(",", ":", "\"a\":\"1\",\"b\" : 2, c:3,\"d\"", "a=1|b=2|c=3")]
    [InlineData(",", "=", "nothing here", "")]
    [InlineData(", ", "=", "=1, a", "")]
    [InlineData(", ", "=", "\"", "")]
    public void Separators_of_several_bytes_and_keys_in_quotes_are_read(string separator, string assign, string text, string expected) =>
        Assert.Equal(expected, Read(new PairsForm(Encoding.ASCII.GetBytes(separator), Encoding.ASCII.GetBytes(assign), valuesWithSpaces: false, quotedKeys: true), text));

    [Theory]
    [InlineData("a: one, two, b: three", "a=one, two|b=three")]
    [InlineData("a: one, two, ", "a=one, two,")]
    public void A_value_goes_on_over_separators_that_no_key_follows(string text, string expected) =>
        Assert.Equal(expected, Read(new PairsForm(", "u8.ToArray(), ": "u8.ToArray(), valuesWithSpaces: true, quotedKeys: false), text));

    private static string Read(PairsForm form, string text)
    {
        var target = new Event();
        target.Begin(EventLayout.Of(number: 1, []), Lines.Record(text), 0);
        var parts = new Parts(0);
        parts.Begin(PartNames.None, target, new Effort());
        var any = form.Read(new Region(target.Payload, 0, Room.Payload), parts);
        Assert.Equal(expected: parts.OtherCount > 0, any);
        return string.Join('|', Enumerable.Range(0, parts.OtherCount).Select(parts.Other).Select(one => $"{Encoding.UTF8.GetString(target.Bytes(one.Name))}={Encoding.UTF8.GetString(target.Bytes(one.Value))}"));
    }
}
