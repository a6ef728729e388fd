using System.Net;
using Yagura.Events;
using Yagura.Intake;
using Yagura.Intake.Listeners;

namespace Yagura.Settings;

/// <summary>Reads the section <c>listen</c>: each door is an address, or a mapping with its limits.</summary>
internal static class ListenReader
{
    private const string EndpointForm = "address:port, for example 127.0.0.1:5514 or [::1]:5514, or off";
    private const string WebForm = "http://address:port, for example http://127.0.0.1:8514";
    private const string LineForm = "1KB to 4MB";
    private const string BufferForm = "64KB to 1GB";

    public static ListenSettings Read(YamlSection section)
    {
        var defaults = new ListenSettings();
        var listen = new ListenSettings
        {
            Web = section.Value("web", text => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? new Uri(text) : null, WebForm) ?? defaults.Web,
            SyslogUdp = Door(section, DoorSettings.Udp, defaults.SyslogUdp),
            SyslogTcp = Door(section, DoorSettings.Tcp, defaults.SyslogTcp),
            Relp = Door(section, DoorSettings.RelpDoor, defaults.Relp),
            More = More(section),
        };
        if (listen.Web.Scheme != "http" || !(IPAddress.TryParse(listen.Web.Host.Trim('[', ']'), out var address) ? IPAddress.IsLoopback(address) : listen.Web.IsLoopback))
            section.FaultAt("web", $"web: {listen.Web} would carry passwords without TLS; until TLS is configured only a loopback address over http is allowed, put a reverse proxy on this machine before it");
        section.RefuseOthers();
        return listen;
    }

    private static DoorSettings? Door(YamlSection section, string protocol, DoorSettings? otherwise)
    {
        if (!section.Has(protocol))
            return otherwise;
        if (section.IsSection(protocol))
            return section.Section(protocol) is { } own ? Door(own, protocol, protocol, otherwise?.Address) : null;
        if (section.Text(protocol) is "off" or "false")
            return null;
        return section.Value(protocol, Endpoint, EndpointForm) is { } address ? new DoorSettings(protocol, protocol, address) : null;
    }

    private static List<DoorSettings> More(YamlSection section)
    {
        var more = new List<DoorSettings>();
        foreach (var own in section.Sections("more"))
        {
            var id = own.Value("id", text => Identifier.IsValid(text) && !ReservedSources.IsReserved(text) ? text : null, Identifier.Allowed);
            var protocol = own.Value("protocol", text => DoorSettings.Protocols.Contains(text) ? text : null, string.Join(", ", DoorSettings.Protocols));
            foreach (var missing in new[] { "id", "protocol", "address" }.Where(key => !own.Has(key)))
                own.Fault($"a further door needs {missing}");
            if (id is not null && (DoorSettings.Protocols.Contains(id) || more.Exists(other => other.Id == id)))
                own.FaultAt("id", $"the door \"{id}\" stands twice");
            if (Door(own, id ?? "", protocol ?? DoorSettings.Tcp, null) is { } door)
                more.Add(door);
        }

        return more;
    }

    private static DoorSettings? Door(YamlSection own, string id, string protocol, IPEndPoint? otherwise)
    {
        var address = own.Value("address", Endpoint, EndpointForm) ?? otherwise;
        var terms = Terms(own, protocol);
        own.RefuseOthers();
        return address is null ? null : new DoorSettings(id, protocol, address) { Terms = terms };
    }

    private static ListenerTerms Terms(YamlSection own, string protocol)
    {
        var defaults = DoorSettings.DefaultsOf(protocol);
        var terms = defaults with
        {
            Allow = Allow(own),
            RateBytes = Rate(own, "rate", defaults.RateBytes),
            SourceRateBytes = Rate(own, "source-rate", defaults.SourceRateBytes),
            LineBytesMax = (int?)own.Value("line", ByteCounts.Between(new IntakeLimits().CutHeadBytes, new IntakeLimits().AnnouncedBytesMax), LineForm)?.Count,
        };
        return protocol == DoorSettings.Udp
            ? terms with { UdpBufferBytes = (int?)own.Value("buffer", ByteCounts.Between(64 << 10, 1 << 30), BufferForm)?.Count }
            : terms with
            {
                ConnectionsMax = own.Value("connections", Count.Read, Count.Allowed)?.Number,
                ConnectionsPerPeerMax = own.Value("connections-per-peer", Count.Read, Count.Allowed)?.Number,
            };
    }

    private static long? Rate(YamlSection own, string key, long? otherwise) =>
        own.Value(key, ByteRates.Read, ByteRates.Allowed) is { } rate ? rate.PerSecond : otherwise;

    private static List<IPNetwork>? Allow(YamlSection own)
    {
        if (!own.Has("allow"))
            return null;
        var networks = own.Texts("allow").Select(text => (Text: text, Read: Networks.Read(text))).ToList();
        foreach (var (text, _) in networks.Where(one => one.Read is null))
            own.FaultAt("allow", $"allow: \"{text}\" is not allowed; allowed: {Networks.Allowed}");
        if (networks.Count == 0)
            own.FaultAt("allow", "allow: names nobody; leave it out to take everybody, or close the door with off");
        return [.. networks.Select(one => one.Read).OfType<PeerNetwork>().Select(one => one.Network)];
    }

    private static IPEndPoint? Endpoint(string text) => text.Contains(':', StringComparison.Ordinal) && IPEndPoint.TryParse(text, out var endpoint) ? endpoint : null;
}
