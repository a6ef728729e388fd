using Yagura.Events;

namespace Yagura.Intake;

/// <summary>A step of the wall clock of more than a second, or the difference found at a comparison.</summary>
/// <param name="At">Receive time of the comparison.</param>
/// <param name="OffsetSeconds">Wall time less receive time.</param>
public readonly record struct ClockStep(ReceiveTime At, decimal OffsetSeconds);

/// <summary>The receive time: wall clock at the start plus monotonic time, slewed towards the wall clock, never backwards (CUSTODY 2).</summary>
/// <remarks>
/// <see cref="Compare"/> is called about once a second. A difference of up to a second is slewed away at 500 ppm; a larger
/// one is reported once and slewed away at 5 %, because a receive time that jumps would break every cadence and period.
/// Thread-safe; <see cref="Now"/> takes no lock.
/// </remarks>
public sealed class ReceiveClock
{
    private const double SlowSlew = 500e-6;
    private const double FastSlew = 0.05;
    private const long StepTicks = TimeSpan.TicksPerSecond;

    private readonly TimeProvider _time;
    private readonly Lock _comparing = new();
    private volatile Line _line;
    private long _latest;
    private long _lastOffset;

    /// <summary>Begins at the wall time of <paramref name="time"/>.</summary>
    public ReceiveClock(TimeProvider time)
    {
        _time = time;
        _line = new Line(time.GetTimestamp(), time.GetUtcNow().UtcTicks, SlewTicksPerTick: 0, SlewLeft: 0);
    }

    /// <summary>The receive time now; equal to or later than every one given before.</summary>
    public ReceiveTime Now()
    {
        var now = Read(_line);
        var latest = Volatile.Read(ref _latest);
        while (now > latest)
        {
            var seen = Interlocked.CompareExchange(ref _latest, now, latest);
            if (seen == latest) return new ReceiveTime(now);
            latest = seen;
        }
        return new ReceiveTime(latest);
    }

    /// <summary>Compares with the wall clock and sets the slew; a step of more than a second since the last comparison is returned.</summary>
    public ClockStep? Compare()
    {
        lock (_comparing)
        {
            var timestamp = _time.GetTimestamp();
            var receive = Read(_line, timestamp);
            var offset = _time.GetUtcNow().UtcTicks - receive;
            var rate = Math.Abs(offset) > StepTicks ? FastSlew : SlowSlew;
            _line = new Line(timestamp, receive, offset < 0 ? -rate : rate, Math.Abs(offset));
            // Slewing only brings the offset nearer to zero: growth of more than a second is a step.
            var stepped = Math.Abs(offset - _lastOffset) > StepTicks && Math.Abs(offset) > StepTicks;
            _lastOffset = offset;
            return stepped ? new ClockStep(new ReceiveTime(receive), (decimal)offset / TimeSpan.TicksPerSecond) : null;
        }
    }

    private long Read(Line line) => Read(line, _time.GetTimestamp());

    private long Read(Line line, long timestamp)
    {
        var elapsed = Math.Max(0, _time.GetElapsedTime(line.Timestamp, timestamp).Ticks);
        var slewed = Math.Min(line.SlewLeft, (long)(elapsed * Math.Abs(line.SlewTicksPerTick)));
        return line.Ticks + elapsed + (line.SlewTicksPerTick < 0 ? -slewed : slewed);
    }

    private sealed record Line(long Timestamp, long Ticks, double SlewTicksPerTick, long SlewLeft);
}
