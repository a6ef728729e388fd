namespace Yagura.Demo;

/// <summary>A clock that stands where it is put: the recorded days of the demo run through the real pipeline under it.</summary>
internal sealed class ShiftedTime(DateTimeOffset begin) : TimeProvider
{
    private DateTimeOffset now = begin;

    /// <summary>Moves the clock on; it never goes back.</summary>
    public void MoveTo(DateTimeOffset instant) => now = instant > now ? instant : now;

    public override DateTimeOffset GetUtcNow() => now.ToUniversalTime();

    public override long GetTimestamp() => now.UtcTicks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;
}
