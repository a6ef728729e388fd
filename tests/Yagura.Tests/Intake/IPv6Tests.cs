using System.Net;
using System.Net.Sockets;
using Xunit;
using Yagura.Events;
using Yagura.Intake;
using Yagura.Intake.Listeners;
using Yagura.Intake.Udp;

namespace Yagura.Tests.Intake;

public sealed class IPv6Tests
{
    private static readonly Source Six = new() { Id = "six", Match = new SourceMatch { Peer = IPNetwork.Parse("::1/128") } };
    private static readonly Source Four = new() { Id = "four", Match = new SourceMatch { Peer = IPNetwork.Parse("::ffff:127.0.0.0/104") } };

    public static bool HasIPv6
    {
        get
        {
            if (!Socket.OSSupportsIPv6) return false;
            using var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        }
    }

    [Theory]
    [InlineData("syslog-udp", "::1", "::1", "six", "[::1]:")]
    [InlineData("syslog-tcp", "::1", "::1", "six", "[::1]:")]
    [InlineData("relp", "::1", "::1", "six", "[::1]:")]
    [InlineData("syslog-udp", "::", "::1", "six", "[::1]:")]
    [InlineData("syslog-tcp", "::", "::1", "six", "[::1]:")]
    [InlineData("syslog-udp", "::", "127.0.0.5", "four", "127.0.0.5:")]
    [InlineData("syslog-tcp", "::", "127.0.0.5", "four", "127.0.0.5:")]
    [InlineData("relp", "::", "127.0.0.5", "four", "127.0.0.5:")]
    public async Task A_peer_is_known_by_its_plain_address_over_every_door_and_both_families(string door, string listens, string from, string source, string peer)
    {
        Assert.SkipUnless(HasIPv6, "this machine has no IPv6");
        await using var pump = new Pump(new IntakeLimits(), Six, Four);
        var terms = new ListenerTerms { Allow = [IPNetwork.Parse("::1/128"), IPNetwork.Parse("127.0.0.0/8")] };
        await using var listener = Make(door, new IPEndPoint(IPAddress.Parse(listens), 0), pump.Reception.For(terms));
        listener.Start();
        if (door == "syslog-udp")
        {
            using var socket = Pump.Datagrams(listener, IPAddress.Parse(from));
            socket.Send("<13>hello"u8);
            await pump.UntilAsync(1);
        }
        else
        {
            using var stream = await Pump.ConnectAsync(listener, IPAddress.Parse(from));
            await stream.WriteAsync(door == "relp" ? "1 open 30 relp_version=0\ncommands=syslog\n2 syslog 9 <13>hello\n"u8.ToArray() : "<13>hello\n"u8.ToArray());
            await pump.UntilAsync(1);
        }
        var record = Assert.Single(pump.Records);
        Assert.Equal((source, SenderIdentity.Address), (record.Source, record.Identity));
        Assert.StartsWith(peer, record.Peer, StringComparison.Ordinal);
    }

    private static IListener Make(string door, IPEndPoint endpoint, Reception reception) => door switch
    {
        "syslog-udp" => new SyslogUdpListener(door, endpoint, reception),
        "syslog-tcp" => new SyslogTcpListener(door, endpoint, reception),
        _ => new RelpListener(door, endpoint, reception),
    };
}
