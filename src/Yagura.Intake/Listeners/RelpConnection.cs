using System.Net;
using System.Net.Sockets;
using Yagura.Events;
using Yagura.Intake.Counting;
using Yagura.Intake.Framing;
using Yagura.Intake.Gate;

namespace Yagura.Intake.Listeners;

/// <summary>One RELP session: open, syslog transactions answered after the sync, close.</summary>
/// <remarks>
/// A syslog transaction is answered with 200 or not at all: librelp takes any answer, 500 too, for the end of the
/// transaction and forgets it (rsyslog issue 841), so a refusal closes the session and the sender sends again.
/// </remarks>
internal sealed class RelpConnection : StreamConnection
{
    private readonly Reception _reception;
    private readonly ListenerCounts _counts;
    private readonly RecordMaker _maker;
    private readonly RelpFramer _framer;
    private readonly RelpAnswers _answers;
    private readonly Socket _socket;
    private readonly Door _door;

    // The records of one read: bounded by ReadBytesMax, cleared after each.
    private readonly List<RawRecord> _records = [];
    private RawRecord? _evidence;
    private volatile bool _refused;
    private bool _opened;
    private TimeSpan _owed;
    private int? _closeAsked;

    internal RelpConnection(string listener, Reception reception, Socket socket, IPEndPoint peer)
    {
        _reception = reception;
        _socket = socket;
        _counts = reception.Counts.Of(listener);
        _maker = new RecordMaker(reception, listener, peer, RecordMaker.NewSession(), reception.Clock.Now());
        _framer = new RelpFramer(reception.Limits);
        _answers = new RelpAnswers(socket, reception.Limits.RelpAnswerBytesMax);
        var window = Math.Min(reception.Limits.RelpWindowRecordsMax, reception.Limits.DoorRecordsMax);
        _door = reception.Gate.Open(new DoorTerms(_counts, reception.Limits.DoorBytesMax, window, SenderKeeps: true), Settled);
    }

    internal override bool MayRest => _opened && !_framer.InFrame;

    internal override async ValueTask<CloseReason?> ReceiveAsync(ReadOnlyMemory<byte> bytes)
    {
        var ended = Split(bytes.Span);
        await PutAsync();
        if (_refused) return CloseReason.SpoolRefused;
        if (ended is null && !await _answers.RoomAsync(_reception.Limits.HalfFrameTimeMax)) return CloseReason.Slow;
        return ended;
    }

    internal override async ValueTask<CloseReason> EndAsync(CloseReason reason)
    {
        if (_framer.InFrame) Reject(RejectReason.HalfFrame);
        if (reason is CloseReason.Broken or CloseReason.Slow || _refused) return _refused ? CloseReason.SpoolRefused : reason;
        var settled = _door.SettledAsync();
        await Task.WhenAny(settled, Task.Delay(_reception.Limits.StopTimeMax));
        if (_closeAsked is { } transaction && settled.IsCompleted && !_refused)
        {
            // Before the answer: the peer's next session must not overtake the end of this one.
            _door.EndedInOrder(_maker.Session);
            _answers.Answer(transaction, "200 OK");
        }
        _answers.Close();
        await _answers.SentAsync(_reception.Limits.StopTimeMax);
        return _refused ? CloseReason.SpoolRefused : reason;
    }

    internal override TimeSpan Owed()
    {
        var owed = _owed;
        _owed = TimeSpan.Zero;
        if (owed > TimeSpan.Zero) _counts.RateWaited();
        return owed;
    }

    public override void Dispose() => _door.Dispose();

    // On the pump's thread, in the order of the session.
    private void Settled(ReadOnlySpan<RawRecord> records, string? refusal)
    {
        if (refusal is not null)
        {
            Abandon();
            return;
        }
        if (_refused) return;
        if (_evidence is not null && ReferenceEquals(records[^1], _evidence)) records = records[..^1];
        _answers.Acknowledge(records);
    }

    private void Abandon()
    {
        _refused = true;
        try
        {
            // Wakes the reader, which then ends the session; what was answered before has been sent or is sent again.
            _socket.Shutdown(SocketShutdown.Receive);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The peer was faster.
        }
    }

    private CloseReason? Split(ReadOnlySpan<byte> bytes)
    {
        var now = _reception.Clock.Now();
        while (true)
        {
            var frame = _framer.Next(ref bytes);
            if (frame.Kind == RelpFrameKind.NeedMore) return null;
            if (frame.Kind == RelpFrameKind.Broken)
            {
                _evidence = _maker.MakeRefused(frame.Bytes, frame.CutFrom, now, frame.Transaction);
                _records.Add(_evidence);
                return frame.Close;
            }
            if (Serve(frame, bytes.Length, now) is { } ended) return ended;
        }
    }

    private CloseReason? Serve(RelpFrame frame, int behind, ReceiveTime now)
    {
        if (!_opened) return Open(frame);
        switch (frame.Command)
        {
            case RelpCommand.Syslog when frame.Transaction > 0:
                _records.Add(_maker.MakeInSlab(frame.Bytes, behind, frame.CutFrom, now, frame.Transaction));
                return null;
            case RelpCommand.Close:
                _closeAsked = frame.Transaction;
                return CloseReason.Peer;
            case RelpCommand.Rsp:
                // Nothing was asked of the peer: there is nothing to answer.
                Reject(RejectReason.RelpCommand);
                return null;
            default:
                Reject(RejectReason.RelpCommand);
                _answers.Answer(frame.Transaction, frame.Command == RelpCommand.Open ? "500 the session is open already" : "500 unknown command; offered: syslog");
                return null;
        }
    }

    private CloseReason? Open(RelpFrame frame)
    {
        var refusal = frame.Command == RelpCommand.Open ? RelpOffers.Refusal(frame.Bytes) : "500 a session begins with open";
        _opened = refusal is null;
        _answers.Answer(frame.Transaction, refusal ?? RelpOffers.Accepted);
        if (_opened) return null;
        Reject(RejectReason.RelpOpen);
        return CloseReason.RelpOpen;
    }

    private void Reject(RejectReason reason)
    {
        _counts.Framed(1);
        _counts.Rejected(reason, 1);
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
