using System.Text;
using Xunit;
using Yagura.Decoding.Text;

namespace Yagura.Tests.Decoding;

public sealed class KeyTableTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(70_000)]
    public void Every_key_is_found_and_no_other(int count)
    {
        var keys = Enumerable.Range(0, count).Select(number => new string('k', number % 30) + number).ToArray();
        var table = new KeyTable([.. keys.Select((key, number) => KeyValuePair.Create(key, number))]);
        Assert.All(keys.Select((key, number) => (key, number)), one => Assert.Equal(one.number, table.Find(Encoding.UTF8.GetBytes(one.key))));
        Assert.All(new[] { "", "k", "x1", "kkkkkkkkkkkkkkkkkkkkkkkkkkkkk-1", new string('k', 70_000) }, other => Assert.Equal(-1, table.Find(Encoding.UTF8.GetBytes(other))));
        Assert.Equal(keys.Length == 0 ? -1 : keys.Max(key => key.Length), table.LengthMax);
    }
}
