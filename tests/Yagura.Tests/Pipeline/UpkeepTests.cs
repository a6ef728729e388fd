using Microsoft.EntityFrameworkCore;
using Xunit;
using Yagura.Events;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Tests.Pipeline;

/// <summary>The daily upkeep of the real product under a moved clock.</summary>
public sealed class UpkeepTests
{
    private static readonly DateTimeOffset Midnight = new(2026, 11, 20, 0, 0, 0, TimeSpan.FromHours(9));
    private static readonly Source Firewall = new() { Id = "fw1", Match = new SourceMatch { Listener = "relp" }, Counts = true, Cadence = TimeSpan.FromMinutes(10) };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_quiet_day_is_stated_verified_and_reported_in_both_languages_once()
    {
        await using var folder = await RecordedFolder.OpenAsync(Midnight, Firewall);
        await folder.QuietAsync(Midnight, Midnight.AddHours(23), "fw1");
        await folder.Spine.UpkeepRecordedAsync(Stop);
        Assert.Empty(await folder.EntriesAsync("coverage.stated"));

        await folder.QuietAsync(Midnight.AddHours(23), Midnight.AddHours(24).AddMinutes(6), "fw1");
        await folder.Spine.UpkeepRecordedAsync(Stop);
        var stated = Assert.Single(await folder.EntriesAsync("coverage.stated"));
        Assert.Equal(("2026-11-20", 0L, 0L, 0L, "1-193"), (stated.Data.Text("date"), stated.Data.Count("lost"), stated.Data.Count("unproven"), stated.Data.Count("pending"), stated.Data.Text("seals")));
        var verified = Assert.Single(await folder.EntriesAsync("archive.day-verified"));
        Assert.Equal(("2026-11-20", true, 0L, 1L), (verified.Data.Text("date"), verified.Data.Flag("ok"), verified.Data.Count("lost"), verified.Data.Count("sources")));
        var reports = await folder.Spine.Store.ReadAsync(context => context.Reports.OrderBy(row => row.Language).ToListAsync(Stop));
        Assert.Equal(["en", "ja"], reports.Select(row => row.Language));
        Assert.All(reports, row => Assert.Equal(("daily-report", "2026-11-20", 1), (row.Deliverable, row.Period, row.Version)));
        Assert.Contains("日次報告書", System.Net.WebUtility.HtmlDecode(reports[1].Html), StringComparison.Ordinal);
        Assert.Contains("fw1", reports[1].Html, StringComparison.Ordinal);

        var before = await folder.EntriesAsync([.. EntryKinds.All.Select(kind => kind.Name)]);
        await folder.Spine.UpkeepRecordedAsync(Stop);
        folder.Clock.MoveTo(Midnight.AddHours(27));
        await folder.Spine.UpkeepRecordedAsync(Stop);
        Assert.Equal(before.Count, (await folder.EntriesAsync([.. EntryKinds.All.Select(kind => kind.Name)])).Count);
        Assert.Equal(2, await folder.Spine.Store.ReadAsync(context => context.Reports.CountAsync(Stop)));
    }

    [Fact]
    public async Task Every_hours_checkpoint_pins_how_far_analysis_had_come()
    {
        await using var folder = await RecordedFolder.OpenAsync(Midnight, Firewall);
        for (var hour = 0; hour < 3; hour++)
            await folder.QuietAsync(Midnight.AddHours(hour), Midnight.AddHours(hour + 1).AddSeconds(hour == 2 ? 1 : 0), "fw1");
        var passed = await folder.EntriesAsync("analysis.passed");
        // The batch behind the hour's end is not analysed yet when the seal before it is written.
        Assert.Equal([60L, 120L, 120L], passed.Select(entry => entry.Data.Count("seq") ?? -1));
        var checkpoint = new Yagura.Archive.Chain.Checkpoints(folder.Spine.Disk, folder.Archive).Newest()!;
        Assert.Equal(passed[^1].Number, checkpoint.Content.Journal.Number);
    }

    [Fact]
    public async Task Days_without_a_server_are_caught_up_as_lost()
    {
        await using var folder = await RecordedFolder.OpenAsync(Midnight, Firewall);
        await folder.QuietAsync(Midnight, Midnight.AddHours(12), "fw1");
        folder.Clock.MoveTo(Midnight.AddHours(12));
        await folder.StopAsync();
        var back = Midnight.AddDays(2).AddHours(6);
        folder.Clock.MoveTo(back);
        await folder.StartAsync();
        await folder.QuietAsync(back, back.AddMinutes(31), "fw1");
        await folder.Spine.UpkeepRecordedAsync(Stop);
        var stated = await folder.EntriesAsync("coverage.stated");
        Assert.Equal(["2026-11-20", "2026-11-21"], stated.Select(entry => entry.Data.Text("date")!));
        Assert.Equal([720L, 1440L], stated.Select(entry => entry.Data.Count("lost") ?? -1));
        Assert.Equal(["2026-11-20", "2026-11-21"], (await folder.EntriesAsync("archive.day-verified")).Select(entry => entry.Data.Text("date")!));
    }

    [Fact]
    public async Task A_day_whose_evidence_was_changed_is_stated_as_lost()
    {
        await using var folder = await RecordedFolder.OpenAsync(Midnight, Firewall);
        await folder.QuietAsync(Midnight, Midnight.AddHours(25), "fw1");
        var evidence = Directory.GetFiles(folder.Archive, "node-1-0000000006.log.gz", SearchOption.AllDirectories).Single();
        var bytes = await File.ReadAllBytesAsync(evidence, Stop);
        bytes[^20] ^= 1;
        await File.WriteAllBytesAsync(evidence, bytes, Stop);
        await folder.Spine.UpkeepRecordedAsync(Stop);
        var verified = Assert.Single(await folder.EntriesAsync("archive.day-verified"));
        Assert.False(verified.Data.Flag("ok"));
        Assert.True(verified.Data.Count("lost") > 0);
        Assert.Equal(0, (await folder.EntriesAsync("coverage.stated"))[0].Data.Count("lost"));
    }

    [Fact]
    public async Task A_day_that_cannot_be_kept_holds_up_no_later_one_and_is_tried_again()
    {
        await using var folder = await RecordedFolder.OpenAsync(Midnight, Firewall);
        await folder.QuietAsync(Midnight, Midnight.AddHours(50), "fw1");
        // Evidence of the first day that the disk does not give back (EISDIR stands for EIO).
        var evidence = Directory.GetFiles(folder.Archive, "node-1-0000000006.log.gz", SearchOption.AllDirectories).Single();
        File.Move(evidence, folder.Archive + "/aside");
        Directory.CreateDirectory(evidence);
        var told = await Assert.ThrowsAsync<Yagura.Archive.Seal.ArchiveException>(() => folder.Spine.UpkeepRecordedAsync(Stop));
        Assert.Contains("2026-11-20", told.Message, StringComparison.Ordinal);
        Assert.Contains("2026-11-21", await DatesAsync("coverage.stated"));
        Assert.Equal(["2026-11-21"], await DatesAsync("archive.day-verified"));
        await Assert.ThrowsAsync<Yagura.Archive.Seal.ArchiveException>(() => folder.Spine.UpkeepRecordedAsync(Stop));
        Directory.Delete(evidence);
        File.Move(folder.Archive + "/aside", evidence);
        await folder.Spine.UpkeepRecordedAsync(Stop);
        Assert.Equal(["2026-11-21", "2026-11-20"], await DatesAsync("archive.day-verified"));
        Assert.Equal(4, await folder.Spine.Store.ReadAsync(context => context.Reports.CountAsync(Stop)));

        async Task<IEnumerable<string>> DatesAsync(string kind) => (await folder.EntriesAsync(kind)).Select(entry => entry.Data.Text("date")!);
    }

    [Fact]
    public async Task Contracts_configuration_and_decoders_are_facts_recorded_when_they_change()
    {
        await using var folder = await RecordedFolder.OpenAsync(Midnight, Firewall);
        Assert.Equal("jst-soc", Assert.Single(await folder.EntriesAsync("contract.adopted")).Data.Text("id"));
        Assert.Equal("decoders", Assert.Single(await folder.EntriesAsync("configuration.changed")).Data.Text("file"));
        await folder.StopAsync();
        await folder.StartAsync();
        Assert.Single(await folder.EntriesAsync("contract.adopted"));
        Assert.Single(await folder.EntriesAsync("configuration.changed"));
    }
}
