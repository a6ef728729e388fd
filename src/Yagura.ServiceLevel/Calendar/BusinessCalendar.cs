namespace Yagura.ServiceLevel.Calendar;

/// <summary>Which days and hours are business time: weekends and holidays are data.</summary>
/// <param name="Weekend">Days of the week that are none.</param>
/// <param name="JapaneseHolidays">Whether the public holidays of Japan are none.</param>
/// <param name="Closed">Further days that are none (年末年始, the client's own).</param>
/// <param name="Opens">When a business day begins, wall time.</param>
/// <param name="Closes">When it ends; 00:00 means midnight, the whole day.</param>
public sealed record BusinessCalendar(IReadOnlyList<DayOfWeek> Weekend, bool JapaneseHolidays, IReadOnlyList<DateOnly> Closed, TimeOnly Opens, TimeOnly Closes)
{
    /// <summary>Days looked ahead for a business day; a calendar without one in a year is a mistake.</summary>
    public const int LookAheadDaysMax = 366;

    /// <summary>Monday to Friday but public holidays, whole days.</summary>
    public static BusinessCalendar Japan { get; } = new([DayOfWeek.Saturday, DayOfWeek.Sunday], JapaneseHolidays: true, [], TimeOnly.MinValue, TimeOnly.MinValue);

    /// <summary>Whether a date is a business day.</summary>
    /// <param name="date">In the contract's zone.</param>
    public bool IsBusinessDay(DateOnly date) =>
        !Weekend.Contains(date.DayOfWeek) && !(JapaneseHolidays && Calendar.JapaneseHolidays.Contains(date)) && !Closed.Contains(date);

    /// <summary>The date itself if it is a business day, else the next that is.</summary>
    /// <param name="date">In the contract's zone.</param>
    public DateOnly OnOrAfter(DateOnly date)
    {
        for (var days = 0; days < LookAheadDaysMax; days++)
            if (IsBusinessDay(date.AddDays(days))) return date.AddDays(days);
        return date;
    }

    /// <summary>The n-th business day after a date.</summary>
    /// <param name="date">In the contract's zone.</param>
    /// <param name="count">From 1.</param>
    public DateOnly After(DateOnly date, int count)
    {
        for (var left = count; left > 0; left--) date = OnOrAfter(date.AddDays(1));
        return date;
    }

    /// <summary>Business time between two instants.</summary>
    /// <param name="from">Start.</param>
    /// <param name="to">Stop; before the start counts nothing.</param>
    /// <param name="zone">The contract's.</param>
    public TimeSpan Between(DateTimeOffset from, DateTimeOffset to, Zone zone)
    {
        var total = TimeSpan.Zero;
        for (var date = zone.DateOf(from); date <= zone.DateOf(to); date = date.AddDays(1))
        {
            var (opens, closes) = Hours(date, zone);
            var start = opens > from ? opens : from;
            var stop = closes < to ? closes : to;
            if (stop > start) total += stop - start;
        }
        return total;
    }

    /// <summary>The instant at which a business time after a start is used up.</summary>
    /// <param name="from">Start.</param>
    /// <param name="span">Business time.</param>
    /// <param name="zone">The contract's.</param>
    public DateTimeOffset Add(DateTimeOffset from, TimeSpan span, Zone zone)
    {
        var idle = 0;
        for (var date = zone.DateOf(from); idle <= LookAheadDaysMax; date = date.AddDays(1))
        {
            var (opens, closes) = Hours(date, zone);
            var start = opens > from ? opens : from;
            if (closes <= start)
            {
                idle++;
                continue;
            }
            idle = 0;
            if (closes - start >= span) return start + span;
            span -= closes - start;
        }
        return DateTimeOffset.MaxValue;
    }

    private (DateTimeOffset Opens, DateTimeOffset Closes) Hours(DateOnly date, Zone zone)
    {
        var opens = zone.At(date, Opens);
        if (!IsBusinessDay(date)) return (opens, opens);
        return (opens, Closes == TimeOnly.MinValue ? zone.StartOf(date.AddDays(1)) : zone.At(date, Closes));
    }
}
