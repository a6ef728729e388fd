namespace Yagura.ServiceLevel.Coverage;

/// <summary>The minutes of one day, union over the counting sources.</summary>
/// <param name="Date">In the contract's zone.</param>
/// <param name="Lost">Lost minutes.</param>
/// <param name="Pending">Not analysed yet.</param>
/// <param name="Unproven">Cannot be proven.</param>
/// <param name="Excluded">Minutes in which every mark was agreed maintenance.</param>
public sealed record DayLoss(DateOnly Date, long Lost, long Pending, long Unproven, long Excluded);

/// <summary>The union over sources (FIGURES 4): one lost record makes its minute lost, several sources lost at once count once.</summary>
public static class CoverageUnion
{
    /// <summary>How long a record may stay unanalysed before its minute is lost.</summary>
    public static readonly TimeSpan PendingMax = TimeSpan.FromHours(24);

    // A rule that did not see a minute leaves it unanalysed until a hunt closes the range.
    private const MinuteState Unanalysed = MinuteState.Pending | MinuteState.Blind;

    /// <summary>Days of a period, each with its minutes.</summary>
    /// <param name="input">From the seals.</param>
    /// <param name="zone">The contract's.</param>
    /// <param name="from">First date.</param>
    /// <param name="to">Last date.</param>
    /// <param name="asOf">The instant of the evaluation.</param>
    public static IReadOnlyList<DayLoss> Days(CoverageInput input, Calendar.Zone zone, DateOnly from, DateOnly to, DateTimeOffset asOf)
    {
        var begins = zone.StartOf(from);
        var ends = zone.StartOf(to.AddDays(1));
        if (ends > asOf) ends = asOf;
        var minutes = Marks(input, begins, ends, asOf);
        for (var minute = Floor(input.ReachesTo > begins ? input.ReachesTo : begins); minute < ends; minute = minute.AddMinutes(1))
            minutes[minute.UtcTicks] = minutes.GetValueOrDefault(minute.UtcTicks) | MinuteState.Unproven;
        var byDay = minutes.GroupBy(pair => zone.DateOf(new DateTimeOffset(pair.Key, TimeSpan.Zero))).ToDictionary(day => day.Key, day => day.Select(pair => pair.Value).ToList());
        List<DayLoss> days = [];
        for (var date = from; date <= to; date = date.AddDays(1))
            days.Add(Day(date, byDay.TryGetValue(date, out var states) ? states : []));
        return days;
    }

    private static Dictionary<long, MinuteState> Marks(CoverageInput input, DateTimeOffset begins, DateTimeOffset ends, DateTimeOffset asOf)
    {
        // Both bounded by the marks and minutes of the period.
        var bySource = new Dictionary<(long, string), MinuteState>();
        foreach (var mark in input.Minutes)
        {
            var minute = Floor(mark.Minute);
            if (minute < begins || minute >= ends) continue;
            var key = (minute.UtcTicks, mark.Source);
            bySource[key] = bySource.GetValueOrDefault(key) | mark.State;
        }
        var minutes = new Dictionary<long, MinuteState>();
        foreach (var ((minute, _), marks) in bySource)
        {
            // Agreed maintenance of a source takes that source's marks away, nobody else's.
            var state = marks.HasFlag(MinuteState.Excluded) ? MinuteState.Excluded : marks;
            if ((state & Unanalysed) != MinuteState.None && asOf.UtcTicks - minute > PendingMax.Ticks) state |= MinuteState.Lost;
            minutes[minute] = minutes.GetValueOrDefault(minute) | state;
        }
        foreach (var range in input.Down)
            for (var minute = Floor(range.From < begins ? begins : range.From); minute < range.To && minute < ends; minute = minute.AddMinutes(1))
                minutes[minute.UtcTicks] = minutes.GetValueOrDefault(minute.UtcTicks) | MinuteState.Lost;
        return minutes;
    }

    private static DayLoss Day(DateOnly date, List<MinuteState> states)
    {
        var lost = states.Count(state => state.HasFlag(MinuteState.Lost));
        var pending = states.Count(state => !state.HasFlag(MinuteState.Lost) && (state & Unanalysed) != MinuteState.None);
        var unproven = states.Count(state => (state & (MinuteState.Lost | Unanalysed)) == MinuteState.None && state.HasFlag(MinuteState.Unproven));
        return new DayLoss(date, lost, pending, unproven, states.Count(state => state == MinuteState.Excluded));
    }

    private static DateTimeOffset Floor(DateTimeOffset time) => new(time.UtcTicks - time.UtcTicks % TimeSpan.TicksPerMinute, TimeSpan.Zero);
}
