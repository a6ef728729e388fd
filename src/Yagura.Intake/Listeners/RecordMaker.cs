using System.Net;
using System.Security.Cryptography;
using Yagura.Events;
using Yagura.Intake.Sources;

namespace Yagura.Intake.Listeners;

/// <summary>Makes the records of one peer: who it is, is asked once and again only when the directory changed.</summary>
internal sealed class RecordMaker
{
    private static readonly Sender Canary = new(ReservedSources.Canary, SenderIdentity.Token, Relay: false);
    private static readonly Sender NotAllowed = new(ReservedSources.Refused, SenderIdentity.Address, Relay: false);

    private readonly Reception _reception;
    private readonly string _listener;
    private readonly IPAddress _peer;
    private readonly string _peerText;
    private readonly long _session;
    private readonly PayloadSlab _slab = new();
    private Sender _sender;
    private int _version;

    internal RecordMaker(Reception reception, string listener, IPEndPoint peer, long session, ReceiveTime at)
    {
        _reception = reception;
        _listener = listener;
        _peer = PeerNetworks.Plain(peer.Address);
        _peerText = new IPEndPoint(_peer, peer.Port).ToString();
        _session = session;
        _version = reception.Sources.Version;
        _sender = reception.Sources.Resolve(listener, _peer, at);
        Allowed = reception.Terms.Allows(_peer);
    }

    /// <summary>The source of the peer itself.</summary>
    internal string Source => _sender.Source;

    /// <summary>Whether the listener takes records of this peer.</summary>
    internal bool Allowed { get; }

    /// <summary>The session's number, as its records carry it.</summary>
    internal long Session => _session;

    /// <summary>A number for a connection: random, never 0.</summary>
    internal static long NewSession()
    {
        Span<byte> bytes = stackalloc byte[8];
        RandomNumberGenerator.Fill(bytes);
        return Math.Max(1, BitConverter.ToInt64(bytes) & long.MaxValue);
    }

    internal RawRecord Make(ReadOnlySpan<byte> bytes, long cutFrom, ReceiveTime at, long transaction) =>
        Make(SenderOf(bytes, at), bytes.ToArray(), cutFrom, at, transaction);

    /// <summary>The same, its payload in the connection's slab.</summary>
    /// <param name="frame">The record's bytes.</param>
    /// <param name="behind">Bytes of the read behind it.</param>
    /// <param name="cutFrom">Length before it was cut; 0 when it was not.</param>
    /// <param name="at">The receive time.</param>
    /// <param name="transaction">Its number in the session.</param>
    internal RawRecord MakeInSlab(ReadOnlySpan<byte> frame, int behind, long cutFrom, ReceiveTime at, long transaction) =>
        Make(SenderOf(frame, at), _slab.Keep(frame, behind), cutFrom, at, transaction);

    private Sender SenderOf(ReadOnlySpan<byte> bytes, ReceiveTime at)
    {
        if (_reception.Canaries.Takes(_listener, bytes)) return Canary;
        var peer = Peer(at);
        return peer.Relay ? _reception.Sources.ResolveRelayed(peer, _listener, _peer, bytes, at) : peer;
    }

    /// <summary>The head of something that is no record: the peer's own, also when it is a relay, because no header of it can be believed.</summary>
    internal RawRecord MakeRefused(ReadOnlySpan<byte> bytes, long cutFrom, ReceiveTime at, long transaction) => Make(Peer(at), bytes.ToArray(), cutFrom, at, transaction);

    /// <summary>The head of what a peer sent that the listener does not allow.</summary>
    internal RawRecord MakeNotAllowed(ReadOnlySpan<byte> head, long cutFrom, ReceiveTime at, long transaction) => Make(NotAllowed, head.ToArray(), cutFrom, at, transaction);

    private Sender Peer(ReceiveTime at)
    {
        if (_version == _reception.Sources.Version) return _sender;
        _version = _reception.Sources.Version;
        return _sender = _reception.Sources.Resolve(_listener, _peer, at);
    }

    private RawRecord Make(Sender sender, ReadOnlyMemory<byte> payload, long cutFrom, ReceiveTime at, long transaction) =>
        new()
        {
            ReceivedAt = at,
            Source = sender.Source,
            Identity = sender.Identity,
            Via = _listener,
            Peer = _peerText,
            CutFrom = cutFrom,
            Session = _session,
            Transaction = transaction,
            Payload = payload,
        };
}
