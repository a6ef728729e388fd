using System.Globalization;
using System.Text.Json;
using Xunit;
using Yagura.ServiceLevel.Evaluation;
using Yagura.ServiceLevel.Journal;
using Yagura.ServiceLevel.Measures;

namespace Yagura.Tests.ServiceLevel;

/// <summary>21 months of entries made from the published facts (DOMAIN.md) print exactly the published figures.</summary>
public sealed class GoldenTests
{
    private static readonly DateOnly First = new(2020, 4, 1);
    private static readonly DateOnly Last = new(2021, 12, 31);

    private static Journals Published()
    {
        var journal = new Journals();
        var number = 0;
        for (var day = First; day <= Last; day = day.AddDays(1), number++)
        {
            var next = day.AddDays(1);
            // 307 detections over 640 days; each judged within 21 minutes.
            if (number % 2 == 0 && number / 2 < 307) Sandbox(journal, day, number / 2);
            if (day == new DateOnly(2020, 9, 15)) SeverityThree(journal);
            if (day == new DateOnly(2020, 11, 5)) SeverityTwo(journal, "INC-2", day);
            if (day == new DateOnly(2021, 8, 20)) SeverityTwo(journal, "INC-3", day);
            journal.Add($"{next:yyyy-MM-dd} 00:30", "coverage.stated", "coverage", $$"""{"date":"{{day:yyyy-MM-dd}}","lost":0,"unproven":0,"pending":0,"seals":"1-288"}""");
            journal.Add($"{next:yyyy-MM-dd} 02:00", "archive.day-verified", "archive", $$"""{"date":"{{day:yyyy-MM-dd}}","sources":12,"seals":288,"copy":"standby","ok":true,"lost":0}""");
            var late = number is 100 or 300 or 500;
            journal.Add($"{next:yyyy-MM-dd} {(late ? "10:20" : "09:00")}", "deliverable.submitted", $"deliverable:daily-report@{day:yyyy-MM-dd}", """{"version":1,"receipt":"r"}""");
        }
        Assert.Equal(640, number);
        return journal;
    }

    private static void Sandbox(Journals journal, DateOnly day, int index)
    {
        journal.Add($"{day:yyyy-MM-dd} 13:00", "sandbox.detected", $"detection:a{index}", $$"""{"alert":"a{{index}}","hash":"h{{index}}"}""");
        journal.Add($"{day:yyyy-MM-dd} 13:{index % 20 + 1:D2}", "judgement.made", $"detection:a{index}", """{"verdict":"harmless","reason":"r"}""");
    }

    private static void SeverityThree(Journals journal)
    {
        journal.Incident("INC-1", "2020-09-15 14:00", 3);
        journal.Add("2020-09-15 14:10", "containment.decided", "INC-1", """{"target":"web1","by":"client:sato"}""");
        journal.Add("2020-09-15 15:01", "containment.completed", "INC-1", """{"target":"web1","action":"isolated"}""");
        journal.Add("2020-09-20 10:00", "excuse.requested", "INC-1", """{"measure":"sev3-containment","attribution":"client","reason":"発注者側の手順に約1時間を要する","evidence":"手順書"}""");
        journal.Add("2020-09-25 10:00", "excuse.granted", "INC-1", """{"measure":"sev3-containment","attribution":"client"}""", "client:sato");
        journal.Add("2020-10-20 10:00", "incident.detected", "DRILL-1", """{"drill":true}""");
        journal.Add("2020-10-20 10:01", "incident.severity-set", "DRILL-1", """{"severity":3}""");
        journal.Add("2020-10-20 10:29", "containment.completed", "DRILL-1", """{"target":"web1"}""");
    }

    private static void SeverityTwo(Journals journal, string id, DateOnly day)
    {
        journal.Incident(id, $"{day:yyyy-MM-dd} 09:00", 2);
        journal.Add($"{day:yyyy-MM-dd} 09:12", "incident.contacted", id, """{"to":"client:sato","channel":"phone","result":"answered"}""");
    }

    private static EvaluationResult Result { get; } = Published().Evaluate("2020-04-01", "2021-12-31");

    private static T Of<T>(string id) where T : MeasureFigure => Result.Measures.OfType<T>().Single(figure => figure.Head.Id == id);

    [Fact]
    public void Deliverables_are_99_5_percent_on_time_with_3_of_640_late()
    {
        var figure = Of<OnTimeFigure>("on-time");
        Assert.Equal(("99.5%", 640, 3, Verdict.Exceeded), (figure.Figure, figure.Counts.Due, figure.Counts.Late, figure.Verdict));
    }

    [Fact]
    public void Receive_and_storage_loss_are_0_00_percent_as_stated()
    {
        var loss = Of<LossFigure>("receive-loss");
        var storage = Of<StorageFigure>("storage-loss");
        Assert.Equal(("0.00%", Verdict.Met, false, 21), (loss.Figure, loss.Verdict, loss.Minutes.Recomputed, loss.Months.Count));
        Assert.Equal(("0.00%", Verdict.Met, 640), (storage.Figure, storage.Verdict, storage.Days));
    }

    [Theory]
    [InlineData("reported-containment", 0, 0, 0, 0)]
    [InlineData("sandbox-judgement", 307, 0, 0, null)]
    [InlineData("sev3-containment", 1, 1, 0, 1)]
    [InlineData("sev2-contact", 2, 0, 0, null)]
    [InlineData("sev2-containment", 0, 0, 0, 0)]
    [InlineData("emergency-takedown", 0, 0, 0, null)]
    public void Clock_measures_print_the_published_counts(string id, int occurrences, int over, int adjusted, int? led)
    {
        var figure = Of<ClockFigure>(id);
        Assert.Equal((occurrences, over, adjusted, led), (figure.Counts.Occurrences, figure.Counts.Over, figure.Counts.OverAdjusted, figure.Counts.Led));
        Assert.Equal(($"{over}回", $"{adjusted}回"), (figure.Figure, figure.FigureAdjusted));
    }

    [Fact]
    public void The_text_says_61_minutes_excused_in_both_languages()
    {
        Assert.Contains("INC-1 超過 61分 免責", EvaluationText.Write(Result, "ja"), StringComparison.Ordinal);
        Assert.Contains("INC-1 late 61 min excused", EvaluationText.Write(Result, "en"), StringComparison.Ordinal);
        Assert.Contains("令和2年4月1日〜令和3年12月31日", EvaluationText.Write(Result, "ja"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_cost_table_is_right_to_the_yen()
    {
        using var json = JsonDocument.Parse(EvaluationJson.Write(Result));
        var costs = json.RootElement.GetProperty("costs");
        Assert.Equal((69256872, 69256872), (costs.GetProperty("before").GetProperty("net").GetInt64(), costs.GetProperty("before").GetProperty("yearly").GetInt64()));
        Assert.Equal((183835414, 61278471), (costs.GetProperty("after").GetProperty("net").GetInt64(), costs.GetProperty("after").GetProperty("yearly").GetInt64()));
        Assert.Equal((7978401, "11.5%"), (costs.GetProperty("saved").GetInt64(), costs.GetProperty("percent").GetString()));
    }

    [Fact]
    public void Everything_recorded_is_reconciled_and_the_journal_is_final()
    {
        Assert.Equal(new Reconciliation(311, 310, 1, 0, 0, 0, 0, 0), Result.Reconciliation);
        Assert.False(Result.Provisional);
        Assert.Empty(Result.Remarks.UnknownKinds);
        Assert.Empty(Result.Remarks.Faults.Select(fault => fault.Print("en")));
    }

    [Fact]
    public void The_json_has_exactly_the_members_of_the_format_and_reads_from_an_export()
    {
        var previous = JournalHash.Genesis;
        var export = string.Concat(Published().Entries.Select(entry =>
        {
            var line = JournalLine.Write(entry);
            return JournalLine.WithHash(line, previous = JournalHash.Next(previous, line)) + "\n";
        }));
        var journal = JournalReader.Read("journal.ndjson", export);
        Assert.Empty(journal.Faults);

        using var json = JsonDocument.Parse(EvaluationJson.Write(Evaluate.Run(new EvaluationInput(journal, [Journals.Soc], First, Last, null, null, null, []))));

        var root = json.RootElement;
        foreach (var member in "asOf from to contract journal pin measures costs reconciliation exclusions unknownKinds".Split(' ')) Assert.True(root.TryGetProperty(member, out _), member);
        Assert.Equal((true, previous), (root.GetProperty("journal").GetProperty("verified").GetBoolean(), root.GetProperty("journal").GetProperty("hash").GetString()));
        var five = root.GetProperty("measures").EnumerateArray().Single(measure => measure.GetProperty("id").GetString() == "sev3-containment");
        foreach (var member in "id kind occurrences over overAdjusted running led figure figureAdjusted verdict subjects".Split(' ')) Assert.True(five.TryGetProperty(member, out _), member);
        var subject = five.GetProperty("subjects")[0];
        foreach (var member in "subject target state start stop deadline elapsedSeconds excused drill unconfirmed entries".Split(' ')) Assert.True(subject.TryGetProperty(member, out _), member);
        Assert.Equal((3660, "late", true), (subject.GetProperty("elapsedSeconds").GetInt32(), subject.GetProperty("state").GetString(), subject.GetProperty("excused").GetBoolean()));
    }
}
