using System.Net;
using Yagura.Events;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Yagura.Settings;

/// <summary>Reads the configuration file strictly: an unknown or impossible key is refused with file, line and what is allowed.</summary>
internal static class SettingsReader
{
    private const string EndpointForm = "address:port, for example 127.0.0.1:5514 or [::1]:5514, or off";

    /// <summary>Reads a configuration; the settings are null when there is a fault.</summary>
    public static (YaguraSettings? Settings, IReadOnlyList<SettingsFault> Faults) Read(string file, string text)
    {
        var faults = new List<SettingsFault>();
        var root = Root(file, text, faults);
        var settings = root is null ? new YaguraSettings { File = file } : Settings(file, root);
        return faults.Count == 0 ? (settings, faults) : (null, faults);
    }

    private static YamlSection? Root(string file, string text, List<SettingsFault> faults)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            switch (stream.Documents.Count == 0 ? null : stream.Documents[0].RootNode)
            {
                case YamlMappingNode map:
                    return new YamlSection(file, "the configuration", map, faults);
                case null or YamlScalarNode { Value: null or "" }:
                    return null;
                default:
                    faults.Add(new SettingsFault(file, 1, "the configuration must be a mapping (key: value)"));
                    return null;
            }
        }
        catch (YamlException broken)
        {
            faults.Add(new SettingsFault(file, broken.Start.Line, "not YAML: " + broken.Message));
            return null;
        }
    }

    private static YaguraSettings Settings(string file, YamlSection root)
    {
        var defaults = new YaguraSettings();
        var settings = new YaguraSettings
        {
            File = file,
            Data = root.Text("data") ?? defaults.Data,
            Node = root.Value("node", text => Identifier.IsValid(text) ? text : null, Identifier.Allowed) ?? defaults.Node,
            Postgres = root.Text("postgres"),
            Listen = root.Section("listen") is { } listen ? Listen(listen) : defaults.Listen,
            Contracts = root.Texts("contracts"),
            Rules = root.Texts("rules"),
            Decoders = root.Texts("decoders"),
            Sources = Sources(root),
            RetentionMonths = root.Value("retention-months", Months.Read, Months.Allowed)?.Count ?? defaults.RetentionMonths,
            ReserveBytes = root.Value("reserve", ByteCounts.Read, ByteCounts.Allowed)?.Count ?? defaults.ReserveBytes,
            Witness = root.Texts("witness"),
            CheckpointMail = root.Section("checkpoint-mail") is { } mail ? CheckpointMailReader.Read(mail) : null,
        };
        root.RefuseOthers();
        return settings;
    }

    private static ListenSettings Listen(YamlSection section)
    {
        var defaults = new ListenSettings();
        var listen = new ListenSettings
        {
            Web = section.Value("web", text => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? new Uri(text) : null, "http://address:port, for example http://127.0.0.1:8514") ?? defaults.Web,
            SyslogUdp = Endpoint(section, "syslog-udp", defaults.SyslogUdp),
            SyslogTcp = Endpoint(section, "syslog-tcp", defaults.SyslogTcp),
            Relp = Endpoint(section, "relp", defaults.Relp),
        };
        if (listen.Web.Scheme != "http" || !(IPAddress.TryParse(listen.Web.Host.Trim('[', ']'), out var address) ? IPAddress.IsLoopback(address) : listen.Web.IsLoopback))
            section.FaultAt("web", $"web: {listen.Web} would carry passwords without TLS; until TLS is configured only a loopback address over http is allowed, put a reverse proxy on this machine before it");
        section.RefuseOthers();
        return listen;
    }

    private static IPEndPoint? Endpoint(YamlSection section, string key, IPEndPoint? otherwise)
    {
        if (!section.Has(key))
            return otherwise;
        if (section.Text(key) is "off" or "false")
            return null;
        return section.Value(key, text => text.Contains(':', StringComparison.Ordinal) && IPEndPoint.TryParse(text, out var endpoint) ? endpoint : null, EndpointForm);
    }

    private static List<Source> Sources(YamlSection root)
    {
        var sources = new List<Source>();
        foreach (var section in root.Sections("sources"))
        {
            var id = section.Value("id", text => Identifier.IsValid(text) && !text.StartsWith("unregistered.", StringComparison.Ordinal) ? text : null, Identifier.Allowed + ", not beginning with unregistered.");
            var source = new Source
            {
                Id = id ?? "",
                Match = section.Section("match") is { } match ? Match(match) : new SourceMatch(),
                Decoder = section.Text("decoder"),
                TimeZone = section.Value("time-zone", text => TimeZoneInfo.TryFindSystemTimeZoneById(text, out _) ? text : null, "an IANA zone, for example Asia/Tokyo") ?? "Asia/Tokyo",
                Counts = section.Flag("counts"),
                Relay = section.Flag("relay"),
                Cadence = section.Value("cadence", Durations.Read, Durations.Allowed) is { } cadence ? cadence.Length : null,
            };
            if (!section.Has("id"))
                section.Fault("a source needs an id");
            else if (sources.Any(other => other.Id == source.Id))
                section.FaultAt("id", $"the source id \"{source.Id}\" stands twice");
            if (source.Match == new SourceMatch())
                section.Fault($"source {source.Id} needs a match; allowed: listener, peer, via, host");
            section.RefuseOthers();
            sources.Add(source);
        }

        CheckRelays(root, sources);
        return sources;
    }

    private static SourceMatch Match(YamlSection section)
    {
        var match = new SourceMatch
        {
            Listener = section.Value("listener", text => text is "syslog-udp" or "syslog-tcp" or "relp" ? text : null, "syslog-udp, syslog-tcp, relp"),
            Peer = section.Value("peer", Networks.Read, Networks.Allowed)?.Network,
            Via = section.Text("via"),
            Host = section.Text("host"),
        };
        if (match.Host is not null && match.Via is null)
            section.FaultAt("host", "host counts only with via: the relay that vouches for it");
        section.RefuseOthers();
        return match;
    }

    private static void CheckRelays(YamlSection root, List<Source> sources)
    {
        foreach (var source in sources.Where(source => source.Match.Via is { } via && !sources.Any(relay => relay.Id == via && relay.Relay)))
            root.FaultAt("sources", $"source {source.Id} comes via \"{source.Match.Via}\", which is no source with relay: true");
    }
}
