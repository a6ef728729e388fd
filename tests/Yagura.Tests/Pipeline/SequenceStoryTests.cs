using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Xunit;
using Yagura.Demo;
using Yagura.Evaluating;
using Yagura.Events;
using Yagura.Operations.Store;
using Yagura.ServiceLevel.Evaluation;
using Yagura.ServiceLevel.Journal;
using Yagura.ServiceLevel.Measures;
using Yagura.Settings;

namespace Yagura.Tests.Pipeline;

/// <summary>A relay numbers its lines (RFC 5424 meta sequenceId), drops some in three known minutes, and sends them again later.</summary>
public sealed class SequenceStoryTests
{
    private static readonly DateTimeOffset Midnight = new(2026, 11, 20, 0, 0, 0, TimeSpan.FromHours(9));
    private static readonly TimeSpan[] Dropped = [new(10, 5, 0), new(10, 17, 0), new(15, 40, 0)];
    private static readonly Source Relay = new() { Id = "fw1", Match = new SourceMatch { Listener = "relp" }, Counts = true, Cadence = TimeSpan.FromMinutes(10) };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Evaluate_prints_the_three_minutes_and_no_other_and_none_after_the_resend()
    {
        await using var folder = await RecordedFolder.OpenAsync(Midnight, Relay);
        var missing = new List<(DateTimeOffset At, string Source, string Line)>();
        var number = 0;
        for (var from = Midnight; from < Midnight.AddHours(24.5); from = from.AddMinutes(15))
        {
            var lines = Enumerable.Range(0, 45).Select(third => Line(from.AddSeconds(20 * third), ++number)).ToList();
            missing.AddRange(lines.Where(line => IsDropped(line.At)));
            folder.Take(from.AddMinutes(15).AddTicks(-1), [.. lines.Where(line => !IsDropped(line.At))]);
            await folder.Spine.AnalyseRecordedAsync(Stop);
        }

        await folder.Spine.UpkeepRecordedAsync(Stop);
        var gaps = await folder.EntriesAsync("log.gap");
        Assert.Equal(Dropped.Select(time => Midnight + time), gaps.Select(gap => Time(gap, "from")));
        Assert.All(gaps, gap => Assert.Equal(2, gap.Data.Count("count")));
        Assert.Equal((3L, 3L), await LostAsync(folder));

        Assert.Equal(6, missing.Count);
        var late = Midnight.AddHours(26);
        folder.Take(late, Lane.Resend, "gap-1", [.. missing.Select(line => (late.AddMinutes(-1), line.Source, line.Line))]);
        folder.Take(late.AddMinutes(10), Line(late.AddMinutes(9), ++number));
        await folder.Spine.AnalyseRecordedAsync(Stop);
        await folder.Spine.UpkeepRecordedAsync(Stop);
        Assert.Equal(gaps.Select(gap => gap.Number), (await folder.EntriesAsync("log.gap-repaired")).Select(entry => entry.Data.Count("gap") ?? 0));
        Assert.Equal([3, 0], (await folder.EntriesAsync("coverage.stated")).Select(entry => entry.Data.Count("lost") ?? -1));
        Assert.Equal((0L, 0L), await LostAsync(folder));
    }

    [Fact]
    public async Task A_silence_over_which_the_numbers_go_on_is_cleared_by_the_machine_and_one_with_a_hole_is_not()
    {
        await using var folder = await RecordedFolder.OpenAsync(Midnight, Relay);
        // Silent from 00:02 to 01:00 with numbers that go on, from 01:02 to 02:00 with three missing.
        (int Minute, int Number)[] lines = [(1, 1), (2, 2), (60, 3), (61, 4), (62, 5), (120, 9), (123, 10)];
        folder.Take(Midnight.AddHours(3), [.. lines.Select(line => Line(Midnight.AddMinutes(line.Minute), line.Number))]);
        await folder.Spine.Store.WriteAsync(transaction =>
        {
            foreach (var (from, to) in ((int, int)[])[(2, 60), (62, 120)])
                transaction.Context.Silences.Add(new SilenceRow { Source = "fw1", From = Midnight.AddMinutes(from), To = Midnight.AddMinutes(to), CadenceSeconds = 600 });
            return Task.FromResult(0);
        }, Stop);
        await folder.Spine.AnalyseRecordedAsync(Stop);

        var cleared = Assert.Single(await folder.EntriesAsync("log.silence-explained"));
        Assert.Equal(("machine", "quiet", Midnight.AddMinutes(2)), (cleared.Actor, cleared.Data.Text("as"), Time(cleared, "from")));
        var rows = await folder.Spine.Store.ReadAsync(context => context.Silences.OrderBy(row => row.From).Select(row => row.ExplainedAs).ToListAsync(Stop));
        Assert.Equal(["quiet", null], rows);
        Assert.Equal(3, Assert.Single(await folder.EntriesAsync("log.gap")).Data.Count("count"));
    }

    /// <summary>Lost minutes as <c>yagura evaluate</c> prints them from copies of journal and archive: recomputed from the seals, and as the journal states them.</summary>
    private static async Task<(long Recomputed, long Stated)> LostAsync(RecordedFolder folder)
    {
        var journal = Path.Combine(folder.Settings.Data, "export.ndjson");
        await using (var file = File.Create(journal))
            await new JournalStore(folder.Spine.Store).ExportAsync(file, Stop);
        var contract = Path.Combine(folder.Settings.Data, "contract.yaml");
        await File.WriteAllTextAsync(contract, DemoContract.Of(await File.ReadAllTextAsync(YaguraSettings.Shipped(Path.Combine("contracts", "jst-soc.yaml")), Stop), Midnight), Stop);
        var lost = new List<long>();
        foreach (var archive in (string?[])[folder.Archive, null])
        {
            var question = new EvaluationQuestion(journal, [contract], archive, new DateOnly(2026, 11, 20), new DateOnly(2026, 11, 20), AsOf: null) { Pins = [], Settings = folder.Settings };
            using var work = new EvaluationWork(question, _ => throw new InvalidOperationException("the files are enough"));
            var result = work.Run(await work.InputAsync(Stop), _ => { }, Stop);
            Assert.False(work.ArchiveFails);
            Assert.Equal(ChainState.Verified, result.Journal.Chain);
            var figure = result.Measures.OfType<LossFigure>().Single();
            Assert.Equal((archive is not null, 0L), (figure.Minutes.Recomputed, figure.Minutes.Unproven));
            Assert.Equal((archive is not null, 0), result.Measures.OfType<StorageFigure>().Select(storage => (storage.Recomputed, storage.Lost.Count)).Single());
            lost.Add(figure.Minutes.Lost);
        }

        return (lost[0], lost[1]);
    }

    private static bool IsDropped(DateTimeOffset at) => Dropped.Any(time => at > Midnight + time && at < Midnight + time.Add(TimeSpan.FromMinutes(1)));

    private static (DateTimeOffset At, string Source, string Line) Line(DateTimeOffset at, int number) =>
        (at, "fw1", string.Create(CultureInfo.InvariantCulture, $"<134>1 {at.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'} fw1.example.jp app - - [meta sequenceId=\"{number}\"] ordinary line {number}"));

    private static DateTimeOffset Time(JournalEntry entry, string member) => DateTimeOffset.Parse(entry.Data.Text(member)!, CultureInfo.InvariantCulture);
}
