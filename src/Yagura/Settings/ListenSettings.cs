using System.Net;
using Yagura.Intake.Listeners;

namespace Yagura.Settings;

/// <summary>Addresses to listen on; null closes a door.</summary>
internal sealed record ListenSettings
{
    /// <summary>Address of the pages.</summary>
    public Uri Web { get; init; } = new("http://127.0.0.1:8514");

    /// <summary>Syslog over UDP.</summary>
    public DoorSettings? SyslogUdp { get; init; } = DoorSettings.Of(DoorSettings.Udp, "127.0.0.1:5514");

    /// <summary>Syslog over TCP.</summary>
    public DoorSettings? SyslogTcp { get; init; } = DoorSettings.Of(DoorSettings.Tcp, "127.0.0.1:5514");

    /// <summary>RELP.</summary>
    public DoorSettings? Relp { get; init; } = DoorSettings.Of(DoorSettings.RelpDoor, "127.0.0.1:2514");

    /// <summary>Further doors, each with an id of its own: a loud sender gets its own port.</summary>
    public IReadOnlyList<DoorSettings> More { get; init; } = [];

    /// <summary>All open doors.</summary>
    public IEnumerable<DoorSettings> Doors => new[] { SyslogUdp, SyslogTcp, Relp }.OfType<DoorSettings>().Concat(More);

    /// <summary>Ids that a source may name: the doors of the product, open or not, and the further ones.</summary>
    public IEnumerable<string> Ids => DoorSettings.Protocols.Concat(More.Select(door => door.Id));
}

/// <summary>One door to the network.</summary>
/// <param name="Id">Its listener's id.</param>
/// <param name="Protocol">One of <see cref="Protocols"/>.</param>
/// <param name="Address">Where it listens.</param>
internal sealed record DoorSettings(string Id, string Protocol, IPEndPoint Address)
{
    public const string Udp = "syslog-udp";
    public const string Tcp = "syslog-tcp";
    public const string RelpDoor = "relp";

    /// <summary>What a UDP source may send, if nobody says otherwise: without back-pressure one flooding source would crowd out all others of the socket.</summary>
    public const long UdpSourceRateBytes = 128L << 20;

    public static readonly IReadOnlyList<string> Protocols = [Udp, Tcp, RelpDoor];

    /// <summary>From whom, how much and how fast.</summary>
    public ListenerTerms Terms { get; init; } = DefaultsOf(Protocol);

    public static ListenerTerms DefaultsOf(string protocol) => protocol == Udp ? new ListenerTerms { SourceRateBytes = UdpSourceRateBytes } : ListenerTerms.Open;

    /// <summary>A door under its protocol's own id, with the defaults.</summary>
    public static DoorSettings Of(string protocol, string address) => new(protocol, protocol, IPEndPoint.Parse(address));
}
