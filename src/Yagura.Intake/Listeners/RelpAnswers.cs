using System.Buffers;
using System.Buffers.Text;
using System.Net.Sockets;
using System.Text;

namespace Yagura.Intake.Listeners;

/// <summary>The answers of one RELP session on their way out: written by the pump's and the reader's thread, sent by one sender at a time.</summary>
internal sealed class RelpAnswers(Socket socket, int bytesMax)
{
    private readonly Lock _lock = new();

    // Bounded by the window (the reader waits above bytesMax): at most window × 24 bytes + bytesMax. Swapped by the sender.
    private ArrayBufferWriter<byte> _pending = new(256);
    private ArrayBufferWriter<byte> _outgoing = new(256);
    private bool _sending;
    private bool _broken;
    private TaskCompletionSource? _sent;

    /// <summary>Whether the peer takes no answers any more.</summary>
    internal bool Broken
    {
        get { lock (_lock) return _broken; }
    }

    /// <summary>Adds <c>TXNR rsp 6 200 OK</c> for each transaction.</summary>
    internal void Acknowledge(ReadOnlySpan<Events.RawRecord> records)
    {
        lock (_lock)
        {
            foreach (var record in records)
            {
                var span = _pending.GetSpan(32);
                Utf8Formatter.TryFormat(record.Transaction, span, out var length);
                " rsp 6 200 OK\n"u8.CopyTo(span[length..]);
                _pending.Advance(length + 14);
            }
            Kick();
        }
    }

    /// <summary>Adds an answer of any text.</summary>
    internal void Answer(int transaction, string text) => Add($"{transaction} rsp {Encoding.UTF8.GetByteCount(text)} {text}\n");

    /// <summary>Adds the hint that the server closes.</summary>
    internal void Close() => Add("0 serverclose 0\n");

    /// <summary>Returns once no more than the allowed bytes wait. False: the peer did not take them in time.</summary>
    internal ValueTask<bool> RoomAsync(TimeSpan patience)
    {
        lock (_lock)
        {
            if (_broken || _pending.WrittenCount <= bytesMax) return new(result: true);
        }
        return SentAsync(patience);
    }

    /// <summary>Returns when everything is sent or the peer is gone. False: the peer did not take it in time.</summary>
    internal async ValueTask<bool> SentAsync(TimeSpan patience)
    {
        Task sent;
        lock (_lock)
        {
            if (_broken || (!_sending && _pending.WrittenCount == 0)) return true;
            _sent ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            sent = _sent.Task;
        }
        return await Task.WhenAny(sent, Task.Delay(patience)) == sent;
    }

    private void Add(string text)
    {
        lock (_lock)
        {
            _pending.Write(Encoding.UTF8.GetBytes(text));
            Kick();
        }
    }

    private void Kick()
    {
        if (_broken) _pending.ResetWrittenCount();
        if (_sending || _pending.WrittenCount == 0) return;
        _sending = true;
        _ = Task.Run(SendAsync);
    }

    private async Task SendAsync()
    {
        while (Swap())
        {
            try
            {
                var left = _outgoing.WrittenMemory;
                while (!left.IsEmpty) left = left[await socket.SendAsync(left, SocketFlags.None)..];
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                lock (_lock) _broken = true;
            }
            _outgoing.ResetWrittenCount();
        }
    }

    private bool Swap()
    {
        lock (_lock)
        {
            if (_broken) _pending.ResetWrittenCount();
            if (_pending.WrittenCount > 0)
            {
                (_pending, _outgoing) = (_outgoing, _pending);
                return true;
            }
            _sending = false;
            _sent?.TrySetResult();
            _sent = null;
            return false;
        }
    }
}
