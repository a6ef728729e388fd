namespace Yagura.ServiceLevel.Calendar;

/// <summary>A contract's time zone: days begin at its midnight, daylight saving included.</summary>
public sealed class Zone
{
    private readonly TimeZoneInfo info;

    // A zone without daylight saving since 2000 (Tokyo) has one offset, which spares a million conversions their search.
    private static readonly DateTimeOffset Settled = new(2000, 1, 2, 0, 0, 0, TimeSpan.Zero);
    private readonly TimeSpan? settledOffset;

    private Zone(TimeZoneInfo info)
    {
        this.info = info;
        if (info.GetAdjustmentRules().All(rule => rule.DateEnd.Year < 2000 || (rule.DaylightDelta == TimeSpan.Zero && rule.BaseUtcOffsetDelta == TimeSpan.Zero)))
            settledOffset = info.BaseUtcOffset;
    }

    /// <summary>The IANA name.</summary>
    public string Id => info.Id;

    /// <summary>The zone of the default contract.</summary>
    public static Zone Tokyo { get; } = Find("Asia/Tokyo")!;

    /// <summary>A zone by its IANA name; null when there is none.</summary>
    /// <param name="id"><c>Asia/Tokyo</c>.</param>
    public static Zone? Find(string id) => TimeZoneInfo.TryFindSystemTimeZoneById(id, out var info) ? new Zone(info) : null;

    /// <summary>The instant at which a date begins. Where midnight does not exist (clocks go forward at 0:00), the first instant that does.</summary>
    /// <param name="date">In this zone.</param>
    public DateTimeOffset StartOf(DateOnly date) => At(date, TimeOnly.MinValue);

    /// <summary>The instant of a wall time: the first of two where clocks go back, the next that exists where they go forward.</summary>
    /// <param name="date">In this zone.</param>
    /// <param name="time">Wall time.</param>
    public DateTimeOffset At(DateOnly date, TimeOnly time)
    {
        var wall = date.ToDateTime(time, DateTimeKind.Unspecified);
        while (info.IsInvalidTime(wall)) wall = wall.AddMinutes(15);
        var offset = info.IsAmbiguousTime(wall) ? info.GetAmbiguousTimeOffsets(wall).Max() : info.GetUtcOffset(wall);
        return new DateTimeOffset(wall, offset);
    }

    /// <summary>The date of an instant in this zone.</summary>
    /// <param name="instant">Any offset.</param>
    public DateOnly DateOf(DateTimeOffset instant) => DateOnly.FromDateTime(In(instant).DateTime);

    /// <summary>The same instant with this zone's offset.</summary>
    /// <param name="instant">Any offset.</param>
    public DateTimeOffset In(DateTimeOffset instant) =>
        settledOffset is { } offset && instant > Settled ? instant.ToOffset(offset) : TimeZoneInfo.ConvertTime(instant, info);

    /// <summary>Minutes between two dates' beginnings: 1440 a day but for changes of the clock.</summary>
    /// <param name="from">First date.</param>
    /// <param name="to">The date after the last.</param>
    public long Minutes(DateOnly from, DateOnly to) => (StartOf(to) - StartOf(from)).Ticks / TimeSpan.TicksPerMinute;
}
