namespace Yagura.Intake.Framing;

/// <summary>Syslog over a stream (RFC 6587): newline and octet counting, told apart frame by frame.</summary>
/// <remarks>
/// Total: every byte sequence gives frames, and every byte but line ends, counts and what a cut names is in one of them.
/// A frame that begins with <c>digits SP &lt;</c> is counted, any other ends at LF. When the byte after a counted frame
/// cannot begin a frame, the count was wrong: the bytes up to the next <c>digits SP &lt;</c> or LF are kept as a record of
/// their own and the framer is in step again. CR and NUL are data and stay in the record; whether a CR before LF belonged
/// to the text cannot be known, decoders pass over it. A line that is empty or a lone CR is an empty frame.
/// </remarks>
internal sealed class SyslogFramer
{
    private const byte LineEnd = (byte)'\n';

    private readonly IntakeLimits _limits;
    private readonly bool _counting;
    private readonly FrameBuffer _frame;
    private readonly CountPrefix _prefix;
    private State _state = State.Start;
    private bool _afterCounted;
    private int _announced;
    private int _left;
    private bool _clearBeforeNext;

    /// <summary>A framer for one connection. <paramref name="counting"/> false: newline framing only, for files.</summary>
    internal SyslogFramer(IntakeLimits limits, bool counting)
    {
        _limits = limits;
        _counting = counting;
        _frame = new FrameBuffer(limits.LineBytesMax, limits.CutHeadBytes);
        _prefix = new CountPrefix(limits.AnnouncedBytesMax);
    }

    private enum State
    {
        Start,
        Prefix,
        Line,
        Counted,
        Resync,
    }

    /// <summary>Whether a frame is under way.</summary>
    internal bool InFrame => _state != State.Start;

    /// <summary>The next frame; takes from <paramref name="input"/> what it used.</summary>
    internal Frame Next(scoped ref ReadOnlySpan<byte> input)
    {
        if (_clearBeforeNext) Restart();
        while (!input.IsEmpty)
        {
            switch (_state)
            {
                case State.Start:
                    if (Begin(input[0])) input = input[1..];
                    break;
                case State.Prefix:
                    Prefix(ref input);
                    break;
                case State.Line:
                    return Line(ref input);
                case State.Counted:
                    return Counted(ref input);
                default:
                    if (Resync(ref input)) return Finish(wrongCount: true);
                    break;
            }
        }
        return default;
    }

    /// <summary>What is under way when the connection ends. In a line that ended in good order nothing is missing but the line end.</summary>
    internal Frame End(bool orderly)
    {
        if (_clearBeforeNext) Restart();
        if (!InFrame) return default;
        _frame.Append(_prefix.Bytes);
        _prefix.Clear();
        var missing = _state == State.Counted ? _announced : orderly ? 0 : _frame.Length + 1;
        var wrong = _state == State.Resync;
        _state = State.Start;
        _clearBeforeNext = true;
        if (_frame.Length == 0 && missing == 0) return default;
        return new Frame(FrameKind.Record, _frame.Kept, Math.Max(_frame.CutFrom, missing)) { Unterminated = true, WrongCount = wrong };
    }

    // True when the byte is to be passed over: a line end that a sender puts behind its counted frames.
    private bool Begin(byte first)
    {
        if (_counting && CountPrefix.CanBegin(first)) _state = State.Prefix;
        else if (_afterCounted && first == LineEnd) return true;
        else _state = _afterCounted && first != (byte)'<' ? State.Resync : State.Line;
        return false;
    }

    private void Prefix(ref ReadOnlySpan<byte> input)
    {
        while (!input.IsEmpty)
        {
            var verdict = _prefix.Offer(input[0]);
            if (verdict == CountPrefix.Verdict.More)
            {
                input = input[1..];
                continue;
            }
            if (verdict == CountPrefix.Verdict.Complete) BeginCounted();
            else BeginText();
            return;
        }
    }

    private void BeginCounted()
    {
        _announced = _prefix.Count;
        _left = _announced;
        _prefix.Clear();
        _state = State.Counted;
    }

    private void BeginText()
    {
        _frame.Append(_prefix.Bytes);
        _prefix.Clear();
        _state = _afterCounted ? State.Resync : State.Line;
    }

    private Frame Line(scoped ref ReadOnlySpan<byte> input)
    {
        var end = input.IndexOf(LineEnd);
        if (end < 0)
        {
            _frame.Append(input);
            input = default;
            return default;
        }
        var line = input[..end];
        input = input[(end + 1)..];
        _afterCounted = false;
        if (_frame.Length == 0 && line.Length <= _limits.LineBytesMax)
        {
            _state = State.Start;
            return IsEmpty(line) ? new Frame(FrameKind.Empty, default, 0) : new Frame(FrameKind.Record, line, 0);
        }
        _frame.Append(line);
        return Finish(wrongCount: false);
    }

    private Frame Counted(scoped ref ReadOnlySpan<byte> input)
    {
        var here = input[..Math.Min(_left, input.Length)];
        input = input[here.Length..];
        _left -= here.Length;
        if (_left > 0)
        {
            _frame.Append(here);
            return default;
        }
        _afterCounted = true;
        if (_frame.Length == 0 && here.Length <= _limits.LineBytesMax)
        {
            _state = State.Start;
            return new Frame(FrameKind.Record, here, 0);
        }
        _frame.Append(here);
        return Finish(wrongCount: false);
    }

    // True when the bytes that no count covers are complete.
    private bool Resync(ref ReadOnlySpan<byte> input)
    {
        while (!input.IsEmpty)
        {
            var verdict = _prefix.Offer(input[0]);
            if (verdict == CountPrefix.Verdict.More)
            {
                input = input[1..];
                continue;
            }
            if (verdict == CountPrefix.Verdict.Complete) return true;
            if (_prefix.Bytes.Length > 0)
            {
                // The byte that broke the prefix may begin the next one: it is offered again.
                _frame.Append(_prefix.Bytes);
                _prefix.Clear();
                continue;
            }
            var end = input[0] == LineEnd;
            if (!end) _frame.Append(input[..1]);
            input = input[1..];
            if (end) return true;
        }
        return false;
    }

    private Frame Finish(bool wrongCount)
    {
        _state = State.Start;
        _clearBeforeNext = true;
        if (IsEmpty(_frame.Kept)) return new Frame(FrameKind.Empty, default, 0);
        return new Frame(FrameKind.Record, _frame.Kept, _frame.CutFrom) { WrongCount = wrongCount };
    }

    private void Restart()
    {
        _frame.Clear();
        _clearBeforeNext = false;
        // A resynchronisation ended at a count, which is already read.
        if (_prefix.Bytes.Length > 0) BeginCounted();
    }

    private static bool IsEmpty(ReadOnlySpan<byte> line) => line.IsEmpty || (line.Length == 1 && line[0] == (byte)'\r');
}
