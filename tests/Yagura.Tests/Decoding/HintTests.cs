using Xunit;
using Yagura.Decoding;

namespace Yagura.Tests.Decoding;

/// <summary>A hint that is wrong for a line: another decoder that recognises it reads it, when the hint's understands nothing.</summary>
public sealed class HintTests
{
    private static readonly Lines By = new();

    [Theory]
    [InlineData("openldap/slapd", "<134>Nov 22 12:00:00 lb1 haproxy[7]: 192.0.2.1:4000 [22/Nov/2026:12:00:00.123] web~ app/s1 0/0/1/45/46 200 532 - - ---- 1/1/0/0/0 0/0 \"GET /a HTTP/1.1\"", "haproxy/haproxy")]
    [InlineData("aruba/os", "<38>Nov 22 12:00:00 h1 sshd[7]: Failed password for tanaka from 192.0.2.1 port 4000 ssh2", "openbsd/sshd")]
    [InlineData("powerdns/powerdns", "<38>Nov 22 12:00:00 h1 sshd[7]: Failed password for tanaka from 192.0.2.1 port 4000 ssh2", "openbsd/sshd")]
    [InlineData("mailbox/imapd", "<13>Nov 22 12:00:00 fw1 kernel: DROP IN=eth0 OUT= SRC=192.0.2.1 DST=198.51.100.2 LEN=40 PROTO=TCP SPT=4000 DPT=22", "linux/netfilter")]
    [InlineData("powerdns/powerdns", "2026-11-22T03:00:00.1Z stdout F <38>Nov 22 12:00:00 h1 sshd[7]: Failed password for tanaka from 192.0.2.1 port 4000 ssh2", "openbsd/sshd")]
    [InlineData("adguard/home", "{\"time\":1795316400,\"host\":\"h1\",\"sourcetype\":\"t\",\"event\":\"<38>Nov 22 12:00:00 h1 sshd[7]: Failed password for tanaka from 192.0.2.1 port 4000 ssh2\"}", "openbsd/sshd")]
    public void Another_decoder_reads_what_the_hints_does_not_know(string hint, string line, string expected)
    {
        var lines = Decoded(line, hint);
        Assert.Equal(expected, lines["yagura.parse.decoder"]);
        Assert.Equal("ok", lines["yagura.parse.status"]);
        Assert.Equal("192.0.2.1", lines["source.ip"]);
        Assert.Equal("4000", lines["source.port"]);
    }

    /// <summary>Devices write lines of programs that others know too.</summary>
    [Theory]
    [InlineData("juniper/junos", "<37>Nov 22 12:00:00 srx1 sshd[7]: Failed password for root from 192.0.2.1 port 4000 ssh2")]
    [InlineData("linux/pam", "<86>Nov 22 12:00:00 h1 sshd[7]: pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=192.0.2.1  user=tanaka")]
    [InlineData("openldap/slapd", "<134>Nov 22 12:00:00 h1 nobodyknows[7]: nothing that anybody knows of 192.0.2.1")]
    public void What_the_hints_decoder_understands_or_nobody_knows_is_its(string hint, string line) => Assert.Equal(hint, Decoded(line, hint)["yagura.parse.decoder"]);

    /// <summary>A hint of which only the vendor is known prefers the vendor's decoders, but opens what a shipper wrapped first.</summary>
    [Fact]
    public void A_hint_that_names_no_decoder_opens_what_is_wrapped()
    {
        const string Line = """{"__CURSOR":"c","__REALTIME_TIMESTAMP":"1795316400000000","SYSLOG_IDENTIFIER":"kernel","_HOSTNAME":"h1","MESSAGE":"DROP IN=eth0 OUT= SRC=192.0.2.1 DST=198.51.100.2 LEN=40 PROTO=TCP SPT=4000 DPT=22"}""";
        var lines = Decoded(Line, "linux/nobody");
        IEnumerable<string?> expected = ["linux/netfilter", "h1", "DROP", "22"];
        Assert.Equal(expected, [lines["yagura.parse.decoder"], lines["host.name"], lines["rule.name"], lines["destination.port"]]);
    }

    private static Lines Decoded(string line, string hint)
    {
        By.Context = new SourceContext(hint, SourceContext.DefaultZone);
        return By.Decode(line);
    }
}
