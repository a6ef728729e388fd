namespace Yagura.Demo;

/// <summary>The demo's clock: it stands where it is put while the recorded days run, then goes over into the real one, without a gap.</summary>
internal sealed class DemoTime(TimeProvider real, DateTimeOffset begin) : TimeProvider
{
    private DateTimeOffset now = begin.ToUniversalTime();
    private volatile bool live;

    /// <summary>What the machine's clock says.</summary>
    public DateTimeOffset Real => real.GetUtcNow();

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Moves the clock on; it never goes back.</summary>
    public void MoveTo(DateTimeOffset instant) => now = instant > now ? instant.ToUniversalTime() : now;

    /// <summary>From here on it is the machine's clock.</summary>
    public void GoLive() => live = true;

    public override DateTimeOffset GetUtcNow() => live ? real.GetUtcNow() : now;

    public override long GetTimestamp() => GetUtcNow().UtcTicks;
}
