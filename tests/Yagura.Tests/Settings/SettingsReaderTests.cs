using Xunit;
using Yagura.Demo;
using Yagura.Settings;

namespace Yagura.Tests.Settings;

public sealed class SettingsReaderTests
{
    [Fact]
    public void An_empty_file_is_the_defaults()
    {
        var settings = Read("");
        Assert.Equal("./data", settings.Data);
        Assert.Equal("node-1", settings.Node);
        Assert.Equal(5514, settings.Listen.SyslogTcp!.Address.Port);
    }

    [Fact]
    public void Every_key_of_the_documented_example_is_read()
    {
        var settings = Read("""
            data: ./here
            node: node-7
            listen:
              web: http://127.0.0.1:9999
              syslog-udp: 0.0.0.0:514
              syslog-tcp: "[::1]:514"
              relp: off
            contracts: [a.yaml]
            rules: rules
            sources:
              - {id: fw1, match: {peer: 192.0.2.1/32}, decoder: fortinet/fortigate, time-zone: Asia/Tokyo, counts: true, cadence: 90s}
              - {id: relay1, match: {listener: relp, peer: 127.0.0.1}, relay: true}
              - {id: host1, match: {via: relay1, host: host1.example.jp}}
            """);
        Assert.Null(settings.Listen.Relp);
        Assert.Equal("0.0.0.0:514", settings.Listen.SyslogUdp!.Address.ToString());
        Assert.Equal(["rules"], settings.Rules);
        Assert.Equal(TimeSpan.FromSeconds(90), settings.Sources[0].Cadence);
        Assert.True(settings.Sources[0].Counts);
        Assert.True(settings.Sources[1].Relay);
        Assert.Equal("relay1", settings.Sources[2].Match.Via);
    }

    [Fact]
    public void A_door_is_an_address_or_a_mapping_with_its_limits()
    {
        var listen = Read("""
            listen:
              syslog-udp: {address: "[::]:514", allow: [192.0.2.0/24, "2001:db8::/32", 198.51.100.7], line: 8KB, rate: 100MB/s, source-rate: off, buffer: 16MB}
              syslog-tcp: {allow: 192.0.2.1, connections: 64, connections-per-peer: 4, source-rate: 2MB/s}
              more:
                - {id: syslog-udp-fw, protocol: syslog-udp, address: 0.0.0.0:5515}
            sources:
              - {id: fw1, match: {listener: syslog-udp-fw, peer: 192.0.2.1}, rate: 512KB/s}
              - {id: fw2, match: {peer: 192.0.2.2}}
            """);
        var (udp, tcp, more) = (listen.Listen.SyslogUdp!, listen.Listen.SyslogTcp!, Assert.Single(listen.Listen.More));
        Assert.Equal("[::]:514", udp.Address.ToString());
        Assert.Equal(["192.0.2.0/24", "2001:db8::/32", "198.51.100.7/32"], udp.Terms.Allow!.Select(network => network.ToString()));
        Assert.Equal((8192, 100L << 20, null, 16 << 20), (udp.Terms.LineBytesMax, udp.Terms.RateBytes, udp.Terms.SourceRateBytes, udp.Terms.UdpBufferBytes));
        Assert.Equal("127.0.0.1:5514", tcp.Address.ToString());
        Assert.Equal((64, 4, 2L << 20, null), (tcp.Terms.ConnectionsMax, tcp.Terms.ConnectionsPerPeerMax, tcp.Terms.SourceRateBytes, tcp.Terms.RateBytes));
        Assert.Equal(("syslog-udp-fw", DoorSettings.Udp, DoorSettings.UdpSourceRateBytes), (more.Id, more.Protocol, more.Terms.SourceRateBytes));
        Assert.Equal(["syslog-udp", "syslog-tcp", "relp", "syslog-udp-fw"], listen.Listen.Doors.Select(door => door.Id));
        Assert.Equal([512L << 10, null], listen.Sources.Select(source => source.RateBytes));
    }

    [Theory]
    [InlineData("listen:\n  relp: {address: 127.0.0.1:1, buffer: 1MB}", "x.yaml:2: unknown key \"buffer\" in relp", "connections-per-peer")]
    [InlineData("listen:\n  syslog-udp: {connections: 5}", "x.yaml:2: unknown key \"connections\" in syslog-udp", "source-rate")]
    [InlineData("listen:\n  syslog-tcp: {rate: 5}", "x.yaml:2: rate: \"5\" is not allowed", "64KB/s")]
    [InlineData("listen:\n  syslog-tcp: {source-rate: 1KB/s}", "x.yaml:2: source-rate", "from 64KB/s on")]
    [InlineData("listen:\n  syslog-tcp: {line: 100MB}", "x.yaml:2: line", "1KB to 4MB")]
    [InlineData("listen:\n  syslog-tcp: {connections: 0}", "x.yaml:2: connections", "from 1 to 65536")]
    [InlineData("listen:\n  syslog-tcp: {allow: [192.0.2.1/8]}", "x.yaml:2: allow: \"192.0.2.1/8\"", "without host bits")]
    [InlineData("listen:\n  syslog-tcp: {allow: []}", "x.yaml:2: allow: names nobody", "off")]
    [InlineData("listen:\n  more:\n    - {id: a, protocol: ftp, address: 127.0.0.1:1}", "x.yaml:3: protocol", "syslog-udp, syslog-tcp, relp")]
    [InlineData("listen:\n  more:\n    - {id: a, protocol: relp}", "x.yaml:3: a further door needs address", "")]
    [InlineData("listen:\n  more:\n    - {id: relp, protocol: relp, address: 127.0.0.1:1}", "x.yaml:3: the door \"relp\" stands twice", "")]
    [InlineData("listen:\n  more:\n    - {id: yagura.x, protocol: relp, address: 127.0.0.1:1}", "x.yaml:3: id", "")]
    [InlineData("sources:\n  - {id: yagura.canary, match: {peer: 192.0.2.1}}", "x.yaml:2: id", "not beginning with unregistered. or yagura.")]
    [InlineData("sources:\n  - {id: a, match: {listener: other}}", "x.yaml:2: listener", "syslog-udp, syslog-tcp, relp")]
    [InlineData("data: x\ncolour: red", "x.yaml:2: unknown key \"colour\"", "allowed: checkpoint-mail, contracts, data")]
    [InlineData("listen:\n  syslog: 1", "x.yaml:2: unknown key \"syslog\" in listen", "syslog-tcp")]
    [InlineData("listen:\n  relp: here", "x.yaml:2: relp: \"here\" is not allowed", "address:port")]
    [InlineData("node: Node 1", "x.yaml:1: node", "a-z 0-9")]
    [InlineData("listen:\n  web: http://0.0.0.0:80", "x.yaml:2: web", "loopback")]
    [InlineData("sources:\n  - {id: a}", "x.yaml:2: source a needs a match", "peer")]
    [InlineData("sources:\n  - {id: a, match: {peer: 192.0.2.1/8}}", "x.yaml:2: peer", "without host bits")]
    [InlineData("sources:\n  - {id: a, match: {via: r, host: h}}", "x.yaml:2: source a comes via \"r\"", "relay: true")]
    [InlineData("sources:\n  - {id: a, match: {host: h}}", "x.yaml:2: host counts only with via", "relay")]
    [InlineData("sources:\n  - {id: a, match: {peer: 192.0.2.1}}\n  - {id: a, match: {peer: 192.0.2.2}}", "x.yaml:3: the source id \"a\" stands twice", "")]
    [InlineData("sources:\n  - {id: a, match: {peer: 192.0.2.1}, counts: yes}", "x.yaml:2: counts: \"yes\" is not allowed", "true, false")]
    [InlineData("sources:\n  - {id: a, match: {peer: 192.0.2.1}, time-zone: Mars/Base}", "x.yaml:2: time-zone", "Asia/Tokyo")]
    [InlineData("a: [", "x.yaml:", "not YAML")]
    [InlineData("- a", "x.yaml:1:", "mapping")]
    public void An_unknown_or_impossible_key_is_refused_with_file_line_and_what_is_allowed(string text, string where, string allowed)
    {
        var (settings, faults) = SettingsReader.Read("x.yaml", text);
        Assert.Null(settings);
        Assert.Contains(faults, fault => fault.ToString().StartsWith(where, StringComparison.Ordinal) && fault.ToString().Contains(allowed, StringComparison.Ordinal));
    }

    [Fact]
    public void The_demo_writes_a_configuration_that_is_accepted()
    {
        var settings = Read(Institution.Configuration("./demo-data", "http://127.0.0.1:8514", syslog: 5514, relp: 2514));
        Assert.Equal(Institution.Devices.Length + 1, settings.Sources.Count);
    }

    private static YaguraSettings Read(string text)
    {
        var (settings, faults) = SettingsReader.Read("x.yaml", text);
        Assert.Empty(faults);
        return settings!;
    }
}
