using System.Net;
using Yagura.Events;
using Yagura.Intake.Counting;
using Yagura.Intake.Framing;
using Yagura.Intake.Gate;

namespace Yagura.Intake.Listeners;

/// <summary>One peer that sends syslog over TCP: nothing is answered, a full door is not read from.</summary>
internal sealed class SyslogTcpConnection : StreamConnection
{
    private readonly Reception _reception;
    private readonly ListenerCounts _counts;
    private readonly RecordMaker _maker;
    private readonly SyslogFramer _framer;
    private readonly Door _door;

    // The records of one read: bounded by ReadBytesMax, cleared after each.
    private readonly List<RawRecord> _records = [];
    private long _position;
    private TimeSpan _owed;

    internal SyslogTcpConnection(string listener, Reception reception, IPEndPoint peer)
    {
        _reception = reception;
        _counts = reception.Counts.Of(listener);
        _maker = new RecordMaker(reception, listener, peer, RecordMaker.NewSession(), reception.Clock.Now());
        _framer = new SyslogFramer(reception.Limits, counting: true);
        _door = reception.Gate.Open(new DoorTerms(_counts, reception.Limits.DoorBytesMax, reception.Limits.DoorRecordsMax, SenderKeeps: false), settled: null);
    }

    internal override bool MayRest => !_framer.InFrame;

    internal override async ValueTask<CloseReason?> ReceiveAsync(ReadOnlyMemory<byte> bytes)
    {
        Split(bytes.Span);
        await PutAsync();
        return null;
    }

    internal override async ValueTask<CloseReason> EndAsync(CloseReason reason)
    {
        var left = _framer.End(orderly: reason is CloseReason.Peer);
        if (left.Kind == FrameKind.Record) Add(left, behind: 0, _reception.Clock.Now());
        await PutAsync();
        if (reason is CloseReason.Peer) _door.EndedInOrder(_maker.Session);
        return reason;
    }

    internal override TimeSpan Owed()
    {
        var owed = _owed;
        _owed = TimeSpan.Zero;
        if (owed > TimeSpan.Zero) _counts.RateWaited();
        return owed;
    }

    public override void Dispose() => _door.Dispose();

    private void Split(ReadOnlySpan<byte> bytes)
    {
        var now = _reception.Clock.Now();
        long empty = 0;
        while (true)
        {
            var frame = _framer.Next(ref bytes);
            if (frame.Kind == FrameKind.Record) Add(frame, bytes.Length, now);
            else if (frame.Kind == FrameKind.Empty) empty++;
            else break;
        }
        if (empty == 0) return;
        _counts.Framed(empty);
        _counts.Rejected(RejectReason.Empty, empty);
    }

    private void Add(Frame frame, int behind, ReceiveTime now)
    {
        if (frame.WrongCount) _counts.WrongCount();
        if (frame.Unterminated) _counts.Unterminated();
        _records.Add(_maker.MakeInSlab(frame.Bytes, behind, frame.CutFrom, now, ++_position));
    }

    private async ValueTask PutAsync()
    {
        if (_records.Count == 0) return;
        var admitted = await _door.PutAsync(_records, CancellationToken.None);
        var owed = _reception.Rates.Charge(_records);
        if (owed > _owed) _owed = owed;
        _reception.Count(_counts, _records, admitted, RejectReason.GateClosed);
        _records.Clear();
    }
}
