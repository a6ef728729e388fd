using System.Collections.Immutable;

namespace Yagura.Demo;

/// <summary>One sending device of the simulated institution.</summary>
/// <param name="Id">Source id in the demo's configuration.</param>
/// <param name="Door">Which listener it talks to.</param>
/// <param name="From">Loopback address that its socket is bound to, by which the server knows it.</param>
/// <param name="Decoder">Its decoder.</param>
/// <param name="Every">Mean time between its ordinary lines.</param>
internal sealed record Device(string Id, Door Door, string From, string Decoder, TimeSpan Every);

/// <summary>The transport that a device uses.</summary>
internal enum Door
{
    Udp,
    Tcp,
    Relay,
}

/// <summary>The small institution that the demo watches. Its logs speak of documentation addresses (RFC 5737, 3849) only.</summary>
/// <remarks>The devices differ by the loopback address of their sockets: all of 127.0.0.0/8 is this machine.</remarks>
internal static class Institution
{
    /// <summary>Address of the relay that forwards the ssh hosts over RELP.</summary>
    public const string RelayAddress = "127.0.20.1";

    /// <summary>The device that falls silent while the demo runs.</summary>
    public const string FallsSilent = "proxy1";

    /// <summary>The server that is taken over, in the server segment of rules/values.yaml.</summary>
    public const string Victim = "192.0.2.140";

    /// <summary>The attacker's address.</summary>
    public const string Attacker = "203.0.113.66";

    /// <summary>Where stolen data and beacons go: an address that rules/values.yaml lists as known to be bad.</summary>
    public const string Controller = "198.51.100.66";

    public static ImmutableArray<Device> Devices { get; } =
    [
        new("fw1", Door.Udp, "127.0.10.1", "fortinet/fortigate", TimeSpan.FromMilliseconds(150)),
        new("ips1", Door.Tcp, "127.0.10.2", "suricata/eve", TimeSpan.FromMilliseconds(600)),
        new("waf1", Door.Tcp, "127.0.10.3", "owasp/modsecurity", TimeSpan.FromSeconds(4)),
        new("sandbox1", Door.Tcp, "127.0.10.4", "trellix/nx", TimeSpan.FromSeconds(20)),
        new("dns1", Door.Udp, "127.0.10.5", "isc/bind", TimeSpan.FromMilliseconds(200)),
        new("proxy1", Door.Tcp, "127.0.10.6", "squid/squid", TimeSpan.FromMilliseconds(300)),
        new("mail1", Door.Tcp, "127.0.10.7", "postfix/postfix", TimeSpan.FromSeconds(1)),
        new("files1", Door.Relay, RelayAddress, "openbsd/sshd", TimeSpan.FromSeconds(3)),
        new("web1", Door.Relay, RelayAddress, "openbsd/sshd", TimeSpan.FromSeconds(4)),
    ];

    /// <summary>The configuration that registers the devices, as a person would write it.</summary>
    public static string Configuration(string data, string web, int syslog, int relp)
    {
        var sources = Devices.Select(device => device.Door == Door.Relay
            ? $"  - {{id: {device.Id}, match: {{via: relay1, host: {device.Id}}}, decoder: {device.Decoder}, time-zone: Asia/Tokyo, counts: true, cadence: {CadenceOf(device).TotalSeconds}s}}"
            : $"  - {{id: {device.Id}, match: {{peer: {device.From}/32}}, decoder: {device.Decoder}, time-zone: Asia/Tokyo, counts: true, cadence: {CadenceOf(device).TotalSeconds}s}}");
        return $$"""
            # Written by yagura demo. Everything here is invented.
            data: {{data}}
            node: demo-1
            listen:
              web: {{web}}
              syslog-udp: 127.0.0.1:{{syslog}}
              syslog-tcp: 127.0.0.1:{{syslog}}
              relp: 127.0.0.1:{{relp}}
            sources:
              - {id: relay1, match: {listener: relp, peer: {{RelayAddress}}/32}, relay: true}
            {{string.Join('\n', sources)}}

            """;
    }

    /// <summary>The longest silence that is normal for a device: short for the one that falls silent, so that a demo need not wait for it.</summary>
    public static TimeSpan CadenceOf(Device device) => device.Id == FallsSilent ? TimeSpan.FromSeconds(20) : TimeSpan.FromSeconds(120);
}
