using System.Text;
using Xunit;
using Yagura.Decoding.Text;
using Yagura.Events;

namespace Yagura.Tests.Decoding;

public sealed class PlainAddressTests
{
    [Theory]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1")]
    [InlineData("::FFFF:192.0.2.1", "192.0.2.1")]
    [InlineData("::ffff:c000:201", "192.0.2.1")]
    [InlineData("::ffff:0:0", "0.0.0.0")]
    [InlineData("0:0:0:0:0:ffff:192.0.2.1", "192.0.2.1")]
    [InlineData("0000:0000:0000:0000:0000:ffff:c000:0201", "192.0.2.1")]
    [InlineData("::ffff:192.0.2", "::ffff:192.0.2")]
    [InlineData("::ffff:1:2:3", "::ffff:1:2:3")]
    [InlineData("::ffff:0:192.0.2.1", "::ffff:0:192.0.2.1")]
    [InlineData("::fffe:192.0.2.1", "::fffe:192.0.2.1")]
    [InlineData("0:0:0:0:ffff:192.0.2.1", "0:0:0:0:ffff:192.0.2.1")]
    [InlineData("2001:db8::ffff:192.0.2.1", "2001:db8::ffff:192.0.2.1")]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("0.0.0.0.0.0", "0.0.0.0.0.0")]
    [InlineData("fe80::1%4", "fe80::1")]
    [InlineData("FE80::AB%eth0", "FE80::AB")]
    [InlineData("ff02::1%en1", "ff02::1")]
    [InlineData("fe80::1", "fe80::1")]
    [InlineData("::1", "::1")]
    [InlineData("", "")]
    public void An_IPv4_address_in_the_form_of_IPv6_is_the_IPv4_address_a_zone_is_left_out_and_any_other_stays(string written, string expected)
    {
        var target = new Event();
        target.Begin(EventLayout.Of(number: 1, []), Lines.Record("x"), 0);
        var plain = PlainAddress.Of(target, target.Copy(Encoding.ASCII.GetBytes(written), ValueKind.Address));
        Assert.Equal((expected, ValueKind.Address), (Encoding.ASCII.GetString(target.Bytes(plain)), plain.Kind));
    }

    [Fact]
    public void Fields_of_ECS_have_the_IPv4_address_and_the_address_as_written_stays()
    {
        var lines = new Lines().Decode("<22>Nov 22 12:00:00 ::ffff:192.0.2.7 dovecot: imap-login: Login: user=<hanako>, method=PLAIN, rip=::ffff:192.0.2.9, lip=::ffff:192.0.2.7, mpid=11, TLS");
        IEnumerable<string?> expected = ["192.0.2.9", "::ffff:192.0.2.9", "192.0.2.7", "::ffff:192.0.2.7"];
        Assert.Equal(expected, [lines["source.ip"], lines["source.address"], lines["host.ip"], lines["host.name"]]);
        lines.Decode("<13>Nov 22 12:00:00 h1 app: nobody knows why it came from ::ffff:192.0.2.9");
        Assert.Equal("192.0.2.9", lines["related.ip"]);
    }
}
