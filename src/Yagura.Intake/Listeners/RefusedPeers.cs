using System.Net;
using System.Net.Sockets;
using Yagura.Events;
using Yagura.Intake.Counting;
using Yagura.Intake.Gate;

namespace Yagura.Intake.Listeners;

/// <summary>Input of peers that the listener does not allow: counted, sealed as a loss of its sender, and its head kept as evidence (CUSTODY 2).</summary>
/// <remarks>
/// The heads stand under <see cref="ReservedSources.Refused"/>, so that nobody's log gets lines that were refused. A flood
/// is bounded: <see cref="IntakeLimits.RefusedHeadsPerMinute"/> heads, the rest is counted (docs/adr/0004). One caller at a time.
/// </remarks>
internal sealed class RefusedPeers : IDisposable
{
    private readonly string _id;
    private readonly Reception _reception;
    private readonly ListenerCounts _counts;
    private readonly bool _senderKeeps;
    private readonly Door _door;
    private readonly CancellationTokenSource _stopping = new();
    private long _minute;
    private int _heads;
    private int _reading;

    /// <param name="id">The listener's id.</param>
    /// <param name="reception">The listener's reception.</param>
    /// <param name="senderKeeps">Whether the sender still has what is not acknowledged: a refusal is then no loss.</param>
    internal RefusedPeers(string id, Reception reception, bool senderKeeps)
    {
        (_id, _reception, _senderKeeps) = (id, reception, senderKeeps);
        _counts = reception.Counts.Of(id);
        _door = reception.Gate.Open(new DoorTerms(_counts, reception.Limits.DoorBytesMax, reception.Limits.DoorRecordsMax, SenderKeeps: false), settled: null);
    }

    /// <summary>Refuses a datagram.</summary>
    internal void Datagram(RecordMaker maker, ReadOnlySpan<byte> bytes, ReceiveTime now, long position)
    {
        _counts.NotAllowed();
        _reception.Losses.Add(now, maker.Source, _id, Reasons.NotAllowed, 1);
        if (MayKeep(now))
        {
            var head = bytes[..Math.Min(bytes.Length, _reception.Limits.CutHeadBytes)];
            Keep(maker.MakeNotAllowed(head, head.Length < bytes.Length ? bytes.Length : 0, now, position));
            return;
        }
        _counts.Framed(1);
        _counts.Rejected(RejectReason.NotAllowed, 1);
        _reception.Counts.Of(_id, ReservedSources.Refused).Rejected(1);
    }

    /// <summary>Refuses a connection; takes the socket over and closes it.</summary>
    internal void Connection(Socket socket, IPEndPoint peer)
    {
        var now = _reception.Clock.Now();
        var maker = new RecordMaker(_reception, _id, peer, RecordMaker.NewSession(), now);
        _counts.ConnectionRefused();
        _counts.NotAllowed();
        if (!_senderKeeps) _reception.Losses.Add(now, maker.Source, _id, Reasons.NotAllowed, count: null);
        if (Volatile.Read(ref _reading) >= _reception.Limits.RefusedConnectionsMax || !MayKeep(now))
        {
            socket.Close(timeout: 0);
            return;
        }
        Interlocked.Increment(ref _reading);
        _ = Task.Run(() => KeepHeadAsync(socket, maker));
    }

    /// <summary>Keeps the heads that came so far and returns when no refused connection is open.</summary>
    internal async Task StopAsync()
    {
        await _stopping.CancelAsync();
        while (Volatile.Read(ref _reading) > 0) await Task.Delay(TimeSpan.FromMilliseconds(5));
    }

    public void Dispose()
    {
        _door.Dispose();
        _stopping.Dispose();
    }

    private async Task KeepHeadAsync(Socket socket, RecordMaker maker)
    {
        try
        {
            var (head, ended) = await ReadHeadAsync(socket);
            // Nobody knows how long it would have been: at least one byte longer, unless the peer ended by itself.
            if (head.Length > 0) Keep(maker.MakeNotAllowed(head.Span, ended ? 0 : head.Length + 1, _reception.Clock.Now(), 1));
        }
        finally
        {
            socket.Close(timeout: 0);
            Interlocked.Decrement(ref _reading);
        }
    }

    private async Task<(ReadOnlyMemory<byte> Head, bool Ended)> ReadHeadAsync(Socket socket)
    {
        var head = new byte[_reception.Limits.CutHeadBytes];
        var length = 0;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        limit.CancelAfter(_reception.Limits.RefusedHeadTimeMax);
        try
        {
            while (length < head.Length)
            {
                var read = await socket.ReceiveAsync(head.AsMemory(length), SocketFlags.None, limit.Token);
                if (read == 0) return (head.AsMemory(0, length), true);
                length += read;
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException)
        {
            // What came until then is the head.
        }
        return (head.AsMemory(0, length), false);
    }

    private void Keep(RawRecord record)
    {
        RawRecord[] records = [record];
        int admitted;
        lock (_door) admitted = _door.TryPut(records);
        _reception.Count(_counts, records, admitted, RejectReason.NotAllowed);
    }

    private bool MayKeep(ReceiveTime now)
    {
        var minute = now.UtcTicks / TimeSpan.TicksPerMinute;
        if (minute != _minute) (_minute, _heads) = (minute, 0);
        return ++_heads <= _reception.Limits.RefusedHeadsPerMinute;
    }
}
