using Yagura.Events;

namespace Yagura.Archive.Seal;

/// <summary>Where periods are cut: at 5-minute boundaries of UTC.</summary>
internal static class SealPeriods
{
    /// <summary>Length of a whole period in ticks.</summary>
    public const long Ticks = 5 * TimeSpan.TicksPerMinute;

    /// <summary>The boundary at or before a time.</summary>
    public static ReceiveTime Floor(ReceiveTime time) => new(time.UtcTicks - (time.UtcTicks % Ticks));

    /// <summary>The first boundary after a time.</summary>
    public static ReceiveTime Next(ReceiveTime time) => new(Floor(time).UtcTicks + Ticks);

    /// <summary>The instant after a time: the earliest at which another batch can have been committed.</summary>
    public static ReceiveTime After(ReceiveTime time) => new(time.UtcTicks + 1);
}
