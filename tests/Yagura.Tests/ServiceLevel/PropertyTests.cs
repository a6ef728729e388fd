using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using Yagura.ServiceLevel.Calendar;
using Yagura.ServiceLevel.Clocks;
using Yagura.ServiceLevel.Contracts;
using Yagura.ServiceLevel.Evaluation;
using Yagura.ServiceLevel.Journal;
using Yagura.ServiceLevel.Measures;

namespace Yagura.Tests.ServiceLevel;

/// <summary>What holds for every journal (issue of the service levels): order, replay, correction, retraction, calendar.</summary>
public sealed class PropertyTests
{
    private static readonly DateTimeOffset Begin = Journals.Time("2021-04-10 10:00");

    // Acts that a tired person at night may record in any order on three incidents.
    private static readonly (string Kind, string Data)[] Acts =
    [
        ("incident.detected", "{}"), ("incident.reported", """{"by":"client:sato"}"""), ("incident.severity-set", """{"severity":3}"""),
        ("incident.severity-set", """{"severity":2,"agreed_by":"client:sato"}"""), ("incident.severity-set", """{"severity":2}"""),
        ("incident.contacted", "{}"), ("containment.decided", """{"target":"a"}"""), ("containment.decided", """{"target":"b"}"""),
        ("containment.completed", """{"target":"a"}"""), ("containment.completed", """{"target":"b"}"""),
        ("containment.declined", """{"by":"client:sato"}"""), ("incident.withdrawn", """{"reason":"r"}"""), ("incident.merged", """{"into":"INC-0"}"""),
        ("incident.closed", "{}"), ("incident.reopened", "{}"),
    ];

    // Distinct effective minutes, as the property asks.
    private static Gen<JournalEntry[]> Journal =>
        from acts in Gen.Choose(0, Acts.Length - 1).ArrayOf(14)
        from subjects in Gen.Choose(0, 2).ArrayOf(14)
        from gaps in Gen.Choose(1, 20).ArrayOf(14)
        select acts.Select((act, index) => Entry(index + 1, Begin.AddMinutes(gaps.Take(index + 1).Sum()), $"INC-{subjects[index]}", Acts[act])).ToArray();

    // Recorded a day later, stated when it happened: so that any order of recording is possible.
    private static JournalEntry Entry(int number, DateTimeOffset stated, string subject, (string Kind, string Data) act) =>
        new(number, Begin.AddDays(1).AddMinutes(number), stated, act.Kind, subject, "contractor:tanaka", EntryData.Parse(act.Data));

    private static string Figures(IReadOnlyList<JournalEntry> entries)
    {
        var result = Evaluate.Run(Journals.Input(entries, "2021-04-01", "2021-04-30", "2021-05-01 00:00"));
        return string.Join("\n", result.Measures.Select(figure => $"{figure.Head.Id} {figure.Figure} {figure.FigureAdjusted} {figure.Verdict}")
            .Concat(result.Measures.OfType<Yagura.ServiceLevel.Measures.ClockFigure>().SelectMany(figure => figure.Subjects).Select(Line).Order(StringComparer.Ordinal)).Append(result.Reconciliation.ToString()));
    }

    private static string Line(ClockState state) => $"{state.Measure.Id} {state.Subject} {state.Target} {state.State} {state.Start:O} {state.Stop:O} {state.Elapsed} {state.Excused} {state.Drill}";

    [Fact]
    public void Entries_recorded_in_any_order_give_the_same_figures() =>
        Prop.ForAll((from entries in Journal from shuffled in Gen.Shuffle(entries) select (entries, shuffled)).ToArbitrary(), pair =>
        {
            var renumbered = pair.shuffled.Select((entry, index) => entry with { Number = index + 1, At = Begin.AddDays(1).AddMinutes(index) }).ToList();
            return Figures(pair.entries) == Figures(renumbered);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Replay_at_an_instant_equals_what_was_live_then() =>
        Prop.ForAll((from entries in Journal from cut in Gen.Choose(1, 14) select (entries, cut)).ToArbitrary(), pair =>
        {
            var at = pair.entries[pair.cut - 1].At;
            var live = ClockReading.Of(pair.entries[..pair.cut], Journals.Soc, at).States.Select(Line);
            var replayed = ClockReading.Of(pair.entries, Journals.Soc, at).States.Select(Line);
            return live.Order(StringComparer.Ordinal).SequenceEqual(replayed.Order(StringComparer.Ordinal));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_correction_equals_having_recorded_it_right_at_first_and_retracting_it_restores() =>
        Prop.ForAll((from entries in Journal from index in Gen.Choose(0, 13) from minutes in Gen.Choose(-40, 40) select (entries, index, minutes)).ToArbitrary(), given =>
        {
            var wrong = given.entries[given.index];
            var right = wrong.Stated!.Value.AddMinutes(given.minutes).AddSeconds(7);
            var at = Begin.AddDays(2);
            var corrected = new JournalEntry(100, at, null, "entry.corrected", wrong.Subject, "contractor:tanaka",
                EntryData.Of(JsonSerializer.SerializeToElement(new { entry = wrong.Number, set = new { stated = IsoTime.Write(right, TimePrecision.Second) }, reason = "r", approver = "client:sato" })));
            var retracted = new JournalEntry(101, at.AddMinutes(1), null, "entry.retracted", wrong.Subject, "contractor:tanaka", EntryData.Parse("""{"entry":100,"reason":"r","approver":"client:sato"}"""));
            // A client-approved correction is the client's name that a lowering, a withdrawal or a merge into a lower severity needs; the right entry then carries it too.
            var word = wrong.Kind is "incident.severity-set" or "incident.withdrawn" or "incident.merged" ? Agreed(wrong.Data) : wrong.Data;
            var first = given.entries.Select(entry => entry == wrong ? wrong with { Stated = right, Data = word } : entry).ToList();
            return Figures(first) == Figures([.. given.entries, corrected]) && Figures(given.entries) == Figures([.. given.entries, corrected, retracted]);
        }).QuickCheckThrowOnFailure();

    /// <summary>The data with the client's name.</summary>
    private static EntryData Agreed(EntryData data)
    {
        var members = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(JsonSerializer.Serialize(data.Element))!;
        members["agreed_by"] = JsonSerializer.SerializeToElement("client:sato");
        return EntryData.Of(JsonSerializer.SerializeToElement(members));
    }

    [Fact]
    public void Evaluating_twice_gives_the_same_text() =>
        Prop.ForAll(Journal.ToArbitrary(), entries =>
            EvaluationJson.Write(Evaluate.Run(Journals.Input(entries, "2021-04-01", "2021-04-30", null))) == EvaluationJson.Write(Evaluate.Run(Journals.Input([.. entries], "2021-04-01", "2021-04-30", null)))).QuickCheckThrowOnFailure();

    [Fact]
    public void Business_time_to_the_deadline_is_the_limit_whatever_the_calendar() =>
        Prop.ForAll((from start in Gen.Choose(0, 500_000) from hours in Gen.Choose(1, 200) from opens in Gen.Choose(0, 11) from closes in Gen.Choose(12, 23) from holidays in Gen.Choose(0, 1) select (start, hours, opens, closes, holidays)).ToArbitrary(), given =>
        {
            var calendar = new BusinessCalendar([DayOfWeek.Sunday], given.holidays == 1, [new DateOnly(2021, 6, 15)], new TimeOnly(given.opens, 0), new TimeOnly(given.closes, 0));
            var from = Begin.AddMinutes(given.start);
            var deadline = calendar.Add(from, TimeSpan.FromHours(given.hours), Zone.Tokyo);
            return calendar.Between(from, deadline, Zone.Tokyo) == TimeSpan.FromHours(given.hours) && calendar.Between(from, deadline.AddSeconds(-1), Zone.Tokyo) < TimeSpan.FromHours(given.hours);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Changing_the_calendar_equals_having_had_it_from_the_start() =>
        Prop.ForAll((from closed in Gen.Choose(1, 28).ArrayOf(5) from day in Gen.Choose(1, 28) select (closed, day)).ToArbitrary(), given =>
        {
            HashSet<DateOnly> closed = [.. given.closed.Select(day => new DateOnly(2021, 5, day))];
            var submitted = new JournalEntry(1, Journals.Time($"2021-05-{given.day:D2} 12:00"), null, "deliverable.submitted", "deliverable:monthly-report@2021-04", "contractor:tanaka", EntryData.Parse("""{"version":1}"""));
            var (before, changed) = (Monthly(submitted, []), Monthly(submitted, closed));
            // By hand: the fifth business day of May 2021 at 17:00; its public holidays are the 3rd to the 5th.
            var due = Enumerable.Range(1, 28).Select(day => new DateOnly(2021, 5, day))
                .Where(date => date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && date.Day is not (3 or 4 or 5) && !closed.Contains(date)).Skip(4).First();
            return changed.Due == due && changed.Late == given.day > due.Day && Monthly(submitted, []) == before && Monthly(submitted, closed) == changed;
        }).QuickCheckThrowOnFailure();

    private static (DateOnly Due, bool Late) Monthly(JournalEntry submitted, IReadOnlyCollection<DateOnly> closed)
    {
        var measure = Journals.Soc.Measures.OfType<OnTimeMeasure>().Single() with { Deliverables = ["monthly-report"] };
        var contract = Journals.Soc with { Business = Journals.Soc.Business with { Closed = [.. closed] }, Measures = [measure] };
        var item = Assert.Single(Evaluate.Run(Journals.Input([submitted], "2021-04-01", "2021-04-30", "2021-06-01 00:00", contract)).Measures.OfType<OnTimeFigure>().Single().Items);
        return (DateOnly.FromDateTime(item.Due.DateTime), item.Late);
    }

    [Fact]
    public void No_bytes_make_the_reader_throw() =>
        Prop.ForAll(Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf(200).ToArbitrary(), bytes =>
        {
            var read = JournalReader.Read("j", bytes);
            return read.Entries.Count == 0;
        }).QuickCheckThrowOnFailure();
}
