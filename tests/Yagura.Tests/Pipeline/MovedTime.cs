namespace Yagura.Tests.Pipeline;

/// <summary>A clock that stands where a test puts it, its monotonic side included.</summary>
internal sealed class MovedTime(DateTimeOffset begin) : TimeProvider
{
    private DateTimeOffset now = begin;

    public void MoveTo(DateTimeOffset instant) => now = instant > now ? instant : now;

    public override DateTimeOffset GetUtcNow() => now.ToUniversalTime();

    public override long GetTimestamp() => now.UtcTicks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;
}
