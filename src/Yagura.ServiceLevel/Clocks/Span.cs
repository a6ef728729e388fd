using Yagura.ServiceLevel.Calendar;
using Yagura.ServiceLevel.Contracts;
using Yagura.ServiceLevel.Journal;

namespace Yagura.ServiceLevel.Clocks;

/// <summary>A time that a clock uses: the instant, how exactly it is known, and the facts that it rests on.</summary>
internal sealed record Mark(DateTimeOffset Time, TimePrecision Precision, IReadOnlyList<Fact> Facts)
{
    public Bilingual? Note { get; init; }

    public static Mark Of(Fact fact, Zone zone)
    {
        if (EntryKinds.Find(fact.Kind)?.TimeMember is { } member && fact.Data.Text(member) is { } text)
        {
            var result = IsoTime.Read(text, out var time, out var precision);
            if (result == IsoTimeResult.Instant) return new Mark(time, fact.Data.Text("precision") == "minute" ? TimePrecision.Minute : precision, [fact]);
            if (result == IsoTimeResult.DateOnly)
                return new Mark(zone.StartOf(DateOnly.FromDateTime(time.DateTime)), TimePrecision.Second, [fact]) { Note = new Bilingual("公表は日付のみ。契約の時間帯の0時0分からとしました", "only a date was published: taken from 00:00 of the contract's zone") };
        }
        return new Mark(fact.Time, fact.Entry.Precision, [fact]);
    }
}

/// <summary>Start, stop, limit and now → state: the arithmetic of FIGURES 3.</summary>
internal static class Span
{
    /// <summary>Inclusive limit, whole seconds, both ends truncated to the coarser precision.</summary>
    public static (ClockStatus State, Elapsed Elapsed, Deadline Deadline) Measure(Mark start, Mark? stop, DateTimeOffset now, ClockMeasure measure, Contract contract)
    {
        var precision = stop is null || start.Precision > stop.Precision ? start.Precision : stop.Precision;
        var from = Truncate(start.Time, precision);
        var to = Truncate(stop?.Time ?? now, precision);
        var span = to <= from ? TimeSpan.Zero : measure.Clock.BusinessTime ? contract.Business.Between(from, to, contract.Zone) : to - from;
        var elapsed = new Elapsed(span.Ticks / TimeSpan.TicksPerSecond);
        var within = elapsed.Span <= measure.Limit;
        var begin = contract.Zone.In(Truncate(start.Time, start.Precision));
        var deadline = new Deadline(measure.Clock.BusinessTime ? contract.Business.Add(begin, measure.Limit, contract.Zone) : contract.Zone.In(begin + measure.Limit));
        var state = stop is null ? within ? ClockStatus.Running : ClockStatus.Overdue : within ? ClockStatus.Met : ClockStatus.Late;
        return (state, elapsed, deadline);
    }

    private static DateTimeOffset Truncate(DateTimeOffset time, TimePrecision precision)
    {
        var unit = precision switch { TimePrecision.Second => TimeSpan.TicksPerSecond, TimePrecision.Minute => TimeSpan.TicksPerMinute, _ => TimeSpan.TicksPerHour };
        return time.AddTicks(-(time.UtcTicks % unit));
    }
}
