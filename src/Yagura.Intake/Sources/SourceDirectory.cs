using System.Net;
using Yagura.Events;

namespace Yagura.Intake.Sources;

/// <summary>Says who sent a record, from the registered sources (CUSTODY 2). Thread-safe; replaced as a whole at a reload.</summary>
/// <remarks>
/// The most specific peer network wins, then a source that names the listener, then the order of declaration. A host in the
/// header counts only behind a declared relay: mapped by <c>match: {via, host}</c>, else it is an unregistered sender of that
/// name. A relay's line without a readable host is the relay's own.
/// </remarks>
public sealed class SourceDirectory
{
    private readonly UnregisteredNames _unregistered;
    private volatile SourceTable _table;

    /// <summary>A directory of these sources.</summary>
    public SourceDirectory(IReadOnlyList<Source> sources, IntakeLimits limits)
    {
        _unregistered = new UnregisteredNames(limits);
        _table = new SourceTable(sources, version: 1);
    }

    /// <summary>Grows with each <see cref="Replace"/>: who keeps a <see cref="Sender"/> asks again when it has changed.</summary>
    public int Version => _table.Version;

    /// <summary>Replaces all sources.</summary>
    public void Replace(IReadOnlyList<Source> sources) => _table = new SourceTable(sources, _table.Version + 1);

    /// <summary>The sender behind a peer address.</summary>
    /// <param name="listener">The listener's id.</param>
    /// <param name="peer">The peer; an IPv4-mapped IPv6 address is the IPv4 address.</param>
    /// <param name="at">The receive time, whose UTC day counts for unregistered names.</param>
    public Sender Resolve(string listener, IPAddress peer, ReceiveTime at)
    {
        var address = PeerNetworks.Plain(peer);
        return _table.Find(listener, address)
            ?? new Sender(_unregistered.Of(listener, address.ToString(), at), SenderIdentity.Address, Relay: false);
    }

    /// <summary>The sender of one line that came through a relay.</summary>
    /// <param name="relay">What <see cref="Resolve"/> gave for the peer.</param>
    /// <param name="listener">The listener's id.</param>
    /// <param name="peer">The relay's address.</param>
    /// <param name="line">The record's bytes.</param>
    /// <param name="at">The receive time.</param>
    public Sender ResolveRelayed(Sender relay, string listener, IPAddress peer, ReadOnlySpan<byte> line, ReceiveTime at)
    {
        var written = HeaderHost.Read(line);
        if (written.IsEmpty) return relay;
        Span<char> host = stackalloc char[written.Length];
        for (var i = 0; i < host.Length; i++) host[i] = char.ToLowerInvariant((char)written[i]);
        return _table.FindRelayed(relay.Source, host, listener, PeerNetworks.Plain(peer))
            ?? new Sender(_unregistered.Of(listener, host, at), SenderIdentity.HeaderByRelay, Relay: false);
    }

    /// <summary>Whether any registered source has a byte rate of its own.</summary>
    internal bool HasRates => _table.HasRates;

    /// <summary>The byte rate that a registered source was given, in bytes a second; null for none.</summary>
    internal long? RateOf(string source) => _table.RateOf(source);
}
