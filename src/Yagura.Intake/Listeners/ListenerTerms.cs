using System.Net;
using Yagura.Intake.Sources;

namespace Yagura.Intake.Listeners;

/// <summary>What one listener takes, from whom and how fast. A member that is null leaves <see cref="IntakeLimits"/> as it is.</summary>
public sealed record ListenerTerms
{
    /// <summary>The lowest rate, in bytes a second: below it one record of the longest line would block its sender for minutes.</summary>
    public const long RateBytesMin = 64 * 1024;

    /// <summary>Everything from everybody, as fast as the spool takes it.</summary>
    public static ListenerTerms Open { get; } = new();

    /// <summary>Peers that may send; null for all.</summary>
    public IReadOnlyList<IPNetwork>? Allow
    {
        get;
        init => field = value is null ? null : [.. value.Select(PeerNetworks.Plain)];
    }

    /// <summary>Bytes a second of the whole listener; null for no limit.</summary>
    public long? RateBytes { get; init; }

    /// <summary>Bytes a second of each source that has no rate of its own; null for no limit.</summary>
    public long? SourceRateBytes { get; init; }

    /// <summary>The longest line that is kept whole, in bytes.</summary>
    public int? LineBytesMax { get; init; }

    /// <summary>Open connections.</summary>
    public int? ConnectionsMax { get; init; }

    /// <summary>Open connections of one peer address.</summary>
    public int? ConnectionsPerPeerMax { get; init; }

    /// <summary>The receive buffer asked of the kernel for a UDP socket, in bytes.</summary>
    public int? UdpBufferBytes { get; init; }

    internal bool Allows(IPAddress peer)
    {
        if (Allow is null) return true;
        var address = PeerNetworks.Plain(peer);
        foreach (var network in Allow)
            if (network.Contains(address)) return true;
        return false;
    }

    internal IntakeLimits Within(IntakeLimits limits) => (limits with
    {
        LineBytesMax = LineBytesMax ?? limits.LineBytesMax,
        ConnectionsMax = ConnectionsMax ?? limits.ConnectionsMax,
        ConnectionsPerPeerMax = ConnectionsPerPeerMax ?? limits.ConnectionsPerPeerMax,
        UdpBufferBytes = UdpBufferBytes ?? limits.UdpBufferBytes,
    }).Checked();
}
