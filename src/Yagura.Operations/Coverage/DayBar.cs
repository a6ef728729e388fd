using Yagura.ServiceLevel.Calendar;
using Yagura.ServiceLevel.Coverage;

namespace Yagura.Operations.Coverage;

/// <summary>What a minute of a source's day was, the worst first.</summary>
public enum BarState
{
    /// <summary>Not registered then, or still to come.</summary>
    Outside,

    /// <summary>The server did not run.</summary>
    Down,

    /// <summary>Records were lost.</summary>
    Lost,

    /// <summary>Received, not analysed by every rule.</summary>
    Pending,

    /// <summary>Nothing proves that all was received.</summary>
    Unproven,

    /// <summary>Agreed maintenance.</summary>
    Maintenance,

    /// <summary>Not sealed yet.</summary>
    Unsealed,

    /// <summary>Records came.</summary>
    Received,

    /// <summary>Nothing came, and nothing was missing.</summary>
    Quiet,
}

/// <summary>A run of minutes of one state.</summary>
/// <param name="From">Its first minute.</param>
/// <param name="Minutes">How many.</param>
/// <param name="State">What they were.</param>
public sealed record BarRun(DateTimeOffset From, int Minutes, BarState State);

/// <summary>One day of one source, minute by minute. Pure.</summary>
/// <param name="Begins">Midnight.</param>
/// <param name="Minutes">Minutes of the day: 1,440 but where the clock changes.</param>
/// <param name="Runs">In order, without a gap.</param>
public sealed record DayBar(DateTimeOffset Begins, int Minutes, IReadOnlyList<BarRun> Runs)
{
    /// <summary>Minutes of a state.</summary>
    public int Of(BarState state) => Runs.Where(run => run.State == state).Sum(run => run.Minutes);

    /// <summary>The day's runs.</summary>
    /// <param name="input">Marked minutes of the day.</param>
    /// <param name="source">The source.</param>
    /// <param name="received">Minutes (UTC ticks of their beginning) in which records came.</param>
    /// <param name="day">The day and its zone.</param>
    /// <param name="now">Later minutes are to come.</param>
    public static DayBar Of(CoverageInput input, CoveredSource source, IReadOnlySet<long> received, (DateOnly Date, Zone Zone) day, DateTimeOffset now)
    {
        var (begins, ends) = (day.Zone.StartOf(day.Date).ToUniversalTime(), day.Zone.StartOf(day.Date.AddDays(1)).ToUniversalTime());
        var marks = input.Minutes.Where(mark => mark.Source == source.Id && mark.Minute >= begins && mark.Minute < ends).ToLookup(mark => mark.Minute.UtcTicks, mark => mark.State);
        // Bounded by the day's minutes.
        var runs = new List<BarRun>();
        for (var minute = begins; minute < ends; minute = minute.AddMinutes(1))
        {
            var state = minute > now || minute.AddMinutes(1) <= source.From || minute >= source.To ? BarState.Outside
                : input.Down.Any(down => down.From < minute.AddMinutes(1) && down.To > minute) ? BarState.Down
                : Marked(marks[minute.UtcTicks].Aggregate(MinuteState.None, (all, one) => all | one), () => Came(minute, input.ReachesTo, received));
            if (runs is [.., var last] && last.State == state) runs[^1] = last with { Minutes = last.Minutes + 1 };
            else runs.Add(new BarRun(minute, 1, state));
        }

        return new DayBar(begins, (int)(ends - begins).TotalMinutes, runs);
    }

    private static BarState Marked(MinuteState marks, Func<BarState> otherwise) =>
        marks.HasFlag(MinuteState.Excluded) ? BarState.Maintenance
        : marks.HasFlag(MinuteState.Lost) ? BarState.Lost
        : (marks & (MinuteState.Pending | MinuteState.Blind)) != MinuteState.None ? BarState.Pending
        : marks.HasFlag(MinuteState.Unproven) ? BarState.Unproven
        : otherwise();

    private static BarState Came(DateTimeOffset minute, DateTimeOffset reaches, IReadOnlySet<long> received) =>
        minute >= reaches ? BarState.Unsealed : received.Contains(minute.UtcTicks) ? BarState.Received : BarState.Quiet;
}
