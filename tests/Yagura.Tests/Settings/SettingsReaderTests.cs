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
        Assert.Equal(5514, settings.Listen.SyslogTcp!.Port);
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
        Assert.Equal("0.0.0.0:514", settings.Listen.SyslogUdp!.ToString());
        Assert.Equal(["rules"], settings.Rules);
        Assert.Equal(TimeSpan.FromSeconds(90), settings.Sources[0].Cadence);
        Assert.True(settings.Sources[0].Counts);
        Assert.True(settings.Sources[1].Relay);
        Assert.Equal("relay1", settings.Sources[2].Match.Via);
    }

    [Theory]
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
