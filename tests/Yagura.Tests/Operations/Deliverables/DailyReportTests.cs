using Xunit;
using Yagura.Archive.Chain;
using Yagura.Archive.Seal;
using Yagura.Archive.Spool;
using Yagura.Events;
using Yagura.Operations.Adoption;
using Yagura.Operations.Coverage;
using Yagura.Operations.Deliverables;
using Yagura.Operations.Incidents;
using Yagura.Operations.Sources;
using Yagura.Operations.Store;
using Yagura.ServiceLevel.Clocks;
using Yagura.ServiceLevel.Contracts;
using Yagura.Tests.Archive.Seal;
using Yagura.Tests.Operations.Incidents;

namespace Yagura.Tests.Operations.Deliverables;

public sealed class DailyReportTests(TestStores stores) : IClassFixture<TestStores>
{
    private const string Yaml = """
        id: test-soc
        period: {contract: 2026-04-01..2027-03-31, counts-from: 2026-04-01}
        severities:
        - {levels: [critical], severity: 3}
        measures:
        - id: sandbox-judgement
          clock: {from: sandbox.detected, to: judgement.made}
          limit: 30m
        - id: sev3-containment
          clock: {from: incident.detected, to: {any: [{each-target: containment.completed}, containment.declined]}, where: {severity: 3}}
          limit: 30m
        """;

    private static readonly DateOnly Day = new(2026, 11, 22);
    private static readonly ContractBook Book = new([ContractReader.Read("test.yaml", Yaml).Contract!]);
    private readonly FakeTime _clock = new(SampleArchive.Start);

    public static TheoryData<string> Kinds => TestStores.Kinds;

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_day_says_what_came_what_was_found_what_was_lost_and_what_pins_it(string kind)
    {
        using var store = await stores.OpenAsync(kind, _clock);
        using var archive = new SampleArchive();
        archive.Commit(10, [SampleArchive.Record(10, "fw1", "a")], new LossNote(SampleArchive.At(10), "fw1", "rate", 5), new DownNote(SampleArchive.At(120), SampleArchive.At(239), DownReason.Stopped));
        // 02:50Z is 11:50 in Tokyo: the day ends 43,800 s after the start.
        archive.Commit(43_790, [SampleArchive.Record(43_790, "fw1", "b")]);
        archive.Commit(44_100, new AliveNote(SampleArchive.At(44_100)));
        archive.Close(44_400);
        await new SourceRegister(store).AdoptAsync([Declared("fw1"), Declared("quiet1")], "machine", default);
        var tally = new SourceTally();
        foreach (var record in archive.Batches.SelectMany(batch => batch.Records)) tally.Add(record, ReadAs.Unparsed);
        await new SourceFeed(store).TakeAsync(tally, default);
        _clock.Set(Some.Noon);
        await new IncidentDesk(store, DeskRules.Of(Book, Some.Noon)).TakeAsync(Some.Batch(5, Some.Finding(1, "burst", "a", "critical"), Some.Finding(2, "note", "a", "low")) with { SandboxAlerts = [Some.Alert("A-1", "aa", 3)] }, default);
        await new SandboxActs(store).JudgeAsync("detection:A-1", "harmless", null, Some.Analyst, default);

        var report = await Desk(store, archive).BuildAsync(Day, SampleArchive.Start.AddHours(14), default);
        Assert.Equal([new("fw1", true, 2, 2, 2, 2), new("quiet1", true, 0, 0, 0, 0)], report.Sources);
        Assert.Equal((1L, 0L, 0L, 1L), (report.Findings[3], report.Findings[2], report.Findings[1], report.Findings[0]));
        var incident = Assert.Single(report.Incidents);
        Assert.Equal(("INC-1", 3), (incident.Row.Subject, incident.Entries.Count));
        Assert.Equal(ClockStatus.Overdue, Assert.Single(incident.Clocks).State);
        Assert.Equal(ClockStatus.Met, Assert.Single(report.Sandbox).Clock!.State);
        Assert.Equal(5, Assert.Single(report.Lost).Count);
        Assert.Equal(SampleArchive.At(120), Assert.Single(report.Down).From);
        Assert.Equal(report.To, archive.Seals().Single(seal => seal.Content.Index == report.Checkpoint!.SealIndex).Content.To.Instant);
        Assert.True(report.SealedTo >= report.To);
    }

    [Fact]
    public async Task A_day_without_anything_is_a_report_too()
    {
        using var store = await stores.OpenAsync("sqlite", _clock);
        using var archive = new SampleArchive();
        var report = await Desk(store, archive).BuildAsync(Day.AddDays(-1), SampleArchive.Start, default);
        Assert.Equal([0L, 0L, 0L, 0L], report.Findings.Values);
        Assert.Empty(report.Sources);
        Assert.Empty(report.Incidents);
        Assert.Null(report.Checkpoint);
        Assert.Equal((new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.FromHours(9)), 0L, null), (report.From, report.JournalNumber, report.SealedTo));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_printed_report_is_never_rewritten(string kind)
    {
        using var store = await stores.OpenAsync(kind, _clock);
        var shelf = new ReportShelf(store);
        var print = new PrintedReport(DailyReportDesk.Deliverable, "2026-11-21", "ja", "<p>一</p>", Some.Noon, 1);
        Assert.Equal(1, (await shelf.StoreAsync(print, default)).Version);
        Assert.Equal(1, (await shelf.StoreAsync(print, default)).Version);
        Assert.Equal(2, (await shelf.StoreAsync(print with { Html = "<p>二</p>" }, default)).Version);
        Assert.Equal("<p>一</p>", (await shelf.VersionAsync(DailyReportDesk.Deliverable, "2026-11-21", "ja", 1, default))!.Html);
        Assert.Equal(2, (await shelf.NewestAsync(DailyReportDesk.Deliverable, "2026-11-21", "ja", default))!.Version);
        Assert.Null(await shelf.NewestAsync(DailyReportDesk.Deliverable, "2026-11-21", "en", default));
    }

    [Fact]
    public async Task A_deliverable_is_submitted_rejected_and_accepted_in_that_order()
    {
        using var store = await stores.OpenAsync("sqlite", _clock);
        var acts = new DeliverableActs(store, new SubjectClocks(Book));
        var subject = DeliverableActs.SubjectOf(DailyReportDesk.Deliverable, "2026-11-21");
        await Assert.ThrowsAsync<RefusedException>(() => acts.AcceptAsync(subject, Some.Client, default));
        await Assert.ThrowsAsync<RefusedException>(() => acts.SubmitAsync("daily-report", 1, null, Some.Analyst, default));
        await acts.SubmitAsync(subject, 1, "R-1", Some.Analyst, default);
        await acts.RejectAsync(subject, "a table is missing", Some.Client, default);
        await Assert.ThrowsAsync<RefusedException>(() => acts.RejectAsync(subject, "again", Some.Client, default));
        await acts.SubmitAsync(subject, 2, null, Some.Analyst, default);
        await acts.AcceptAsync(subject, Some.Client, default);
        await Assert.ThrowsAsync<RefusedException>(() => acts.WaiveAsync(subject, "late", "contractor:sato", Some.Analyst, default));
        await using var context = store.NewContext();
        var row = (await context.Deliverables.FindAsync(subject))!;
        Assert.Equal(("accepted", 2, SampleArchive.Start), (row.State, row.SubmittedVersion, row.SubmittedAt));
    }

    private static Source Declared(string id) => new() { Id = id, Match = new SourceMatch { Listener = "relp" }, Counts = true };

    private static DailyReportDesk Desk(OperationsStore store, SampleArchive archive) =>
        new(store, Book, new SealFeed(new SealFolder(archive.Disk, archive.Archive), SampleArchive.At(-86_400)), new Checkpoints(archive.Disk, archive.Archive));
}
