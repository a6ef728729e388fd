using Xunit;

namespace Yagura.Tests.Decoding;

public sealed class EnvelopeTests
{
    private readonly Lines lines = new();

    [Theory]
    [InlineData("<34>1 2026-11-22T03:00:00.5Z h1 app 12 ID1 - text", "2026-11-22T03:00:00.5000000Z", "h1", "app", "text")]
    [InlineData("<34>1 2026-11-22T12:00:00+09:00 h1 app - - [a@1 b=\"c\\\"]\" d=\"e\"][f g=\"h\"] \uFEFFtext", "2026-11-22T03:00:00.0000000Z", "h1", "app", "text")]
    [InlineData("<34>1 - - - - - -", "2026-11-22T03:00:00.0000000Z", null, null, null)]
    [InlineData("<34>1 2026-11-22T03:00:00Z h1 app - - no structured data", "2026-11-22T03:00:00.0000000Z", "h1", "app", "no structured data")]
    [InlineData("<34>Nov 22 12:00:00 h1 app[12]: text", "2026-11-22T03:00:00.0000000Z", "h1", "app", "text")]
    [InlineData("<34>Nov  2 12:00:00 h1 app: text", "2026-11-02T03:00:00.0000000Z", "h1", "app", "text")]
    [InlineData("Nov 22 12:00:00 h1 app[12]: text", "2026-11-22T03:00:00.0000000Z", "h1", "app", "text")]
    [InlineData("\uFEFF<34>Nov 22 12:00:00 h1 app: text\n", "2026-11-22T03:00:00.0000000Z", "h1", "app", "text")]
    [InlineData("<34>Nov 22 12:00:00 app[12]: no host", "2026-11-22T03:00:00.0000000Z", null, "app", "no host")]
    [InlineData("<34>Nov 22 2025 12:00:00 h1 app: year", "2025-11-22T03:00:00.0000000Z", "h1", "app", "year")]
    [InlineData("<34>2026 Nov 22 12:00:00.250 h1 app: year first", "2026-11-22T03:00:00.2500000Z", "h1", "app", "year first")]
    [InlineData("<34>2026-11-22T12:00:00.123456+09:00 h1 app[1]: iso", "2026-11-22T03:00:00.1234560Z", "h1", "app", "iso")]
    [InlineData("<34>app: no time", "2026-11-22T03:00:00.0000000Z", null, "app", "no time")]
    [InlineData("<34>just words", "2026-11-22T03:00:00.0000000Z", null, null, "just words")]
    [InlineData("just words", "2026-11-22T03:00:00.0000000Z", null, null, "just words")]
    [InlineData("<34>Nov 22 12:00:00 relay1 <13>Nov 22 11:59:00 h1 app: twice", "2026-11-22T02:59:00.0000000Z", "h1", "app", "twice")]
    [InlineData("<34>1 2026-11-22T03:00:00Z relay1 - - - - <13>Nov 22 11:59:00 h1 app: twice", "2026-11-22T02:59:00.0000000Z", "h1", "app", "twice")]
    [InlineData("<34>Nov 22 12:00:00 relay1 Nov 22 11:59:00 h1 app: twice", "2026-11-22T02:59:00.0000000Z", "h1", "app", "twice")]
    [InlineData("84 <34>1 2026-11-22T03:00:00Z h1 app - - - octet count", "2026-11-22T03:00:00.0000000Z", "h1", "app", "octet count")]
    [InlineData("<34>1 2026-11-22T03:00:00Z h1 1,2,three", "2026-11-22T03:00:00.0000000Z", "h1", null, "1,2,three")]
    [InlineData("<34>1 2026-11-22T03:00:00Z h1 CEF:0|a|b|1|2|c|3|", "2026-11-22T03:00:00.0000000Z", "h1", null, "CEF:0|a|b|1|2|c|3|")]
    [InlineData("<34>1 2026-11-22T03:00:00Z mib2d[12]: junos", "2026-11-22T03:00:00.0000000Z", null, "mib2d", "junos")]
    [InlineData("<34>1  h1 1,2,three", "2026-11-22T03:00:00.0000000Z", null, null, "1  h1 1,2,three")]
    [InlineData("<34>1 1795316400.500000000 mx1 urls src=192.0.2.1:1", "2026-11-22T03:00:00.5000000Z", "mx1", null, "urls src=192.0.2.1:1")]
    [InlineData("<34>Nov 22 12:00:00 h1 krb5kdc[12](info): level", "2026-11-22T03:00:00.0000000Z", "h1", "krb5kdc", "level")]
    [InlineData("<34>Nov 22 12:00:00 relay1 1 2026-11-22T02:59:59Z h1 app 12 - - twice", "2026-11-22T02:59:59.0000000Z", "h1", "app", "twice")]
    [InlineData("<34>Nov 22 12:00:00 relay1 1 1795316399.500000000 mx1 urls src=192.0.2.1:1", "2026-11-22T02:59:59.5000000Z", "mx1", null, "urls src=192.0.2.1:1")]
    [InlineData("<34>Nov 22 12:00:00 h1 1 of 2 parts", "2026-11-22T03:00:00.0000000Z", "h1", null, "1 of 2 parts")]
    [InlineData("<34>Nov 22 12:00:00 h1 -: no program", "2026-11-22T03:00:00.0000000Z", "h1", null, "no program")]
    [InlineData("<34>Nov 22 12:00:00 h1 /kernel: no folder", "2026-11-22T03:00:00.0000000Z", "h1", "/kernel", "no folder")]
    [InlineData("<34>Nov 22 12:00:00 2001:db8::99 app[12]: an address is no year", "2026-11-22T03:00:00.0000000Z", "2001:db8::99", "app", "an address is no year")]
    [InlineData("<34>Nov 22 12:00:00 2026: app[12]: year behind the time", "2026-11-22T03:00:00.0000000Z", null, "app", "year behind the time")]
    [InlineData("<34>Nov 22 12:00:00 [192.0.2.9] app[12]: brackets", "2026-11-22T03:00:00.0000000Z", "192.0.2.9", "app", "brackets")]
    [InlineData("<34>Nov 22 9:00:00 h1 app: short hour", "2026-11-22T00:00:00.0000000Z", "h1", "app", "short hour")]
    [InlineData("<34>2026/11/22 9:00:00 h1 app: short hour", "2026-11-22T00:00:00.0000000Z", "h1", "app", "short hour")]
    [InlineData("<34>Nov 22 12:00:00 h1 /usr/sbin/app[12]: path", "2026-11-22T03:00:00.0000000Z", "h1", "app", "path")]
    [InlineData("<34>Nov 22 12:00:00 h1 daemon.err app[12]: selector", "2026-11-22T03:00:00.0000000Z", "h1", "app", "selector")]
    [InlineData("<34>Nov 22 12:00:00 Message forwarded from h1: app[12]: AIX", "2026-11-22T03:00:00.0000000Z", "h1", "app", "AIX")]
    [InlineData("<34>1 2026-11-22T03:00:00Z h1 app 12 - -  a space more", "2026-11-22T03:00:00.0000000Z", "h1", "app", "a space more")]
    [InlineData("<34>1 2026-11-22T03:00:00Z h1 app 12 - - app[12]: tag kept", "2026-11-22T03:00:00.0000000Z", "h1", "app", "tag kept")]
    [InlineData("<34>1 2026-11-22T03:00:00Z h1 app[12]: RFC 3164 behind a version", "2026-11-22T03:00:00.0000000Z", "h1", "app", "RFC 3164 behind a version")]
    [InlineData("<34>1 Nov 22 12:00:00 h1 app[12]: RFC 3164 behind a version", "2026-11-22T03:00:00.0000000Z", "h1", "app", "RFC 3164 behind a version")]
    [InlineData("<34>Nov 22 12:00:00 192.0.2.7 h1 app[12]: twice named", "2026-11-22T03:00:00.0000000Z", "h1", "app", "twice named")]
    [InlineData("<34>Nov 22 12:00:00 192.0.2.7 h1 app: twice named", "2026-11-22T03:00:00.0000000Z", "h1", "app", "twice named")]
    [InlineData("<34>Nov 22 12:00:00 relay1 h1.example.jp app[12]: twice named", "2026-11-22T03:00:00.0000000Z", "h1.example.jp", "app", "twice named")]
    [InlineData("<34>Nov 22 12:00:00 h1 port-2 state: a word", "2026-11-22T03:00:00.0000000Z", "h1", null, "port-2 state: a word")]
    [InlineData("<34>Nov 22 12:00:00 192.0.2.7 link state: a word", "2026-11-22T03:00:00.0000000Z", "192.0.2.7", null, "link state: a word")]
    [InlineData("<34>Nov 22 12:00:00 192.0.2.7 80b4 gizmo: a number", "2026-11-22T03:00:00.0000000Z", "192.0.2.7", null, "80b4 gizmo: a number")]
    [InlineData("2026-11-22T03:00:00.1Z 203.0.113.5 - - [22/Nov/2026:12:00:00 +0900] \"GET / HTTP/1.1\" 200 5", "2026-11-22T03:00:00.0000000Z", null, null, "203.0.113.5 - - [22/Nov/2026:12:00:00 +0900] \"GET / HTTP/1.1\" 200 5")]
    [InlineData("<34>Nov 22 12:00:00 192.0.2.7 - - [x] text", "2026-11-22T03:00:00.0000000Z", "192.0.2.7", null, "- - [x] text")]
    [InlineData("<38>Nov 22 12:00:00 rt1 PP[12] gizmo", "2026-11-22T03:00:00.0000000Z", "rt1", null, "PP[12] gizmo")]
    [InlineData("<38>h1 sshd[12]: no time", "2026-11-22T03:00:00.0000000Z", "h1", "sshd", "no time")]
    [InlineData("<38>too many words[12]: no time", "2026-11-22T03:00:00.0000000Z", null, null, "too many words[12]: no time")]
    [InlineData("<38>Error: sshd[12]: no time", "2026-11-22T03:00:00.0000000Z", null, "Error", "sshd[12]: no time")]
    [InlineData("2026-11-22T12:00:00+09:00 WARN text", "2026-11-22T03:00:00.0000000Z", null, null, "text")]
    [InlineData("<34>Nov 22 12:00:00 info app: a host in small letters", "2026-11-22T03:00:00.0000000Z", "info", "app", "a host in small letters")]
    [InlineData("app[12]: nothing before the tag", "2026-11-22T03:00:00.0000000Z", null, "app", "nothing before the tag")]
    public void A_header_gives_time_host_program_and_message(string line, string time, string? host, string? program, string? message) =>
        GivesHeader(line, time, host, program, message);

    [Fact]
    public void A_relay_may_write_the_sender_before_its_name() =>
        Assert.Equal(("h1", "192.0.2.7"), (lines.Decode("<34>Nov 22 12:00:00 192.0.2.7 h1 app[12]: text")["host.name"], lines["yagura.relay.host"]));

    [Theory]
    [InlineData("2026-11-22T12:00:00+09:00 WARN text", "WARN")]
    [InlineData("2026-11-22T12:00:00+0900 SUBDEBUG Upgraded: bash-5.1.8-9.el9.x86_64", "SUBDEBUG")]
    [InlineData("2026-11-22 12:00:00,250 ERROR [main] text", "ERROR")]
    [InlineData("<34>Nov 22 12:00:00 WARN1 text", null)]
    public void A_level_may_stand_where_the_host_would(string line, string? level) => Assert.Equal(level, lines.Decode(line)["log.level"]);

    [Theory]
    [InlineData("<189>2026 Nov 22 12:00:00 JST: last message repeated 2 times")]
    [InlineData("<189>Nov 22 12:00:00 last message repeated 2 times")]
    public void A_repetition_without_a_host_names_none(string line) => Assert.Equal(("rsyslog/repeated", null), (lines.Decode(line)["yagura.parse.decoder"], lines["host.name"]));

    [Theory]
    [InlineData("<999>Nov 22 11:59:00 h1 app[12]: no such priority", "2026-11-22T02:59:00.0000000Z", "h1", "app", "no such priority")]
    [InlineData("<192>1 2026-11-22T02:59:00Z h1 app 12 ID1 - no such priority", "2026-11-22T02:59:00.0000000Z", "h1", "app", "no such priority")]
    [InlineData("<999>app: no such priority", "2026-11-22T03:00:00.0000000Z", null, "app", "no such priority")]
    [InlineData("<34>Nov 22 12:00:00 h1 app: <404> is text", "2026-11-22T03:00:00.0000000Z", "h1", "app", "<404> is text")]
    [InlineData("<38>Nov 22 12:00:00 h1 app[12]: [ID 800047 auth.info] Solaris", "2026-11-22T03:00:00.0000000Z", "h1", "app", "Solaris")]
    [InlineData("<38>Nov 22 12:00:00 h1 app[12]: [ID x] is text", "2026-11-22T03:00:00.0000000Z", "h1", "app", "[ID x] is text")]
    [InlineData("<38>Nov 22 12:00:00 h1 app[12]: [ID 7] is text", "2026-11-22T03:00:00.0000000Z", "h1", "app", "[ID 7] is text")]
    [InlineData("<34>1795316399.250 h1 app: seconds", "2026-11-22T02:59:59.2500000Z", "h1", "app", "seconds")]
    [InlineData("<34>1795316399 192.0.2.7 app[12]: seconds", "2026-11-22T02:59:59.0000000Z", "192.0.2.7", "app", "seconds")]
    [InlineData("<34>1795316399250 h1 app: milliseconds", "2026-11-22T02:59:59.2500000Z", "h1", "app", "milliseconds")]
    [InlineData("<34>1795316399.25 mx1 flows src=192.0.2.1", "2026-11-22T02:59:59.2500000Z", "mx1", null, "flows src=192.0.2.1")]
    [InlineData("1795316399.250000 h1 app[12]: journalctl -o short-unix", "2026-11-22T02:59:59.2500000Z", "h1", "app", "journalctl -o short-unix")]
    [InlineData("1795316399 items were read", "2026-11-22T03:00:00.0000000Z", null, null, "1795316399 items were read")]
    [InlineData("<34>1795316399 61 items were read", "2026-11-22T03:00:00.0000000Z", null, null, "1795316399 61 items were read")]
    [InlineData("<34>Nov 22 12:00:00 h1 [app]: brackets", "2026-11-22T03:00:00.0000000Z", "h1", "app", "brackets")]
    [InlineData("<34>Nov 22 12:00:00 h1 [/usr/bin/app[12]]: brackets", "2026-11-22T03:00:00.0000000Z", "h1", "app", "brackets")]
    [InlineData("[app[12]]: brackets", "2026-11-22T03:00:00.0000000Z", null, "app", "brackets")]
    [InlineData("<34>Nov 22 12:00:00 h1 [error]: a level", "2026-11-22T03:00:00.0000000Z", "h1", null, "[error]: a level")]
    [InlineData("<34>Nov 22 12:00:00 h1 [12]: a number", "2026-11-22T03:00:00.0000000Z", "h1", null, "[12]: a number")]
    public void A_header_that_is_none_of_the_RFCs_gives_them_too(string line, string time, string? host, string? program, string? message) =>
        GivesHeader(line, time, host, program, message);

    private void GivesHeader(string line, string time, string? host, string? program, string? message)
    {
        lines.Decode(line);
        Same([time, host, program, message], [lines["@timestamp"], lines["host.name"], lines["log.syslog.appname"], lines["message"]]);
    }

    [Theory]
    [InlineData("<13>Nov 22 12:00:00 relay1 <34>Nov 22 11:59:00 h1 su[7]: text", "34", null)]
    [InlineData("<13>Nov 22 12:00:00 relay1 Nov 22 11:59:00 h1 su[7]: text", "13", null)]
    [InlineData("<13>Nov 22 12:00:00 relay1 2026-11-22T02:59:00Z h1 su[7]: text", "13", null)]
    [InlineData("<13>Nov 22 12:00:00 relay1 copy[9]: <34>Nov 22 11:59:00 h1 su[7]: text", "34", null)]
    [InlineData("<13>Nov 22 12:00:00 relay1 copy[9]: Nov 22 11:59:00 h1 su[7]: text", "13", null)]
    [InlineData("<13>Nov 22 12:00:00 relay1 <34>1 2026-11-22T02:59:00Z h1 su 7 ID1 - text", "34", "ID1")]
    [InlineData("<13>Nov 22 12:00:00 relay1 1 2026-11-22T02:59:00Z h1 su 7 ID1 - text", "13", "ID1")]
    [InlineData("<13>Nov 22 12:00:00 relay1 copy: <34>1 2026-11-22T02:59:00Z h1 su 7 ID1 [a b=\"c\"] text", "34", "ID1")]
    [InlineData("<13>Nov 22 12:00:00 relay1 copy: 1 2026-11-22T02:59:00Z h1 su 7 ID1 [a b=\"c\"] text", "13", "ID1")]
    [InlineData("<13>1 2026-11-22T03:00:00Z relay1 - - - - <34>Nov 22 11:59:00 h1 su[7]: text", "34", null)]
    [InlineData("<13>1 2026-11-22T03:00:00Z relay1 - - - - Nov 22 11:59:00 h1 su[7]: text", "13", null)]
    [InlineData("<13>1 2026-11-22T03:00:00Z relay1 - - - - 2026-11-22T02:59:00Z h1 su[7]: text", "13", null)]
    [InlineData("<13>1 2026-11-22T03:00:00Z relay1 copy 9 M1 [a b=\"c\"] <34>Nov 22 11:59:00 h1 su[7]: text", "34", null)]
    [InlineData("<13>1 2026-11-22T03:00:00Z relay1 copy 9 M1 - Nov 22 11:59:00 h1 su[7]: text", "13", null)]
    [InlineData("<13>1 2026-11-22T03:00:00Z relay1 copy 9 M1 - 2026-11-22T02:59:00Z h1 su[7]: text", "13", null)]
    [InlineData("<13>1 2026-11-22T03:00:00Z relay1 - - - - <34>1 2026-11-22T02:59:00Z h1 su 7 ID1 - text", "34", "ID1")]
    [InlineData("<13>1 2026-11-22T03:00:00Z relay1 - - - - 1 2026-11-22T02:59:00Z h1 su 7 ID1 - text", "13", "ID1")]
    [InlineData("<13>1 2026-11-22T03:00:00Z relay1 copy 9 M1 - 1 2026-11-22T02:59:00Z h1 su 7 ID1 - text", "13", "ID1")]
    [InlineData("<13>Nov 22 12:00:00 relay2 <13>1 2026-11-22T03:00:00Z relay1 - - - - <34>Nov 22 11:59:00 h1 su[7]: text", "34", null)]
    public void Behind_a_relays_header_the_devices_own_is_read_whichever_form_each_has(string line, string priority, string? id)
    {
        lines.Decode(line);
        Same(
            ["h1", "su", "7", "relay1", "2026-11-22T02:59:00.0000000Z", "text", priority, id],
            [lines["host.name"], lines["log.syslog.appname"], lines["log.syslog.procid"], lines["yagura.relay.host"], lines["@timestamp"], lines["message"], lines["log.syslog.priority"], lines["log.syslog.msgid"]]);
    }

    [Theory]
    [InlineData("<13>1 2026-11-22T03:00:00Z h1 app - - - Nov 22 11:59:00 the backup: done", "Nov 22 11:59:00 the backup: done")]
    [InlineData("<13>1 2026-11-22T03:00:00Z h1 app - - - Nov 22 11:59:00 began and went well", "Nov 22 11:59:00 began and went well")]
    [InlineData("<13>1 2026-11-22T03:00:00Z h1 app - - - 2026-11-22T02:59:00Z info disk: full", "2026-11-22T02:59:00Z info disk: full")]
    [InlineData("<13>1 2026-11-22T03:00:00Z h1 app - - - 1 2026-11-22T02:59:00Z is late", "1 2026-11-22T02:59:00Z is late")]
    [InlineData("<13>Nov 22 12:00:00 h1 app: 1 2026-11-22 02:59:00 a b c - d", "1 2026-11-22 02:59:00 a b c - d")]
    [InlineData("<13>1 2026-11-22T03:00:00Z h1 app - - - <12> items were read", "items were read")]
    public void A_time_that_a_program_writes_is_no_header(string line, string message)
    {
        lines.Decode(line);
        Same(["h1", "app", message, null], [lines["host.name"], lines["log.syslog.appname"], lines["message"], lines["yagura.relay.host"]]);
    }

    [Theory]
    [InlineData("<189>42: r1: *Nov 22 12:00:00.123 JST: %SYS-5-CONFIG_I: Configured from console", "r1", "Configured from console")]
    [InlineData("<189>42: *Nov 22 12:00:00.123: %SYS-5-CONFIG_I: Configured from console", null, "Configured from console")]
    [InlineData("<189>Nov 22 2026 12:00:00 r1 : %ASA-6-302013: Built", "r1", "Built")]
    [InlineData("<189>Nov 22 2026 12:00:00: %ASA-6-302013: Built", null, "Built")]
    [InlineData("<189>%ASA-6-302013: Built", null, "Built")]
    [InlineData("%ASA-6-302013: Built", null, "Built")]
    [InlineData("ASA-6-302013: Built", null, "Built")]
    [InlineData("<189>Nov 22 2026 12:00:00 r1 %ACLLOG-5-ACLLOG_PKTLOG no colon", "r1", "no colon")]
    [InlineData("<189>November 22 2026 12:00:00 r1 : %ASA-6-302013: Built", "r1", "Built")]
    [InlineData("<189>: 2026 Nov 22 12:00:00 JST: %ETHPORT-5-IF_UP: Interface up", null, "Interface up")]
    [InlineData("<189>2026 Nov 22 12:00:00.123 sw1 %$VDC-1%$ %ETHPORT-5-IF_UP: Interface up", "sw1", "Interface up")]
    [InlineData("<189>1 2026-11-22T03:00:00Z asa1 - - - - %ASA-6-302013: Built", "asa1", "Built")]
    [InlineData("<189>1 2026-11-22T03:00:00Z asa1 %ASA-6-302013 - - - Built", "asa1", "Built")]
    [InlineData("<189>1 2026-11-22T03:00:00Z asa1 %ASA-6-302013: - - - Built", "asa1", "Built")]
    [InlineData("<189>1 2026-11-22T03:00:00Z asa1  %ASA-6-302013: Built", "asa1", "Built")]
    [InlineData("<189>7: r1 RP/0/RSP0/CPU0:Nov 22 12:00:00.123 JST: ifmgr[12]: %PKT_INFRA-LINK-3-UPDOWN : down", "r1", "down")]
    [InlineData("<189>Nov 22 12:00:00 r1 RP/0/RSP0/CPU0:Nov 22 11:59:59.123 JST: ifmgr[12]: %PKT_INFRA-LINK-3-UPDOWN : down", "r1", "down")]
    [InlineData("<189>Nov 22 12:00:00 192.0.2.1 r1 RP/0/RSP0/CPU0:Nov 22 11:59:59.123 JST: ifmgr[12]: %PKT_INFRA-LINK-3-UPDOWN : down", "r1", "down")]
    [InlineData("<189>Nov 22 12:00:00 192.0.2.1 7: r1 RP/0/RSP0/CPU0:Nov 22 11:59:59.123 JST: ifmgr[12]: %PKT_INFRA-LINK-3-UPDOWN : down", "r1", "down")]
    [InlineData("<189>Nov 22 12:00:00 r1 LC/0/3/CPU0:Nov 22 11:59:59 JST: ifmgr[12]: %PKT_INFRA-LINK-3-UPDOWN : down", "r1", "down")]
    [InlineData("<189>Nov 22 12:00:00 192.0.2.1 7: Nov 22 11:59:59.1: %SYS-5-CONFIG_I: Configured", "192.0.2.1", "Configured")]
    [InlineData("<189>Nov 22 12:00:00 relay1 7: r1: *Nov 22 11:59:59.1: %SYS-5-CONFIG_I: Configured", "r1", "Configured")]
    [InlineData("<189>Nov 22 12:00:00 relay1 123: r1: *Nov 22 11:59:59.1: %SYS-5-CONFIG_I: Configured", "r1", "Configured")]
    [InlineData("<189>Nov 22 12:00:00 relay1 1: r1: *Nov 22 11:59:59.1: %SYS-5-CONFIG_I: Configured", "r1", "Configured")]
    [InlineData("<189>7: 000041: *Nov 22 12:00:00.1: %SYS-5-CONFIG_I: Configured", null, "Configured")]
    [InlineData("<189>7: r1: 000041: *Nov 22 12:00:00.1: %SYS-5-CONFIG_I: Configured", "r1", "Configured")]
    [InlineData("<189>Nov 22 12:00:00 sw1 7: 000041: Nov 22 11:59:59.1: %SYS-5-CONFIG_I: Configured", "sw1", "Configured")]
    [InlineData("<189>7: 3w2d: %SYS-5-CONFIG_I: Configured", null, "Configured")]
    [InlineData("<189>7: r1: 00:01:23: %SYS-5-CONFIG_I: Configured", "r1", "Configured")]
    [InlineData("7: r1: %SYS-5-CONFIG_I: Configured", "r1", "Configured")]
    [InlineData("3w2d: %SYS-5-CONFIG_I: Configured", null, "Configured")]
    public void Ciscos_marker_is_a_header(string line, string? host, string message)
    {
        lines.Decode(line);
        Same([host, message], [lines["host.name"], lines["message"]]);
    }

    [Theory]
    [InlineData("<189>7: r1: *Nov 22 12:00:00.1: %SYS-5-CONFIG_I: Configured", "7", "cisco.ios/r1")]
    [InlineData("<189>7: *Nov 22 12:00:00.1: %SYS-5-CONFIG_I: Configured", "7", "cisco.ios")]
    [InlineData("<189>7: 000041: *Nov 22 12:00:00.1: %SYS-5-CONFIG_I: Configured", "7", "cisco.ios")]
    [InlineData("<189>7: r1: 000041: *Nov 22 12:00:00.1: %SYS-5-CONFIG_I: Configured", "7", "cisco.ios/r1")]
    [InlineData("<189>r1: 000041: *Nov 22 12:00:00.1: %SYS-5-CONFIG_I: Configured", "000041", "cisco.ios/r1")]
    [InlineData("<189>7: 3w2d: %SYS-5-CONFIG_I: Configured", "7", "cisco.ios")]
    [InlineData("<189>Nov 22 12:00:00 sw1 7: 000041: Nov 22 11:59:59.1: %SYS-5-CONFIG_I: Configured", "7", "cisco.ios/sw1")]
    public void Ciscos_message_counter_is_the_routers_own_number_with_a_host_or_without(string line, string value, string scope)
    {
        lines.Decode(line);
        Same([value, scope], [lines["yagura.sequence.value"], lines["yagura.sequence.scope"]]);
    }

    [Fact]
    public void A_selector_in_words_stands_for_a_missing_priority()
    {
        lines.Decode("Nov 22 12:00:00 h1 authpriv.warn app[12]: text");
        Same(["authpriv", "Warning"], [lines["log.syslog.facility.name"], lines["log.syslog.severity.name"]]);
    }

    [Fact]
    public void The_sequence_id_of_rfc_5424_is_the_senders_own_number()
    {
        lines.Decode("<34>1 2026-11-22T03:00:00Z h1 app 12 ID1 [meta sequenceId=\"29\"] text");
        Same(["29", "rfc5424/h1"], [lines["yagura.sequence.value"], lines["yagura.sequence.scope"]]);
    }

    [Theory]
    [InlineData("<34>Dec 31 23:59:59 h1 app: x", "2027-01-01T00:00:10.0000000Z", "2026-12-31T23:59:59.0000000Z")]
    [InlineData("<34>Jan  1 00:00:05 h1 app: x", "2026-12-31T23:59:59.0000000Z", "2027-01-01T00:00:05.0000000Z")]
    [InlineData("<34>Feb 29 00:00:05 h1 app: x", "2028-03-01T00:00:00.0000000Z", "2028-02-29T00:00:05.0000000Z")]
    [InlineData("<34>Feb 29 00:00:05 h1 app: x", "2028-02-28T23:59:59.0000000Z", "2028-02-29T00:00:05.0000000Z")]
    [InlineData("<34>Feb 29 00:00:05 h1 app: x", "2025-03-01T00:00:00.0000000Z", "2024-02-29T00:00:05.0000000Z")]
    [InlineData("<34>Feb 29 00:00:05 h1 app: x", "2026-03-01T00:00:00.0000000Z", "2024-02-29T00:00:05.0000000Z")]
    [InlineData("<34>Feb 29 00:00:05 h1 app: x", "2027-03-01T00:00:00.0000000Z", "2024-02-29T00:00:05.0000000Z")]
    [InlineData("<34>Feb 29 00:00:05 h1 app: x", "2103-03-01T00:00:00.0000000Z", "2096-02-29T00:00:05.0000000Z")]
    public void A_missing_year_is_the_one_nearest_to_the_receive_time(string line, string received, string expected)
    {
        Assert.True(Yagura.Events.ReceiveTime.TryParse(received, out var time));
        var record = Lines.Record(line);
        lines.Decoder.Decode(record with { Record = record.Record with { ReceivedAt = time } }, new Yagura.Decoding.SourceContext(decoder: null, "UTC"), lines.Target);
        Assert.Equal(expected, lines["@timestamp"]);
    }

    [Fact]
    public void An_unknown_line_is_failed_and_keeps_what_its_envelope_and_bytes_say()
    {
        lines.Decode("<34>Nov 22 12:00:00 h1 app[12]: nobody knows this");
        Same(
            ["failed", null, "h1", "header", "Asia/Tokyo", "nobody knows this", "<34>Nov 22 12:00:00 h1 app[12]: nobody knows this", "7", "fw1"],
            [
                lines["yagura.parse.status"], lines["yagura.parse.decoder"], lines["host.name"], lines["yagura.time.source"], lines["yagura.time.zone_assumed"],
                lines["message"], lines["event.original"], lines["yagura.seq"], lines["yagura.source"],
            ]);
    }

    [Fact]
    public void A_json_array_gives_an_event_for_each_object()
    {
        lines.Decoder.Begin(Lines.Record("[{\"a\":\"}\"},\n {\"a\":{\"b\":2}} , {\"a\":3"), lines.Context);
        var originals = new List<string?>();
        while (lines.Decoder.Next(lines.Target))
            originals.Add($"{lines.Target.Item}:{lines["event.original"]}");
        Same(["0:{\"a\":\"}\"}", "1:{\"a\":{\"b\":2}}", "2:{\"a\":3"], originals);
    }

    [Theory]
    [InlineData("LEEF:1.0|Example|Box|1|id|src=192.0.2.1\tusrName=a b\tdst=192.0.2.2")]
    [InlineData("LEEF:1.0|Example|Box|1|id|src=192.0.2.1 usrName=a b dst=192.0.2.2")]
    [InlineData("LEEF:2.0|Example|Box|1|id|^|src=192.0.2.1^usrName=a b^dst=192.0.2.2")]
    [InlineData("LEEF:2.0|Example|Box|1|id|x7C|src=192.0.2.1|usrName=a b|dst=192.0.2.2")]
    [InlineData("LEEF:2.0|Example|Box|1|id||src=192.0.2.1\tusrName=a b\tdst=192.0.2.2")]
    public void Leef_is_read_with_the_delimiter_that_the_line_holds(string line)
    {
        lines.Decode(line);
        Same(["192.0.2.1", "a b", "192.0.2.2"], [lines["source.ip"], lines["user.name"], lines["destination.ip"]]);
    }

    private static void Same(IEnumerable<string?> expected, IEnumerable<string?> found) => Assert.Equal(expected, found);
}
