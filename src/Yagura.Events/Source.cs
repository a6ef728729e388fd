using System.Net;

namespace Yagura.Events;

/// <summary>A registered sender of logs, as the configuration declares it.</summary>
public sealed record Source
{
    /// <summary>The id under which its records are counted.</summary>
    public required string Id { get; init; }

    /// <summary>What identifies it.</summary>
    public required SourceMatch Match { get; init; }

    /// <summary>Decoder hint <c>vendor/product</c>; null to recognise each line by itself.</summary>
    public string? Decoder { get; init; }

    /// <summary>IANA zone for lines that carry none.</summary>
    public string TimeZone { get; init; } = "Asia/Tokyo";

    /// <summary>Whether the contract's coverage counts it.</summary>
    public bool Counts { get; init; }

    /// <summary>Whether it is a relay, whose header host names are believed.</summary>
    public bool Relay { get; init; }

    /// <summary>Bytes a second that it may send through one listener, 256 a record beside its payload; null for the listener's own rule.</summary>
    public long? RateBytes { get; init; }

    /// <summary>The longest silence that is normal; null to learn it.</summary>
    public TimeSpan? Cadence { get; init; }
}

/// <summary>All members that are set must hold. Never reverse DNS (CUSTODY 2).</summary>
public sealed record SourceMatch
{
    /// <summary>Listener id; null for any.</summary>
    public string? Listener { get; init; }

    /// <summary>Peer network; null for any.</summary>
    public IPNetwork? Peer { get; init; }

    /// <summary>Id of the relay it comes through; null for a direct sender.</summary>
    public string? Via { get; init; }

    /// <summary>Host named in the header; only with <see cref="Via"/>.</summary>
    public string? Host { get; init; }
}
