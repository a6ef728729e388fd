namespace Yagura.Decoding.Times;

/// <summary>A time as a line writes it: maybe without a year, maybe without a zone.</summary>
internal struct WallTime
{
    /// <summary>The year, or 0 when the line does not say.</summary>
    public int Year;

    /// <summary>Whether the line says the time of day only.</summary>
    public bool HasNoDate;

    public int Month;

    public int Day;

    public int Hour;

    public int Minute;

    public int Second;

    /// <summary>Fraction of the second in ticks of 100 ns.</summary>
    public int Fraction;

    /// <summary>Whether <see cref="OffsetMinutes"/> was said.</summary>
    public bool HasZone;

    /// <summary>Minutes east of UTC.</summary>
    public int OffsetMinutes;

    /// <summary>Whether the members are in range; a leap second counts as the second before it.</summary>
    public bool Settle()
    {
        if (Second == 60)
            Second = 59;
        return Year is 0 or (>= 1900 and <= 9998) && Month is >= 1 and <= 12 && Day >= 1
            && Day <= DateTime.DaysInMonth(Year == 0 ? 2000 : Year, Month)
            && Hour is >= 0 and <= 23 && Minute is >= 0 and <= 59 && Second is >= 0 and <= 59 && OffsetMinutes is >= -1080 and <= 1080;
    }
}
