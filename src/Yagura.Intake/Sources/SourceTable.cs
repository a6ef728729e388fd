using System.Net;
using Yagura.Events;

namespace Yagura.Intake.Sources;

/// <summary>One immutable state of the directory. All collections are bounded by the configured sources.</summary>
internal sealed class SourceTable
{
    private readonly Dictionary<IPAddress, List<Row>> _hosts = [];
    private readonly List<Row> _networks = [];
    private readonly Dictionary<string, Dictionary<string, List<Row>>> _relayed = [];
    private readonly Dictionary<string, long> _rates = new(StringComparer.Ordinal);

    internal SourceTable(IReadOnlyList<Source> sources, int version)
    {
        Version = version;
        foreach (var row in Ranked(sources)) Add(row);
        foreach (var source in sources)
            if (source.RateBytes is { } rate) _rates[source.Id] = rate;
    }

    internal int Version { get; }

    internal bool HasRates => _rates.Count > 0;

    internal long? RateOf(string source) => _rates.TryGetValue(source, out var rate) ? rate : null;

    internal Sender? Find(string listener, IPAddress peer)
    {
        if (_hosts.TryGetValue(peer, out var rows) && First(rows, listener, peer) is { } host) return host;
        return First(_networks, listener, peer);
    }

    internal Sender? FindRelayed(string relay, ReadOnlySpan<char> host, string listener, IPAddress peer)
    {
        if (!_relayed.TryGetValue(relay, out var hosts)) return null;
        return hosts.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(host, out var rows) ? First(rows, listener, peer) : null;
    }

    private static IEnumerable<Row> Ranked(IReadOnlyList<Source> sources) =>
        sources.Select(s => new Row(s.Match.Listener, s.Match.Peer is { } peer ? PeerNetworks.Plain(peer) : null, s))
            .OrderByDescending(r => r.Peer?.PrefixLength ?? -1)
            .ThenByDescending(r => r.Listener is not null);

    private void Add(Row row)
    {
        var match = row.Source.Match;
        if (match.Via is not null)
        {
            if (match.Host is null) return;
            if (!_relayed.TryGetValue(match.Via, out var hosts)) _relayed[match.Via] = hosts = [];
            Into(hosts, match.Host.ToLowerInvariant(), row);
        }
        else if (row.Peer is { } peer && peer.PrefixLength == peer.BaseAddress.GetAddressBytes().Length * 8)
        {
            Into(_hosts, peer.BaseAddress, row);
        }
        else
        {
            _networks.Add(row);
        }
    }

    private static void Into<TKey>(Dictionary<TKey, List<Row>> rows, TKey key, Row row)
        where TKey : notnull
    {
        if (!rows.TryGetValue(key, out var list)) rows[key] = list = [];
        list.Add(row);
    }

    private static Sender? First(List<Row> rows, string listener, IPAddress peer)
    {
        foreach (var row in rows)
        {
            if (row.Listener is not null && row.Listener != listener) continue;
            if (row.Peer is { } network && !network.Contains(peer)) continue;
            return row.Sender;
        }
        return null;
    }

    private sealed record Row(string? Listener, IPNetwork? Peer, Source Source)
    {
        internal Sender Sender { get; } = new(
            Source.Id,
            Source.Match.Via is not null ? SenderIdentity.HeaderByRelay : Peer is not null ? SenderIdentity.Address : SenderIdentity.None,
            Source.Relay);
    }
}
