using System.Text.Json;
using Yagura.ServiceLevel.Clocks;
using Yagura.ServiceLevel.Journal;
using Yagura.ServiceLevel.Measures;

namespace Yagura.ServiceLevel.Evaluation;

/// <summary>One measure's figure as a JSON object.</summary>
internal static class FigureJson
{
    private const int PieceBytes = 64 * 1024;

    public static void Write(Utf8JsonWriter json, MeasureFigure figure)
    {
        json.WriteStartObject();
        json.WriteString("id", figure.Head.Id);
        switch (figure)
        {
            case ClockFigure clock: Clock(json, clock); break;
            case OnTimeFigure onTime: OnTime(json, onTime); break;
            case LossFigure loss: Loss(json, loss); break;
            case StorageFigure storage: Storage(json, storage); break;
            case AvailabilityFigure availability: Availability(json, availability.Times); break;
            case ZeroFigure zero: Zero(json, zero); break;
        }
        json.WriteString("figure", figure.Figure);
        json.WriteString("figureAdjusted", figure.FigureAdjusted);
        json.WriteString("verdict", Word(figure.Verdict));
        json.WriteString("verdictAdjusted", Word(figure.VerdictAdjusted));
        json.WriteBoolean("bestEffort", figure.Head.BestEffort);
        json.WriteBoolean("reference", figure.Head.Reference);
        if (figure is ClockFigure spans) Subjects(json, spans);
        json.WriteEndObject();
    }

    public static string Word(Verdict verdict) => verdict switch { Verdict.Met => "met", Verdict.Exceeded => "exceeded", Verdict.Unproven => "unproven", _ => "none" };

    public static string Word(ClockStatus state) => state switch
    {
        ClockStatus.NotStarted => "not-started",
        ClockStatus.NotComputable => "not-computable",
        _ => state.ToString().ToLowerInvariant(),
    };

    public static string Time(DateTimeOffset time) => IsoTime.Write(time.AddTicks(-(time.Ticks % TimeSpan.TicksPerSecond)), TimePrecision.Second);

    public static void Numbers(Utf8JsonWriter json, IReadOnlyList<long> numbers)
    {
        json.WriteStartArray("entries");
        foreach (var number in numbers) json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    private static void Clock(Utf8JsonWriter json, ClockFigure clock)
    {
        var counts = clock.Counts;
        json.WriteString("kind", "clock");
        json.WriteNumber("limitSeconds", (long)clock.Measure.Limit.TotalSeconds);
        json.WriteNumber("occurrences", counts.Occurrences);
        json.WriteNumber("over", counts.Over);
        json.WriteNumber("overAdjusted", counts.OverAdjusted);
        json.WriteNumber("running", counts.Running);
        if (counts.Led is { } led) json.WriteNumber("led", led);
        else json.WriteNull("led");
        json.WriteNumber("reused", counts.Reused);
        json.WriteNumber("unconfirmed", counts.Unconfirmed);
    }

    private static void Subjects(Utf8JsonWriter json, ClockFigure clock)
    {
        json.WriteStartArray("subjects");
        foreach (var state in clock.Subjects)
        {
            Subject(json, state);
            if (json.BytesPending > PieceBytes) json.Flush();
        }
        json.WriteEndArray();
    }

    private static void Subject(Utf8JsonWriter json, ClockState state)
    {
        json.WriteStartObject();
        json.WriteString("subject", state.Subject);
        json.WriteString("target", state.Target);
        json.WriteString("state", Word(state.State));
        Moment(json, "start", state.Start);
        Moment(json, "stop", state.Stop);
        Moment(json, "deadline", state.Deadline?.At);
        if (state.Elapsed is { } elapsed) json.WriteNumber("elapsedSeconds", elapsed.Seconds);
        else json.WriteNull("elapsedSeconds");
        json.WriteBoolean("excused", state.Excused);
        json.WriteBoolean("drill", state.Drill);
        json.WriteNumber("unconfirmed", state.Unconfirmed);
        json.WriteBoolean("recordedLater", state.RecordedLater);
        json.WriteBoolean("counted", ClockCounting.Counts(state));
        Numbers(json, state.Entries);
        if (state.Notes.Count > 0) json.WriteString("note", string.Join("; ", state.Notes.Select(note => note.En)));
        json.WriteEndObject();
    }

    private static void Moment(Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } moment) json.WriteString(name, Time(moment));
        else json.WriteNull(name);
    }

    private static void OnTime(Utf8JsonWriter json, OnTimeFigure figure)
    {
        json.WriteString("kind", "on-time");
        json.WriteNumber("due", figure.Counts.Due);
        json.WriteNumber("late", figure.Counts.Late);
        json.WriteNumber("lateAdjusted", figure.Counts.LateAdjusted);
        json.WriteNumber("running", figure.Counts.Running);
        json.WriteNumber("waived", figure.Counts.Waived);
        // The late, open and waived ones; the others are on time and named by the due rule.
        json.WriteStartArray("subjects");
        foreach (var item in figure.Items.Where(item => item.State != ClockStatus.Met))
        {
            json.WriteStartObject();
            json.WriteString("subject", item.Subject);
            json.WriteString("state", item.State == ClockStatus.Withdrawn ? "waived" : Word(item.State));
            Moment(json, "deadline", item.Due);
            Moment(json, "stop", item.Submitted);
            json.WriteBoolean("excused", item.Excused);
            Numbers(json, item.Entries);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Loss(Utf8JsonWriter json, LossFigure figure)
    {
        var minutes = figure.Minutes;
        json.WriteString("kind", "coverage-loss");
        json.WriteNumber("totalMinutes", minutes.Total);
        json.WriteNumber("lostMinutes", minutes.Lost);
        json.WriteNumber("pendingMinutes", minutes.Pending);
        json.WriteNumber("unprovenMinutes", minutes.Unproven);
        json.WriteNumber("unstatedDays", minutes.UnstatedDays);
        json.WriteString("basis", minutes.Recomputed ? "recomputed" : "as stated, not recomputed");
        json.WriteStartArray("decidedBy");
        foreach (var limit in figure.DecidedBy) json.WriteStringValue(limit);
        json.WriteEndArray();
        json.WriteStartArray("months");
        foreach (var month in figure.Months)
        {
            json.WriteStartObject();
            json.WriteString("month", month.Month);
            json.WriteNumber("lostMinutes", month.LostMinutes);
            json.WriteBoolean("over", month.Over);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Storage(Utf8JsonWriter json, StorageFigure figure)
    {
        json.WriteString("kind", "storage-loss");
        json.WriteNumber("days", figure.Days);
        json.WriteNumber("lostDays", figure.Lost.Count);
        json.WriteNumber("unprovenDays", figure.Unproven);
        json.WriteString("basis", figure.Recomputed ? "recomputed" : "as stated, not recomputed");
        json.WriteStartArray("lost");
        foreach (var day in figure.Lost) json.WriteStringValue(day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        json.WriteEndArray();
    }

    private static void Availability(Utf8JsonWriter json, ServiceTimes times)
    {
        json.WriteString("kind", "availability");
        json.WriteNumber("plannedSeconds", times.Planned);
        json.WriteNumber("downSeconds", times.Down);
        json.WriteNumber("unknownSeconds", times.Unknown);
        json.WriteNumber("plannedOutageSeconds", times.PlannedOutage);
        Numbers(json, times.Entries);
    }

    private static void Zero(Utf8JsonWriter json, ZeroFigure figure)
    {
        json.WriteString("kind", "zero");
        json.WriteNumber("grave", figure.Grave);
        json.WriteNumber("ungraded", figure.Ungraded);
        json.WriteStartArray("unattestedMonths");
        foreach (var month in figure.UnattestedMonths) json.WriteStringValue(month);
        json.WriteEndArray();
        json.WriteStartArray("candidates");
        foreach (var candidate in figure.Candidates)
        {
            json.WriteStartObject();
            json.WriteString("subject", candidate.Subject);
            json.WriteString("rule", candidate.Rule);
            if (candidate.Grave is { } grave) json.WriteBoolean("grave", grave);
            else json.WriteNull("grave");
            Numbers(json, candidate.Entries);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
