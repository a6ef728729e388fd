using Yagura.Intake.Counting;

namespace Yagura.Intake.Framing;

/// <summary>RELP frames: <c>TXNR SP COMMAND SP DATALEN [SP DATA] LF</c>, TXNR and DATALEN up to nine digits, COMMAND up to 32 letters.</summary>
/// <remarks>
/// Total: every byte sequence gives frames and at most one <see cref="RelpFrameKind.Broken"/>, after which all input is passed over.
/// RELP has no resynchronisation; a broken session is closed, and an honest sender repeats what was not acknowledged.
/// </remarks>
internal sealed class RelpFramer
{
    private const int HeaderLengthMax = 9 + 1 + 32 + 1 + 9;
    private const byte Space = (byte)' ';
    private const byte LineEnd = (byte)'\n';

    private readonly IntakeLimits _limits;
    private readonly FrameBuffer _data;

    // The header as it came, for evidence; one byte more for the one that broke it.
    private readonly byte[] _header = new byte[HeaderLengthMax + 1];
    private int _headerLength;
    private State _state = State.Transaction;
    private int _number;
    private int _digits;
    private int _transaction;
    private int _commandFrom;
    private RelpCommand _command;
    private int _length;
    private bool _clearBeforeNext;

    internal RelpFramer(IntakeLimits limits)
    {
        _limits = limits;
        _data = new FrameBuffer(limits.LineBytesMax, limits.CutHeadBytes);
    }

    private enum State
    {
        Transaction,
        Command,
        Length,
        Data,
        Trailer,
        Broken,
    }

    /// <summary>Whether a frame is under way.</summary>
    internal bool InFrame => !_clearBeforeNext && _state != State.Broken && (_state != State.Transaction || _headerLength > 0);

    /// <summary>The next frame; takes from <paramref name="input"/> what it used.</summary>
    internal RelpFrame Next(scoped ref ReadOnlySpan<byte> input)
    {
        if (_clearBeforeNext) Restart();
        while (!input.IsEmpty)
        {
            if (_state == State.Broken)
            {
                input = default;
                break;
            }
            if (_state == State.Data)
            {
                if (FastFrame(ref input, out var frame)) return frame;
                TakeData(ref input);
                continue;
            }
            if (_state == State.Trailer)
            {
                if (input[0] != LineEnd) return Break(CloseReason.RelpTrailer, ref input);
                input = input[1..];
                return Finish(_data.Kept, _data.CutFrom);
            }
            if (!TakeHeader(input[0], out var ended)) return Break(CloseReason.RelpHeader, ref input);
            input = input[1..];
            if (ended) return Finish(default, 0);
        }
        return default;
    }

    // Data and trailer are both here and nothing was kept before: no copy.
    private bool FastFrame(scoped ref ReadOnlySpan<byte> input, out RelpFrame frame)
    {
        frame = default;
        if (_data.Length > 0 || input.Length <= _length || _length > _limits.LineBytesMax || input[_length] != LineEnd) return false;
        var data = input[.._length];
        input = input[(_length + 1)..];
        frame = Finish(data, 0);
        return true;
    }

    private void TakeData(ref ReadOnlySpan<byte> input)
    {
        var here = input[..(int)Math.Min(_length - _data.Length, input.Length)];
        _data.Append(here);
        input = input[here.Length..];
        if (_data.Length == _length) _state = State.Trailer;
    }

    // False when the byte cannot stand here; ended when it was the line end of a frame without data.
    private bool TakeHeader(byte b, out bool ended)
    {
        ended = false;
        _header[_headerLength] = b;
        var taken = _state switch
        {
            State.Transaction => b == Space ? EndTransaction() : TakeDigit(b),
            State.Command => b == Space ? EndCommand() : char.IsAsciiLetter((char)b) && _headerLength - _commandFrom < 32,
            _ => b == Space || b == LineEnd ? EndLength(b, out ended) : TakeDigit(b),
        };
        if (taken) _headerLength++;
        return taken;
    }

    private bool TakeDigit(byte b)
    {
        if (b is < (byte)'0' or > (byte)'9' || _digits == 9) return false;
        _number = _number * 10 + (b - '0');
        _digits++;
        return true;
    }

    private bool EndTransaction()
    {
        if (_digits == 0) return false;
        _transaction = _number;
        _number = _digits = 0;
        _commandFrom = _headerLength + 1;
        _state = State.Command;
        return true;
    }

    private bool EndCommand()
    {
        var name = _header.AsSpan(_commandFrom.._headerLength);
        if (name.IsEmpty) return false;
        _command = name.SequenceEqual("syslog"u8) ? RelpCommand.Syslog
            : name.SequenceEqual("open"u8) ? RelpCommand.Open
            : name.SequenceEqual("close"u8) ? RelpCommand.Close
            : name.SequenceEqual("rsp"u8) ? RelpCommand.Rsp
            : RelpCommand.Other;
        _state = State.Length;
        return true;
    }

    private bool EndLength(byte b, out bool ended)
    {
        ended = b == LineEnd;
        if (_digits == 0 || _number > _limits.AnnouncedBytesMax || (ended && _number > 0)) return false;
        _length = _number;
        _state = _length == 0 ? State.Trailer : State.Data;
        return true;
    }

    private RelpFrame Finish(ReadOnlySpan<byte> bytes, long cutFrom)
    {
        _clearBeforeNext = true;
        return new RelpFrame(RelpFrameKind.Command, _transaction, _command, bytes, cutFrom);
    }

    // The evidence: what came of the frame (its data if there was any, else its header), then what follows, up to the head's length.
    private RelpFrame Break(CloseReason reason, scoped ref ReadOnlySpan<byte> input)
    {
        var come = _state == State.Trailer ? _data.Kept : _header.AsSpan(0, _headerLength);
        var seen = (_state == State.Trailer ? _data.Length : _headerLength) + input.Length;
        var head = new byte[Math.Min(come.Length + input.Length, _limits.CutHeadBytes)];
        var fromBefore = Math.Min(come.Length, head.Length);
        come[..fromBefore].CopyTo(head);
        input[..(head.Length - fromBefore)].CopyTo(head.AsSpan(fromBefore));
        input = default;
        _state = State.Broken;
        _data.Clear();
        return new RelpFrame(RelpFrameKind.Broken, _transaction, _command, head, seen + 1) { Close = reason };
    }

    private void Restart()
    {
        _clearBeforeNext = false;
        _data.Clear();
        _state = State.Transaction;
        _headerLength = _number = _digits = _length = _transaction = 0;
    }
}
