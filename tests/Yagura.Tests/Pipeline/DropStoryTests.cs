using System.Globalization;
using Xunit;
using Yagura.Archive.Seal;
using Yagura.Archive.Spool;
using Yagura.Events;
using Yagura.Operations.Coverage;
using Yagura.ServiceLevel.Coverage;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Tests.Pipeline;

/// <summary>The kernel drops datagrams of a socket on which numbered and unnumbered sources send: what each one's own numbers make of it.</summary>
public sealed class DropStoryTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 10, 0, 0, TimeSpan.FromHours(9));
    private static readonly Source Numbered = new() { Id = "fw1", Match = new SourceMatch { Listener = "syslog-udp" }, Counts = true };
    private static readonly Source Plain = new() { Id = "dns1", Match = new SourceMatch { Listener = "syslog-udp" }, Counts = true };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_drop_is_proven_to_have_cost_nothing_by_numbers_that_go_on_and_only_for_the_source_that_has_them()
    {
        await using var folder = await RecordedFolder.OpenAsync(Start, Numbered, Plain);
        await PlayAsync(folder, Enumerable.Range(1, 60), [], Loss(7, "syslog-udp", "kernel-drop"), Loss(8, "syslog-udp", "kernel-drop"));

        var cleared = Assert.Single(await folder.EntriesAsync("log.drop-cleared"));
        Assert.Equal(("source:fw1", "machine", "syslog-udp"), (cleared.Subject, cleared.Actor, cleared.Data.Text("where")));
        Assert.Equal((Start.AddMinutes(7), Start.AddMinutes(9)), (Time(cleared, "from"), Time(cleared, "to")));
        Assert.Equal([(7, "dns1", MinuteState.Unproven), (8, "dns1", MinuteState.Unproven)], await MarkedAsync(folder));
        // The sealed drop stays.
        var seals = new SealFolder(folder.Spine.Disk, folder.Archive);
        Assert.Contains(Seals(seals), seal => seal.Content.Lost.Any(lost => lost is { Where: "syslog-udp", Count: 5 }));

        await folder.Spine.UpkeepRecordedAsync(Stop);
        Assert.Single(await folder.EntriesAsync("log.drop-cleared"));
    }

    [Fact]
    public async Task Missing_numbers_are_lost_until_they_come_again_and_then_the_drop_is_proven_too()
    {
        await using var folder = await RecordedFolder.OpenAsync(Start, Numbered);
        int[] missing = [22, 23];
        await PlayAsync(folder, Enumerable.Range(1, 60).Except(missing), [], Loss(7, "syslog-udp", "kernel-drop"), Loss(7, "fw1", "rate-exceeded"));
        Assert.Empty(await folder.EntriesAsync("log.drop-cleared"));
        Assert.Contains((7, "fw1", MinuteState.Lost), await MarkedAsync(folder));

        var gap = Assert.Single(await folder.EntriesAsync("log.gap"));
        var late = Start.AddMinutes(30);
        folder.Take(late, Lane.Resend, gap.Number.ToString(CultureInfo.InvariantCulture), [.. missing.Select(number => (late.AddSeconds(-5), "fw1", Line(Number(number), number)))]);
        folder.Take(late.AddMinutes(10), (late.AddMinutes(9), "fw1", Line(late.AddMinutes(9), 61)));
        await folder.Spine.AnalyseRecordedAsync(Stop);
        await folder.Spine.UpkeepRecordedAsync(Stop);
        Assert.Equal(["fw1", "syslog-udp"], (await folder.EntriesAsync("log.drop-cleared")).Select(entry => entry.Data.Text("where")).Order());
        Assert.Empty(await MarkedAsync(folder));
    }

    [Theory]
    [InlineData("one hole beside it")]
    [InlineData("a line without a number")]
    [InlineData("nothing came after it")]
    [InlineData("another scope ended before it")]
    public async Task Numbers_prove_nothing_when_there_is(string doubt)
    {
        await using var folder = await RecordedFolder.OpenAsync(Start, Numbered, Plain);
        var numbers = doubt switch
        {
            "one hole beside it" => Enumerable.Range(1, 60).Where(number => number is not 22),
            "nothing came after it" => Enumerable.Range(1, 23),
            _ => Enumerable.Range(1, 60),
        };
        (DateTimeOffset, string, string)[] beside = doubt switch
        {
            "a line without a number" => [(Start.AddMinutes(4), "fw1", "<134>1 - fw1.example.jp app - - - no number")],
            "another scope ended before it" => [(Start.AddMinutes(4), "fw1", Line(Start.AddMinutes(4), 5, host: "fw1-b.example.jp"))],
            _ => [],
        };
        await PlayAsync(folder, numbers, beside, Loss(7, "syslog-udp", "kernel-drop"));
        Assert.Empty(await folder.EntriesAsync("log.drop-cleared"));
        Assert.Contains((7, "fw1", doubt == "one hole beside it" ? MinuteState.Lost : MinuteState.Unproven), await MarkedAsync(folder));
    }

    // A numbered line every 20 s from 10:00, one without a number beside it, the losses among them, all sealed and analysed.
    private static async Task PlayAsync(RecordedFolder folder, IEnumerable<int> numbers, IEnumerable<(DateTimeOffset At, string Source, string Line)> beside, params LossNote[] losses)
    {
        var plain = folder.Settings.Sources.Contains(Plain) ? Enumerable.Range(0, 20).Select(minute => (Start.AddMinutes(minute), "dns1", $"<134>1 - dns1.example.jp app - - - query {minute}")) : [];
        (DateTimeOffset At, string Source, string Line)[] lines = [.. numbers.Select(number => (Number(number), "fw1", Line(Number(number), number))).Concat(plain).Concat(beside).OrderBy(line => line.Item1)];
        folder.Take(Start.AddMinutes(10), [.. lines.Where(line => line.At < Start.AddMinutes(10))]);
        folder.Spine.Spool.Commit([], losses, ReceiveTime.From(Start.AddMinutes(10).AddSeconds(1)));
        folder.Take(Start.AddMinutes(21), [.. lines.Where(line => line.At >= Start.AddMinutes(10))]);
        folder.Take(Start.AddMinutes(26));
        await folder.Spine.AnalyseRecordedAsync(Stop);
        await folder.Spine.UpkeepRecordedAsync(Stop);
    }

    private static async Task<List<(int Minute, string Source, MinuteState State)>> MarkedAsync(RecordedFolder folder)
    {
        var input = await new CoverageDesk(folder.Spine.Store, SealPeriod.Read(new SealFolder(folder.Spine.Disk, folder.Archive), Start, Start.AddHours(1))).InputAsync(Start, Start.AddHours(1), Start.AddHours(1), Stop);
        return [.. input.Minutes.Where(minute => !minute.State.HasFlag(MinuteState.Pending)).Select(minute => ((int)(minute.Minute - Start).TotalMinutes, minute.Source, minute.State)).Distinct().Order()];
    }

    private static IEnumerable<SealFolder.Found> Seals(SealFolder folder)
    {
        for (var seal = folder.Newest(); seal is not null; seal = folder.Before(seal)) yield return seal;
    }

    private static LossNote Loss(int minute, string where, string reason) => new(ReceiveTime.From(Start.AddMinutes(minute)), where, reason, 5);

    private static DateTimeOffset Number(int number) => Start.AddSeconds(20 * number);

    private static string Line(DateTimeOffset at, int number, string host = "fw1.example.jp") =>
        string.Create(CultureInfo.InvariantCulture, $"<134>1 {at.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'} {host} app - - [meta sequenceId=\"{number}\"] ordinary line {number}");

    private static DateTimeOffset Time(JournalEntry entry, string member) => DateTimeOffset.Parse(entry.Data.Text(member)!, CultureInfo.InvariantCulture);
}
