using System.Text;
using Yagura.Events;

namespace Yagura.Decoding.Times;

/// <summary>Turns a written time into UTC with the zone of a source. Not thread-safe: it remembers offsets.</summary>
internal sealed class ZoneClock(TimeZoneInfo zone)
{
    private const long BucketTicks = 15 * TimeSpan.TicksPerMinute;

    /// <summary>Quarters of an hour whose offset is remembered: a late sender's times lie between those of the others.</summary>
    private const int Remembered = 512;

    /// <summary>How far ahead of the receive time a day of a year that is not said may be: a day that comes every year is never farther from its nearest.</summary>
    private const long AheadMax = 183 * TimeSpan.TicksPerDay;

    /// <summary>A time that is no farther from the receive time in this year is farther in any other.</summary>
    private const long NearMax = 182 * TimeSpan.TicksPerDay;

    /// <summary>Most years from one 29 February to the next, as from 1896 to 1904.</summary>
    private const int LeapYearsApart = 8;

    private readonly (long Bucket, long Offset)[] offsets = [.. Enumerable.Repeat((-1L, 0L), Remembered)];

    /// <summary>Name of the zone, as it is written into <c>yagura.time.zone_assumed</c>.</summary>
    public byte[] Name { get; } = Encoding.UTF8.GetBytes(zone.Id);

    /// <summary>UTC ticks of a time. A missing year becomes the one that brings it nearest to the receive time, and so does a missing day.</summary>
    /// <remarks>29 February is in some years only: where no year near has one, the day is the last that there was. It is never half a year ahead, as no other day is.</remarks>
    public bool TryResolve(in WallTime wall, ReceiveTime received, out long utcTicks)
    {
        utcTicks = 0;
        if (wall.HasNoDate)
            return TryDay(wall, received, out utcTicks);
        if (wall.Year != 0)
            return TryTicks(wall, wall.Year, out utcTicks);
        var receivedYear = received.Instant.Year;
        if (TryTicks(wall, receivedYear, out utcTicks) && Math.Abs(utcTicks - received.UtcTicks) < NearMax)
            return true;
        var best = long.MaxValue;
        for (var year = receivedYear - 1; year <= receivedYear + 1; year++)
        {
            if (!TryTicks(wall, year, out var ticks) || Math.Abs(ticks - received.UtcTicks) >= best || ticks - received.UtcTicks > AheadMax)
                continue;
            best = Math.Abs(ticks - received.UtcTicks);
            utcTicks = ticks;
        }

        return best != long.MaxValue || TryLeapDay(wall, receivedYear - 2, out utcTicks);
    }

    /// <summary>The last 29 February in or before a year; other days are in every year.</summary>
    private bool TryLeapDay(in WallTime wall, int from, out long utcTicks)
    {
        utcTicks = 0;
        for (var year = from; year > from - LeapYearsApart; year--)
        {
            if (TryTicks(wall, year, out utcTicks))
                return true;
        }

        return false;
    }

    /// <summary>A time of day is that of the day on which it is nearest to the receive time.</summary>
    private bool TryDay(in WallTime wall, ReceiveTime received, out long utcTicks)
    {
        utcTicks = 0;
        var day = received.Instant.UtcDateTime.Date;
        var dated = wall with { HasNoDate = false, Year = day.Year, Month = day.Month, Day = day.Day };
        if (!TryTicks(dated, day.Year, out var ticks))
            return false;
        var days = Math.Round((double)(received.UtcTicks - ticks) / TimeSpan.TicksPerDay);
        day = day.AddDays(days);
        return TryTicks(dated with { Year = day.Year, Month = day.Month, Day = day.Day }, day.Year, out utcTicks);
    }

    private bool TryTicks(in WallTime wall, int year, out long utcTicks)
    {
        utcTicks = 0;
        if (year is < 1 or > 9998 || wall.Day > DateTime.DaysInMonth(year, wall.Month))
            return false;
        var local = new DateTime(year, wall.Month, wall.Day, wall.Hour, wall.Minute, wall.Second, DateTimeKind.Unspecified).Ticks + wall.Fraction;
        utcTicks = local - (wall.HasZone ? wall.OffsetMinutes * TimeSpan.TicksPerMinute : Offset(local));
        return utcTicks >= 0;
    }

    /// <remarks>Every zone of the IANA data changes its offset at a quarter of an hour since 1970.</remarks>
    private long Offset(long localTicks)
    {
        var bucket = localTicks / BucketTicks;
        ref var remembered = ref offsets[bucket & (Remembered - 1)];
        if (remembered.Bucket != bucket)
            remembered = (bucket, zone.GetUtcOffset(new DateTime(bucket * BucketTicks, DateTimeKind.Unspecified)).Ticks);
        return remembered.Offset;
    }
}
