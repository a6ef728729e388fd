namespace Yagura.Detection.Indicators;

/// <summary>What an indicator is.</summary>
public enum IndicatorKind : byte
{
    /// <summary>Not said: to be recognised by its value.</summary>
    Unknown = 0,

    /// <summary>One IP address.</summary>
    Address = 1,

    /// <summary>A block of addresses (CIDR).</summary>
    Network = 2,

    /// <summary>A domain and everything below it.</summary>
    Domain = 3,

    /// <summary>One URL.</summary>
    Url = 4,

    /// <summary>The hash of a file: MD5, SHA-1, SHA-256 or SHA-512.</summary>
    Hash = 5,

    /// <summary>A mail address.</summary>
    Mail = 6,
}

/// <summary>The kinds as files and pages write them.</summary>
public static class IndicatorKinds
{
    /// <summary>Every kind, in the order in which they are listed.</summary>
    public static IReadOnlyList<IndicatorKind> All { get; } = [IndicatorKind.Address, IndicatorKind.Network, IndicatorKind.Domain, IndicatorKind.Url, IndicatorKind.Hash, IndicatorKind.Mail];

    /// <summary>The word for a kind.</summary>
    public static string Name(IndicatorKind kind) => kind switch
    {
        IndicatorKind.Address => "ip",
        IndicatorKind.Network => "cidr",
        IndicatorKind.Domain => "domain",
        IndicatorKind.Url => "url",
        IndicatorKind.Hash => "hash",
        IndicatorKind.Mail => "mail",
        _ => "unknown",
    };

    /// <summary>The kind that a word names, <see cref="IndicatorKind.Unknown"/> for none: <c>ip</c> stands for blocks too.</summary>
    public static IndicatorKind Read(string word) => word.Trim().ToLowerInvariant() switch
    {
        "ip" or "ipv4" or "ipv6" or "address" or "ip-src" or "ip-dst" => IndicatorKind.Address,
        "cidr" or "network" or "range" => IndicatorKind.Network,
        "domain" or "hostname" or "fqdn" or "host" => IndicatorKind.Domain,
        "url" or "uri" => IndicatorKind.Url,
        "hash" or "md5" or "sha1" or "sha-1" or "sha256" or "sha-256" or "sha512" or "sha-512" => IndicatorKind.Hash,
        "mail" or "email" or "email-src" or "email-dst" or "email-addr" => IndicatorKind.Mail,
        _ => IndicatorKind.Unknown,
    };
}
