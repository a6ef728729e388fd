using System.Text.Json;
using Xunit;
using Yagura.Archive.Seal;
using Yagura.Archive.Spool;
using Yagura.Events;
using Yagura.Operations.Coverage;
using Yagura.Operations.Sources;
using Yagura.Operations.Store;
using Yagura.ServiceLevel.Calendar;
using Yagura.ServiceLevel.Coverage;
using Yagura.ServiceLevel.Journal;
using Yagura.Tests.Archive.Seal;

namespace Yagura.Tests.Operations.Coverage;

public sealed class CoverageTests(TestStores stores) : IClassFixture<TestStores>
{
    private static readonly DateTimeOffset Start = SampleArchive.Start;
    private static readonly CoveredSource Firewall = new("fw1", Counts: true, Start, null, "relp");
    private static readonly CoveredSource Resolver = new("dns1", Counts: true, Start, null, null);
    private static readonly CoveredSource Printer = new("printer", Counts: false, Start, null, null);

    [Fact]
    public void Each_seal_is_read_once_and_new_ones_are_found()
    {
        using var archive = new SampleArchive().WithTraffic(0, 700);
        archive.Seal(700);
        var feed = new SealFeed(new SealFolder(archive.Disk, archive.Archive), SampleArchive.At(0));
        var first = feed.Read(SampleArchive.At(0), SampleArchive.At(10_000));
        Assert.Equal(archive.Seals().Select(seal => seal.Content.Index), first.Select(seal => seal.Index));
        Assert.Contains("fw1", first[0].Sources);

        archive.WithTraffic(700, 1400);
        archive.Seal(1400);
        Assert.True(feed.Read(SampleArchive.At(0), SampleArchive.At(10_000)).Count > first.Count);
        Assert.Equal(first[0].Index, Assert.Single(feed.Read(first[0].From, first[0].To)).Index);
    }

    [Fact]
    public void A_loss_named_for_a_source_is_its_own_and_one_on_a_shared_socket_cannot_be_proven()
    {
        var seal = Seal(lost: [new SealedLoss(SampleArchive.At(60), "fw1", "rate", 3), new SealedLoss(SampleArchive.At(120), "relp", "kernel-drop", null)]);
        var shared = CoverageFeed.Of(new([seal], [Firewall, Resolver, Printer], [], [], 100), Start.AddHours(1));
        Assert.Equal([(1, "fw1", MinuteState.Lost), (2, "dns1", MinuteState.Unproven), (2, "fw1", MinuteState.Unproven)], Read(shared));
        var alone = CoverageFeed.Of(new([seal], [Firewall], [], [], 100), Start.AddHours(1));
        Assert.Equal([(1, "fw1", MinuteState.Lost), (2, "fw1", MinuteState.Lost)], Read(alone));
    }

    [Theory]
    [InlineData("unregistered.192.0.2.9")]
    [InlineData("unregistered.other")]
    [InlineData("yagura.refused")]
    [InlineData("printer")]
    public void What_a_sender_lost_that_nobody_counts_is_no_counted_sources_doubt(string where)
    {
        var seal = Seal(lost: [new SealedLoss(SampleArchive.At(60), where, "rate-exceeded", 3)]);
        var facts = new CoverageFacts([seal], [Firewall, Resolver, Printer], [], [], 100);
        Assert.Empty(Read(CoverageFeed.Of(facts, Start.AddHours(1))));
        Assert.DoesNotContain(LossCauses.Of(facts, Start.AddHours(1)), cause => cause.Source is "fw1" or "dns1");
    }

    [Fact]
    public void Damage_marks_everyone_who_counts_and_the_unanalysed_is_pending()
    {
        var damaged = Seal(damaged: [new DamagedNote(5, 9, SampleArchive.At(60), SampleArchive.At(119), "crc")]);
        Assert.Equal([(1, "dns1", MinuteState.Lost), (1, "fw1", MinuteState.Lost)], Read(CoverageFeed.Of(new([damaged], [Firewall, Resolver, Printer], [], [], 100), Start.AddHours(1))));
        var pending = CoverageFeed.Of(new([Seal()], [Firewall, Resolver], [], [], 10), Start.AddHours(1));
        Assert.Equal([(0, "fw1", MinuteState.Pending), (1, "fw1", MinuteState.Pending)], Read(pending));
    }

    [Theory]
    [InlineData(null, MinuteState.Unproven)]
    [InlineData("lost", MinuteState.Lost)]
    [InlineData("quiet", MinuteState.None)]
    public void A_silence_is_unproven_until_it_is_explained(string? explained, MinuteState expected)
    {
        var silence = new SilenceRow { Source = "fw1", From = Start.AddMinutes(3), To = Start.AddMinutes(4), ExplainedAs = explained };
        var read = Read(CoverageFeed.Of(new([Seal()], [Firewall], [silence], [], 100), Start.AddHours(1)));
        Assert.Equal(expected == MinuteState.None ? [] : [(3, "fw1", expected), (4, "fw1", expected)], read);
    }

    [Fact]
    public void Agreed_maintenance_is_excluded_a_gap_is_lost_until_repaired_and_a_blind_rule_leaves_its_seal_unanalysed()
    {
        var (from, to) = (Start.AddMinutes(1).ToString("O"), Start.AddMinutes(1).ToString("O"));
        JournalEntry[] entries =
        [
            Entry(1, "source.maintenance", "source:fw1", new { from, to, agreed_by = "client:officer" }), Entry(5, "source.maintenance", "source:dns1", new { from, to }), Entry(2, "log.gap", "source:dns1", new { from, to }),
            Entry(3, "log.gap", "source:dns1", new { from = Start.AddMinutes(9).ToString("O"), to = Start.AddMinutes(9).ToString("O") }), Entry(4, "log.gap-repaired", "source:dns1", new { gap = 3 }),
        ];
        Assert.Equal([(1, "dns1", MinuteState.Lost), (1, "fw1", MinuteState.Excluded)], Read(CoverageFeed.Of(new([Seal()], [Firewall, Resolver], [], entries, 100), Start.AddHours(1))));
        var blind = CoverageFeed.Of(new([Seal()], [Firewall], [], [Entry(1, "rule.blind", "rule:x", new { rule = "x", from = 15, to = 16, reason = "threw" })], 100), Start.AddHours(1));
        Assert.Equal([(0, "fw1", MinuteState.Blind), (1, "fw1", MinuteState.Blind)], Read(blind));
    }

    [Fact]
    public void What_happened_before_a_sources_registration_is_not_its_loss()
    {
        var seal = Seal(lost: [new SealedLoss(SampleArchive.At(0), "fw1", "rate", 1)]) with { Down = [new SealedDown(SampleArchive.At(-600), SampleArchive.At(0), DownReason.Crashed)] };
        var late = Firewall with { From = Start.AddMinutes(2) };
        var input = CoverageFeed.Of(new([seal], [late], [], [], 100), Start.AddHours(1));
        Assert.Empty(input.Minutes);
        Assert.Equal(0, LossMeter.Of(input, late, Zone.Tokyo, Start.AddMinutes(30)).LostMonth);
        Assert.Equal(11, LossMeter.Of(CoverageFeed.Of(new([seal], [Firewall with { From = Start.AddDays(-1) }], [], [], 100), Start.AddHours(1)), Firewall with { From = Start.AddDays(-1) }, Zone.Tokyo, Start.AddMinutes(30)).LostToday);
    }

    [Fact]
    public async Task The_meters_of_a_real_archive_show_the_down_time_and_the_drop()
    {
        var clock = new FakeTime(Start);
        using var store = await stores.OpenAsync("sqlite", clock);
        await new SourceRegister(store).AdoptAsync([new Source { Id = "fw1", Match = new SourceMatch { Listener = "relp" }, Counts = true }], "machine", default);
        using var archive = new SampleArchive();
        archive.Commit(10, [SampleArchive.Record(10, "fw1", "a")], new LossNote(SampleArchive.At(10), "fw1", "rate", 5), new DownNote(SampleArchive.At(120), SampleArchive.At(239), DownReason.Crashed));
        archive.WithTraffic(300, 700);
        archive.Seal(700);

        var desk = new CoverageDesk(store, new SealFeed(new SealFolder(archive.Disk, archive.Archive), SampleArchive.At(0)));
        var meter = Assert.Single(await desk.MetersAsync(Zone.Tokyo, Start.AddSeconds(700), default));
        // Minute 0 by the drop, minutes 2 and 3 by the crash; nothing was analysed yet, which is pending and no loss.
        Assert.Equal(("fw1", 3L, 3L, 0L), (meter.Source, meter.LostToday, meter.LostMonth, meter.UnprovenMonth));
        Assert.True(meter.PendingMonth > 0);
        // Each number leads to the seal that states it.
        Assert.Equal([(LossKind.Dropped, 5L), (LossKind.Down, null)], meter.Causes.Select(cause => (cause.Kind, cause.Count)));
        Assert.All(meter.Causes, cause => Assert.NotNull(cause.Seal));
        Assert.Equal(5, meter.DroppedMonth);
    }

    [Fact]
    public void A_day_is_told_minute_by_minute_and_what_is_not_sealed_is_not_called_received()
    {
        var seal = Seal(lost: [new SealedLoss(SampleArchive.At(60), "fw1", "rate", 3)]) with { Down = [new SealedDown(SampleArchive.At(120), SampleArchive.At(180), DownReason.Crashed)] };
        var input = CoverageFeed.Of(new([seal], [Firewall], [], [], 100), Start.AddMinutes(6));
        var received = new[] { 0, 1, 4, 5 }.Select(minute => Start.AddMinutes(minute).UtcTicks).ToHashSet();
        var bar = DayBar.Of(input, Firewall, received, (Zone.Tokyo.DateOf(Start), Zone.Tokyo), Start.AddMinutes(6).AddTicks(-1));
        Assert.Equal(
            [(0, 1, BarState.Received), (1, 1, BarState.Lost), (2, 1, BarState.Down), (3, 1, BarState.Quiet), (4, 1, BarState.Received), (5, 1, BarState.Unsealed)],
            bar.Runs.Where(run => run.State != BarState.Outside).Select(run => ((int)(run.From - Start).TotalMinutes, run.Minutes, run.State)));
        Assert.Equal(bar.Minutes, bar.Runs.Sum(run => run.Minutes));
    }

    private static SealFacts Seal(IReadOnlyList<DamagedNote>? damaged = null, IReadOnlyList<SealedLoss>? lost = null) => new(
        1, SampleArchive.At(0), SampleArchive.At(300), 11, 20, SampleArchive.At(0), SampleArchive.At(90), ["fw1"], [], damaged ?? [], lost ?? []);

    private static JournalEntry Entry(long number, string kind, string subject, object data) => new(number, Start, null, kind, subject, "contractor:sato", EntryData.Of(JsonSerializer.SerializeToElement(data)));

    private static List<(int Minute, string Source, MinuteState State)> Read(CoverageInput input) =>
        [.. input.Minutes.Select(minute => ((int)(minute.Minute - Start).TotalMinutes, minute.Source, minute.State)).Order()];
}
