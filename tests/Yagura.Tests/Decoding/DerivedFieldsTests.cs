using System.Text;
using Xunit;
using Yagura.Decoding.Derived;
using Yagura.Decoding.Text;
using Yagura.Events;

namespace Yagura.Tests.Decoding;

public sealed class DerivedFieldsTests
{
    [Theory]
    [InlineData("00:00:5e:00:53:af", "00-00-5E-00-53-AF")]
    [InlineData("00-00-5e-00-53-af", "00-00-5E-00-53-AF")]
    [InlineData("0000.5e00.53af", "00-00-5E-00-53-AF")]
    [InlineData("0000-5E00-53AF", "00-00-5E-00-53-AF")]
    [InlineData("00005e0053af", "00-00-5E-00-53-AF")]
    [InlineData("00005e-0053af", "00-00-5E-00-53-AF")]
    [InlineData("00:00:5e:00:53", "00:00:5e:00:53")]
    [InlineData("00:00:5e:00:53:zz", "00:00:5e:00:53:zz")]
    [InlineData("00:00:5e:00:53:0a:ff", "00:00:5e:00:53:0a:ff")]
    [InlineData("000:05e:000:53:0a", "000:05e:000:53:0a")]
    [InlineData("", "")]
    public void A_hardware_address_is_written_as_ECS_wants_it_and_anything_else_stays(string written, string expected)
    {
        var layout = EventLayout.Of(number: 1, MacFields.Names);
        var target = Begun(layout);
        target.SetCopy(layout.Find("source.mac"), Encoding.ASCII.GetBytes(written), ValueKind.Text);
        target.SetList(layout.Find("host.mac"), [target.Copy(Encoding.ASCII.GetBytes(written), ValueKind.Text), target.Copy("0000.5e00.5301"u8, ValueKind.Text)]);
        new MacFields(layout).Fill(target);
        Assert.Equal(string.Join(" ", expected, expected + ",00-00-5E-00-53-01"), string.Join(" ", target.Text(layout.Find("source.mac")), target.Text(layout.Find("host.mac"))));
        Assert.False(target.Has(layout.Find("destination.mac")));
    }

    [Theory]
    [InlineData("44d88612fea8a8f36de82e1278abb02f", "44d88612fea8a8f36de82e1278abb02f", null, null)]
    [InlineData("3395856ce81f2b7382dee72602f798b642f14140", null, "3395856ce81f2b7382dee72602f798b642f14140", null)]
    [InlineData("275A021BBFB6489E54D471899F7DB9D1663FC695EC2FE2A2C4538AABF651FD0F", null, null, "275A021BBFB6489E54D471899F7DB9D1663FC695EC2FE2A2C4538AABF651FD0F")]
    [InlineData("no-hash", "no-hash", "no-hash", "no-hash")]
    public void A_hash_goes_into_the_field_of_its_length(string hash, string? md5, string? sha1, string? sha256)
    {
        var lines = new Lines().Decode($"CEF:0|Example|Watcher|1.0|100|found|7|fileHash={hash} fname=a.exe");
        IEnumerable<string?> expected = [md5, sha1, sha256];
        Assert.Equal(expected, [lines["file.hash.md5"], lines["file.hash.sha1"], lines["file.hash.sha256"]]);
    }

    [Theory]
    [InlineData("00:00:5e:00:53:01", "00-00-5E-00-53-01")]
    [InlineData("00005e005301", "00-00-5E-00-53-01")]
    [InlineData("0:0:5e:0:53:1", "0:0:5e:0:53:1")]
    [InlineData("00-00-5e-ff-fe-00-53-01", "00-00-5e-ff-fe-00-53-01")]
    [InlineData("0353001234", null)]
    [InlineData("limit", null)]
    [InlineData("fe-0/0/1", null)]
    [InlineData("dead", null)]
    public void A_hardware_address_of_ECS_takes_nothing_else(string written, string? expected)
    {
        var lines = new Lines().Decode($"CEF:0|Example|Watcher|1.0|100|found|7|smac={written} fname=a.exe");
        Assert.Equal(expected, lines["source.mac"]);
    }

    [Fact]
    public void Addresses_among_answers_are_what_a_name_was_resolved_to_unless_the_decoder_said_it()
    {
        var layout = EventLayout.Of(number: 1, DnsFields.Names);
        var (answers, resolved) = (layout.Find("dns.answers.data"), layout.Find("dns.resolved_ip"));
        var fields = new DnsFields(layout);
        var target = Begun(layout);
        target.SetList(answers, [target.Copy("www.example.jp"u8, ValueKind.Text), target.Copy("192.0.2.1"u8, ValueKind.Text), target.Copy("2001:db8::1"u8, ValueKind.Text)]);
        fields.Fill(target);
        Assert.Equal("192.0.2.1,2001:db8::1", target.Text(resolved));
        target = Begun(layout);
        target.SetCopy(answers, "192.0.2.1"u8, ValueKind.Text);
        fields.Fill(target);
        Assert.Equal("192.0.2.1", target.Text(resolved));
        target = Begun(layout);
        target.SetCopy(answers, "192.0.2.1"u8, ValueKind.Text);
        target.SetCopy(resolved, "192.0.2.9"u8, ValueKind.Address);
        fields.Fill(target);
        Assert.Equal("192.0.2.9", target.Text(resolved));
        target = Begun(layout);
        target.SetCopy(answers, "mail.example.jp"u8, ValueKind.Text);
        fields.Fill(target);
        Assert.False(target.Has(resolved));
    }

    [Theory]
    [InlineData("EXAMPLE\\hanako", "hanako", "EXAMPLE")]
    [InlineData("EXAMPLE\\\\hanako", "hanako", "EXAMPLE")]
    [InlineData("NT AUTHORITY\\SYSTEM", "SYSTEM", "NT AUTHORITY")]
    [InlineData(".\\hanako", "hanako", null)]
    [InlineData("hanako@example.jp", "hanako@example.jp", null)]
    [InlineData("C:\\hanako", "C:\\hanako", null)]
    [InlineData("a\\b\\c", "a\\b\\c", null)]
    [InlineData("\\hanako", "\\hanako", null)]
    [InlineData("EXAMPLE\\", "EXAMPLE\\", null)]
    [InlineData("root\\015", "root\\015", null)]
    [InlineData("CN=Yamada\\, Hanako", "CN=Yamada\\, Hanako", null)]
    public void A_user_that_stands_with_its_domain_is_parted(string written, string name, string? domain)
    {
        var layout = EventLayout.Of(number: 1, UserFields.Names);
        var target = Begun(layout);
        target.SetCopy(layout.Find("user.name"), Encoding.UTF8.GetBytes(written), ValueKind.Text);
        target.SetCopy(layout.Find("source.user.name"), Encoding.UTF8.GetBytes(written), ValueKind.Text);
        target.SetCopy(layout.Find("source.user.domain"), "OWN"u8, ValueKind.Text);
        new UserFields(layout).Fill(target);
        IEnumerable<string?> expected = [name, domain, name, "OWN"];
        Assert.Equal(expected, [target.Text(layout.Find("user.name")), target.Text(layout.Find("user.domain")), target.Text(layout.Find("source.user.name")), target.Text(layout.Find("source.user.domain"))]);
    }

    [Theory]
    [InlineData("hanako@example.jp", "hanako@example.jp")]
    [InlineData("<hanako@example.jp>", "hanako@example.jp")]
    [InlineData("\"Yamada, Hanako\" <hanako@example.jp>", "hanako@example.jp")]
    [InlineData("A <a@example.jp>; b@example.jp, <c@example.jp>,", "a@example.jp,b@example.jp,c@example.jp")]
    [InlineData("Hanako, Taro <taro@example.jp>", "Hanako, Taro <taro@example.jp>")]
    [InlineData("A <a@example.jp>, a@example.jp", "a@example.jp")]
    [InlineData("<>", "<>")]
    [InlineData("\"a <a@example.jp", "\"a <a@example.jp")]
    public void Mail_addresses_stand_without_names_and_brackets(string written, string expected)
    {
        var layout = EventLayout.Of(number: 1, EmailFields.Names);
        var target = Begun(layout);
        target.SetCopy(layout.Find("email.from.address"), Encoding.UTF8.GetBytes(written), ValueKind.Text);
        target.SetList(layout.Find("email.to.address"), [target.Copy(Encoding.UTF8.GetBytes(written), ValueKind.Text), target.Copy("<x@example.jp>"u8, ValueKind.Text)]);
        target.SetCopy(layout.Find("email.message_id"), "<1@example.jp>"u8, ValueKind.Text);
        new EmailFields(layout).Fill(target);
        IEnumerable<string?> all = [expected, expected + ",x@example.jp", "1@example.jp"];
        Assert.Equal(all, [target.Text(layout.Find("email.from.address")), target.Text(layout.Find("email.to.address")), target.Text(layout.Find("email.message_id"))]);
    }

    [Theory]
    [InlineData("192.0.2.1", "198.51.100.1", "ipv4")]
    [InlineData("2001:db8::1", "2001:db8::2", "ipv6")]
    [InlineData("192.0.2.1", "2001:db8::2", null)]
    [InlineData("192.0.2.1", null, null)]
    public void The_type_of_a_network_is_that_of_both_addresses(string source, string? destination, string? expected)
    {
        var layout = EventLayout.Of(number: 1, FlowFields.Names);
        var target = Begun(layout);
        target.SetCopy(layout.Find("source.ip"), Encoding.ASCII.GetBytes(source), ValueKind.Address);
        if (destination is not null)
            target.SetCopy(layout.Find("destination.ip"), Encoding.ASCII.GetBytes(destination), ValueKind.Address);
        new FlowFields(layout).Fill(target);
        Assert.Equal(expected, target.Text(layout.Find("network.type")));
    }

    [Theory]
    [InlineData("100", "23", null, "123")]
    [InlineData("100", "23", "7", "7")]
    [InlineData("100", null, null, null)]
    [InlineData("9223372036854775807", "1", null, null)]
    public void What_both_ends_sent_is_summed_unless_the_decoder_said_it(string source, string? destination, string? said, string? expected)
    {
        var layout = EventLayout.Of(number: 1, FlowFields.Names);
        var target = Begun(layout);
        foreach (var (field, value) in new[] { ("source.bytes", source), ("destination.bytes", destination), ("network.bytes", said) })
        {
            if (value is not null)
                target.SetCopy(layout.Find(field), Encoding.ASCII.GetBytes(value), ValueKind.Integer);
        }

        new FlowFields(layout).Fill(target);
        Assert.Equal(expected, target.Text(layout.Find("network.bytes")));
        Assert.False(target.Has(layout.Find("network.packets")));
    }

    [Theory]
    [InlineData("dns.question.name", "www.example.jp.", "www.example.jp")]
    [InlineData("dns.question.name", ".", ".")]
    [InlineData("dns.question.name", "x..", "x..")]
    [InlineData("dns.question.type", "28", "AAAA")]
    [InlineData("dns.question.type", "TYPE65", "HTTPS")]
    [InlineData("dns.question.type", "TYPE65280", "TYPE65280")]
    [InlineData("dns.question.type", "MX", "MX")]
    [InlineData("dns.response_code", "3", "NXDOMAIN")]
    [InlineData("dns.response_code", "4095", "4095")]
    public void What_was_asked_is_written_as_the_registry_of_names_has_it(string field, string written, string expected)
    {
        var layout = EventLayout.Of(number: 1, DnsFields.Names);
        var target = Begun(layout);
        target.SetCopy(layout.Find(field), System.Text.Encoding.UTF8.GetBytes(written), ValueKind.Text);
        new DnsFields(layout).Fill(target);
        Assert.Equal(expected, target.Text(layout.Find(field)));
    }

    [Theory]
    [InlineData("Mozilla/5.0%20(X11)%2c%20a", "Mozilla/5.0 (X11), a")]
    [InlineData("%e6%9d%b1", "東")]
    [InlineData("100%", "100%")]
    [InlineData("%zz%0a%7f", "%zz%0a%7f")]
    [InlineData("%ff%fe", "%ff%fe")]
    public void Octets_of_URLs_become_what_they_stand_for_unless_that_is_no_text(string written, string expected)
    {
        var layout = EventLayout.Of(number: 1, ["user_agent.original"]);
        var target = Begun(layout);
        var text = Region.Of(target, target.Copy(System.Text.Encoding.UTF8.GetBytes(written), ValueKind.Text));
        target.SetSlot(layout.Find("user_agent.original"), Yagura.Decoding.Forms.Unescape.Percent(text, target));
        Assert.Equal(expected, target.Text(layout.Find("user_agent.original")));
    }

    private static Event Begun(EventLayout layout)
    {
        var target = new Event();
        target.Begin(layout, Lines.Record("x"), 0);
        return target;
    }
}
