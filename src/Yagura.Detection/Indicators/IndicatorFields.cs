using System.Collections.Immutable;

namespace Yagura.Detection.Indicators;

/// <summary>The fields of an event that indicators are looked for in (ECS), and how each is read.</summary>
internal static class IndicatorFields
{
    /// <summary>The fields, in the order in which they are looked at.</summary>
    public static ImmutableArray<IndicatorField> All { get; } =
    [
        .. Of(FieldReading.Address, "source.ip", "destination.ip", "client.ip", "server.ip", "source.nat.ip", "destination.nat.ip", "network.forwarded_ip", "dns.resolved_ip"),
        .. Of(FieldReading.Host, "dns.question.name", "dns.answers.data", "dns.answers.name", "source.domain", "destination.domain", "client.domain", "server.domain", "tls.client.server_name"),
        .. Of(FieldReading.Url, "url.full", "url.original"),
        .. Of(FieldReading.Host, "url.domain"),
        .. Of(FieldReading.Hash, [.. Hashes("file"), .. Hashes("process"), .. Hashes("process.parent"), .. Hashes("dll"), .. Hashes("email.attachments.file"), "file.hash", "tls.server.hash.sha1", "tls.server.hash.sha256"]),
        .. Of(FieldReading.Mail, "email.from.address", "email.sender.address", "email.reply_to.address", "email.to.address", "email.cc.address", "email.bcc.address", "user.email"),
        // Last: what a sentence only mentions is told under a field that says more, when one holds it too.
        .. Of(FieldReading.Address, "related.ip"),
        .. Of(FieldReading.Host, "related.hosts"),
    ];

    /// <summary>The pieces of a URL that a web server's line has apart.</summary>
    public static ImmutableArray<string> Pieces { get; } = ["url.domain", "url.path", "url.query"];

    /// <summary>Every name, for the event's layout.</summary>
    public static IEnumerable<string> Names => All.Select(one => one.Name).Concat(Pieces).Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> Hashes(string of) => new[] { "md5", "sha1", "sha256", "sha512" }.Select(name => $"{of}.hash.{name}");

    private static IEnumerable<IndicatorField> Of(FieldReading reading, params string[] names) => names.Select(name => new IndicatorField(name, reading));
}

/// <summary>A field that indicators are looked for in.</summary>
/// <param name="Name">ECS name.</param>
/// <param name="Reading">How it is read.</param>
internal sealed record IndicatorField(string Name, FieldReading Reading);

/// <summary>How the values of a field are read.</summary>
internal enum FieldReading
{
    /// <summary>An address.</summary>
    Address,

    /// <summary>A name, or an address.</summary>
    Host,

    /// <summary>A URL.</summary>
    Url,

    /// <summary>A file's hash.</summary>
    Hash,

    /// <summary>A mail address.</summary>
    Mail,
}
