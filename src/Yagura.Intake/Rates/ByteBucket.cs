namespace Yagura.Intake.Rates;

/// <summary>A rate in bytes a second with a burst: what was not used is saved up to the burst, what was used beyond it is owed.</summary>
/// <remarks>Guarded by the lock of its <see cref="ListenerRates"/>.</remarks>
internal sealed class ByteBucket(long bytesPerSecond, long burstBytes, TimeProvider time)
{
    private double _free = burstBytes;
    private long _at = time.GetTimestamp();

    /// <summary>Takes the bytes if they are there; a refusal costs nothing.</summary>
    internal bool TryTake(long bytes)
    {
        Refill();
        if (_free < bytes) return false;
        _free -= bytes;
        return true;
    }

    /// <summary>Takes the bytes in any case; how long to wait until nothing is owed.</summary>
    internal TimeSpan Charge(long bytes)
    {
        Refill();
        _free -= bytes;
        return _free >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-_free / bytesPerSecond);
    }

    /// <summary>Gives back what was taken for nothing: another bucket refused.</summary>
    internal void GiveBack(long bytes) => _free = Math.Min(burstBytes, _free + bytes);

    private void Refill()
    {
        var now = time.GetTimestamp();
        _free = Math.Min(burstBytes, _free + time.GetElapsedTime(_at, now).TotalSeconds * bytesPerSecond);
        _at = now;
    }
}
