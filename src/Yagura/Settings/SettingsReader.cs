using Yagura.Events;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Yagura.Settings;

/// <summary>Reads the configuration file strictly: an unknown or impossible key is refused with file, line and what is allowed.</summary>
internal static class SettingsReader
{
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
        var doors = root.Section("listen") is { } section ? ListenReader.Read(section) : defaults.Listen;
        var settings = new YaguraSettings
        {
            File = file,
            Data = root.Text("data") ?? defaults.Data,
            Node = root.Value("node", text => Identifier.IsValid(text) ? text : null, Identifier.Allowed) ?? defaults.Node,
            Postgres = root.Text("postgres"),
            Listen = doors,
            Contracts = root.Texts("contracts"),
            Rules = root.Texts("rules"),
            Indicators = root.Texts("indicators"),
            Taxii = TaxiiReader.Read(root),
            Decoders = root.Texts("decoders"),
            Sources = Sources(root, [.. doors.Ids]),
            RetentionMonths = root.Value("retention-months", Months.Read, Months.Allowed)?.Count ?? defaults.RetentionMonths,
            ReserveBytes = root.Value("reserve", ByteCounts.Read, ByteCounts.Allowed)?.Count ?? defaults.ReserveBytes,
            Witness = root.Texts("witness"),
            Keys = root.Text("keys"),
            Signer = root.Section("signer") is { } signer ? Signer(signer) : null,
            CheckpointMail = root.Section("checkpoint-mail") is { } mail ? CheckpointMailReader.Read(mail) : null,
        };
        root.RefuseOthers();
        return settings;
    }

    private static SignerSettings? Signer(YamlSection section)
    {
        var (program, key) = (section.Text("program"), section.Text("public-key"));
        foreach (var missing in new[] { "program", "public-key" }.Where(name => !section.Has(name)))
            section.Fault($"signer needs {missing}");
        section.RefuseOthers();
        return program is not null && key is not null ? new SignerSettings(program, key) : null;
    }

    private static List<Source> Sources(YamlSection root, IReadOnlyList<string> listeners)
    {
        var sources = new List<Source>();
        foreach (var section in root.Sections("sources"))
        {
            var id = section.Value("id", text => Identifier.IsValid(text) && !ReservedSources.IsReserved(text) ? text : null, Identifier.Allowed + ", not beginning with unregistered. or yagura.");
            var source = new Source
            {
                Id = id ?? "",
                Match = section.Section("match") is { } match ? Match(match, listeners) : new SourceMatch(),
                Decoder = section.Text("decoder"),
                TimeZone = section.Value("time-zone", text => TimeZoneInfo.TryFindSystemTimeZoneById(text, out _) ? text : null, "an IANA zone, for example Asia/Tokyo") ?? "Asia/Tokyo",
                Counts = section.Flag("counts"),
                Relay = section.Flag("relay"),
                Cadence = section.Value("cadence", Durations.Read, Durations.Allowed) is { } cadence ? cadence.Length : null,
                RateBytes = section.Value("rate", ByteRates.Read, ByteRates.Allowed)?.PerSecond,
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

    private static SourceMatch Match(YamlSection section, IReadOnlyList<string> listeners)
    {
        var match = new SourceMatch
        {
            Listener = section.Value("listener", text => listeners.Contains(text) ? text : null, string.Join(", ", listeners)),
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
