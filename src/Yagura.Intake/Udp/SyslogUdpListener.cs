using System.Net;
using System.Net.Sockets;
using Yagura.Events;
using Yagura.Intake.Counting;
using Yagura.Intake.Gate;
using Yagura.Intake.Listeners;

namespace Yagura.Intake.Udp;

/// <summary>Syslog over UDP: one thread, many datagrams a call, every drop counted.</summary>
/// <remarks>
/// A datagram is a record, byte for byte. What the kernel drops is heard from SO_RXQ_OVFL with the next datagram and from
/// /proc/net/udp every 10 s, so that drops before a silence show too. What the gate has no room for is a counted rejection.
/// </remarks>
public sealed class SyslogUdpListener : IListener
{
    private const int WaitMilliseconds = 200;

    private readonly Reception _reception;
    private readonly Door _door;
    private readonly long _session = RecordMaker.NewSession();
    private readonly DropCount _drops = new();

    // Bounded by UdpPeersMax: full or on a new UTC day, it is emptied.
    private readonly Dictionary<PeerKey, RecordMaker> _peers = [];

    // The records of one call: bounded by UdpDatagramsPerCall, cleared after each.
    private readonly List<RawRecord> _records = [];
    private readonly RefusedPeers _refused;
    private Socket? _socket;
    private Thread? _thread;
    private string? _inode;
    private long _peersDay;
    private long _position;
    private long _nextDropCheck;
    private volatile bool _stopping;

    /// <summary>A listener that has not started.</summary>
    /// <param name="id">Its id, for example <c>syslog-udp</c>.</param>
    /// <param name="endpoint">Where to listen; port 0 for a free one; <c>[::]</c> takes IPv4 too.</param>
    /// <param name="reception">What it shares with the others.</param>
    public SyslogUdpListener(string id, IPEndPoint endpoint, Reception reception)
    {
        Id = id;
        Endpoint = endpoint;
        _reception = reception;
        Counts = reception.Counts.Of(id);
        _door = reception.Gate.Open(new DoorTerms(Counts, reception.Limits.UdpDoorBytesMax, reception.Limits.UdpDoorRecordsMax, SenderKeeps: false), settled: null);
        _refused = new RefusedPeers(id, reception, senderKeeps: false);
    }

    /// <inheritdoc/>
    public string Id { get; }

    /// <inheritdoc/>
    public DoorProtocol Protocol => DoorProtocol.SyslogUdp;

    /// <inheritdoc/>
    public IPEndPoint Endpoint { get; private set; }

    /// <inheritdoc/>
    public ListenerCounts Counts { get; }

    /// <summary>The receive buffer that the kernel gave, in bytes as asked for (the kernel books twice as much); 0 before the start.</summary>
    public int BufferBytes { get; private set; }

    /// <summary>The receive buffer that was asked for, in bytes.</summary>
    public int BufferBytesAsked => _reception.Limits.UdpBufferBytes;

    // For a test of the bound; read while the receiving thread is stopped.
    internal int PeersRemembered => _peers.Count;

    /// <inheritdoc/>
    public void Start()
    {
        var socket = new Socket(Endpoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            if (Endpoint.AddressFamily == AddressFamily.InterNetworkV6) socket.DualMode = true;
            BufferBytes = UdpOptions.Apply(socket, _reception.Limits.UdpBufferBytes, WaitMilliseconds);
            socket.Bind(Endpoint);
        }
        catch (SocketException error)
        {
            socket.Dispose();
            throw ListenerException.From(Id, Endpoint, "udp", error);
        }
        _socket = socket;
        Endpoint = (IPEndPoint)socket.LocalEndPoint!;
        _inode = ProcNetUdp.Inode((int)socket.SafeHandle.DangerousGetHandle());
        _thread = new Thread(Receive) { IsBackground = true, Name = Id };
        _thread.Start();
    }

    /// <inheritdoc/>
    public async Task StopAsync()
    {
        _stopping = true;
        if (_thread is { } thread) await Task.Run(thread.Join);
        _thread = null;
        _socket?.Dispose();
        _door.Dispose();
        await _refused.StopAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _refused.Dispose();
    }

    private void Receive()
    {
        var descriptor = (int)_socket!.SafeHandle.DangerousGetHandle();
        using var ring = new DatagramRing(_reception.Limits.UdpDatagramsPerCall);
        _nextDropCheck = Environment.TickCount64 + (long)_reception.Limits.UdpDropCheckEvery.TotalMilliseconds;
        while (!_stopping)
        {
            Take(ring, ring.Receive(descriptor, wait: true));
            CheckDrops(Environment.TickCount64);
        }
        // A stop: what the kernel has queued is read, for a flood not longer than allowed.
        var until = Environment.TickCount64 + (long)_reception.Limits.StopTimeMax.TotalMilliseconds;
        while (Environment.TickCount64 < until && Take(ring, ring.Receive(descriptor, wait: false)))
        {
        }
        CheckDrops(long.MaxValue);
    }

    private bool Take(DatagramRing ring, int received)
    {
        if (received <= 0)
        {
            // EAGAIN is the timeout. Anything else (ENOBUFS, ENOMEM) passes; a breath keeps it from turning the thread hot.
            if (received is not (0 or -Libc.Eagain or -Libc.Eintr)) Thread.Sleep(10);
            return false;
        }
        var now = _reception.Clock.Now();
        ForgetPeers(now);
        var empty = 0;
        for (var i = 0; i < received; i++)
        {
            var bytes = ring.Datagram(i);
            if (bytes.IsEmpty) empty++;
            else Offer(ring.Peer(i), bytes, now);
        }
        Put(empty);
        if (ring.Drops(received - 1) is { } drops) Dropped(drops, now);
        return true;
    }

    private void Offer(PeerKey peer, ReadOnlySpan<byte> bytes, ReceiveTime now)
    {
        if (!_peers.TryGetValue(peer, out var maker))
        {
            if (_peers.Count >= _reception.Limits.UdpPeersMax) _peers.Clear();
            _peers[peer] = maker = new RecordMaker(_reception, Id, peer.ToEndPoint(), _session, now);
        }
        var record = bytes.Length > _reception.Limits.LineBytesMax
            ? maker.Make(bytes[.._reception.Limits.CutHeadBytes], bytes.Length, now, ++_position)
            : maker.Make(bytes, 0, now, ++_position);
        if (record.Source == ReservedSources.Canary) _records.Add(record);
        else if (!maker.Allowed) _refused.Datagram(maker, bytes, now, _position);
        else if (_reception.Rates.Admits(record)) _records.Add(record);
        else TooFast(record);
    }

    private void TooFast(RawRecord record)
    {
        Counts.Framed(1);
        Counts.Rejected(RejectReason.RateExceeded, 1);
        _reception.Counts.Of(Id, record.Source).Rejected(1);
        _reception.Losses.Add(record.ReceivedAt, record.Source, Id, Reasons.RateExceeded, 1);
    }

    private void ForgetPeers(ReceiveTime now)
    {
        var day = now.UtcTicks / TimeSpan.TicksPerDay;
        if (day == _peersDay) return;
        _peersDay = day;
        _peers.Clear();
    }

    private void Put(int empty)
    {
        var admitted = _door.TryPut(_records);
        _reception.Count(Counts, _records, admitted, RejectReason.DoorFull);
        for (var i = admitted; i < _records.Count; i++) _reception.Losses.Add(_records[i].ReceivedAt, _records[i].Source, Id, Reasons.DoorFull, 1);
        _records.Clear();
        if (empty == 0) return;
        Counts.Framed(empty);
        Counts.Rejected(RejectReason.Empty, empty);
    }

    private void CheckDrops(long tick)
    {
        if (tick < _nextDropCheck || _inode is null) return;
        _nextDropCheck = tick == long.MaxValue ? tick : tick + (long)_reception.Limits.UdpDropCheckEvery.TotalMilliseconds;
        try
        {
            if (ProcNetUdp.Drops(_inode) is { } drops) Dropped(drops, _reception.Clock.Now());
        }
        catch (IOException)
        {
            // Without /proc the control message is the only witness.
        }
    }

    private void Dropped(uint count, ReceiveTime now)
    {
        var more = _drops.Advance(count);
        if (more == 0) return;
        Counts.KernelDropped(more);
        _reception.Losses.Add(now, Id, Id, Reasons.KernelDrop, more);
    }
}
