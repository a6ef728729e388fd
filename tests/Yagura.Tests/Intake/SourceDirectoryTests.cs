using System.Net;
using System.Text;
using Xunit;
using Yagura.Events;
using Yagura.Intake;
using Yagura.Intake.Sources;

namespace Yagura.Tests.Intake;

public sealed class SourceDirectoryTests
{
    private static readonly ReceiveTime Noon = ReceiveTime.From(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

    private static readonly SourceDirectory Directory = new(
    [
        Some("net", peer: "192.0.2.0/24"),
        Some("fw1", peer: "192.0.2.1/32"),
        Some("fw1-relp", peer: "192.0.2.1/32", listener: "relp"),
        Some("six", peer: "2001:db8::/32"),
        Some("relay1", peer: "198.51.100.7/32", listener: "relp", relay: true),
        Some("web1", via: "relay1", host: "WEB1.example.jp"),
    ], new IntakeLimits());

    [Theory]
    [InlineData("relp", "192.0.2.1", "fw1-relp")]
    [InlineData("syslog-udp", "192.0.2.1", "fw1")]
    [InlineData("syslog-udp", "192.0.2.99", "net")]
    [InlineData("syslog-udp", "::ffff:192.0.2.1", "fw1")]
    [InlineData("syslog-udp", "2001:db8::5", "six")]
    [InlineData("syslog-udp", "203.0.113.9", "unregistered.203.0.113.9")]
    [InlineData("syslog-udp", "::ffff:203.0.113.9", "unregistered.203.0.113.9")]
    [InlineData("syslog-udp", "fe80::1%2", "unregistered.fe80::1")]
    [InlineData("syslog-tcp", "198.51.100.7", "unregistered.198.51.100.7")]
    public void The_most_specific_match_names_the_peer(string listener, string peer, string source)
    {
        var sender = Directory.Resolve(listener, IPAddress.Parse(peer), Noon);
        Assert.Equal(source, sender.Source);
        Assert.Equal(SenderIdentity.Address, sender.Identity);
        Assert.True(Identifier.IsValid(sender.Source));
    }

    [Theory]
    [InlineData("<134>1 2026-11-22T03:00:00Z web1.example.jp app - - - x", "web1", SenderIdentity.HeaderByRelay)]
    [InlineData("<134>Nov  2 03:00:00 web1.EXAMPLE.jp app: x", "web1", SenderIdentity.HeaderByRelay)]
    [InlineData("<134>Nov 22 2026 03:00:00 web1.example.jp: x", "web1", SenderIdentity.HeaderByRelay)]
    [InlineData("<134>2026-11-22T03:00:00.123+09:00 web1.example.jp app: x", "web1", SenderIdentity.HeaderByRelay)]
    [InlineData("<134>Nov 22 03:00:00 Other_Host/7 app: x", "unregistered.other_host-7", SenderIdentity.HeaderByRelay)]
    [InlineData("<134>1 2026-11-22T03:00:00Z - app - - - x", "relay1", SenderIdentity.Address)]
    [InlineData("<134>what is this", "relay1", SenderIdentity.Address)]
    [InlineData("<134", "relay1", SenderIdentity.Address)]
    [InlineData("", "relay1", SenderIdentity.Address)]
    public void Behind_a_relay_the_header_names_the_host(string line, string source, SenderIdentity identity)
    {
        var relay = Directory.Resolve("relp", IPAddress.Parse("198.51.100.7"), Noon);
        Assert.True(relay.Relay);
        var sender = Directory.ResolveRelayed(relay, "relp", IPAddress.Parse("198.51.100.7"), Encoding.UTF8.GetBytes(line), Noon);
        Assert.Equal(source, sender.Source);
        Assert.Equal(identity, sender.Identity);
    }

    [Fact]
    public void A_flood_of_spoofed_addresses_gets_256_names_a_listener_and_day()
    {
        var directory = new SourceDirectory([], new IntakeLimits());
        HashSet<string> Names(string listener, ReceiveTime at) => [.. Enumerable.Range(0, 20_000).Select(i => directory.Resolve(listener, new IPAddress(0x0A000000L + i), at).Source)];
        var first = Names("syslog-udp", Noon);
        Assert.Equal(257, first.Count);
        Assert.Contains("unregistered.other", first);
        Assert.Equal(257, Names("syslog-tcp", Noon).Count);
        Assert.Subset(first, Names("syslog-udp", Noon));
        var tomorrow = ReceiveTime.From(Noon.Instant.AddDays(1));
        Assert.Equal("unregistered.192.0.2.77", directory.Resolve("syslog-udp", IPAddress.Parse("192.0.2.77"), tomorrow).Source);
    }

    [Fact]
    public void Any_bytes_have_a_host_or_none_and_an_id_all_the_same()
    {
        var relay = Directory.Resolve("relp", IPAddress.Parse("198.51.100.7"), Noon);
        for (var seed = 0; seed < 3000; seed++)
        {
            var line = Encoding.Latin1.GetBytes(Hostile.Bytes(seed, "<13>", "1 ", "Nov ", "22 ", "2026-11-22T03:00:00Z ", "host ", " ", "03:00:00 "));
            Assert.True(Identifier.IsValid(Directory.ResolveRelayed(relay, "relp", IPAddress.Loopback, line, Noon).Source), $"seed {seed}");
        }
    }

    private static Source Some(string id, string? peer = null, string? listener = null, bool relay = false, string? via = null, string? host = null) =>
        new() { Id = id, Relay = relay, Match = new SourceMatch { Peer = peer is null ? null : IPNetwork.Parse(peer), Listener = listener, Via = via, Host = host } };
}
