using System.Globalization;
using System.IO.Compression;
using System.Text;
using Xunit;
using Yagura.Events;
using Yagura.Importing;
using Yagura.Intake.Files;
using Yagura.Operations.Store;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Tests.Pipeline;

/// <summary>A source sends again what a gap misses: what does not belong to that gap is named by file and line, and nothing of the file is stored.</summary>
public sealed class GapCheckTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 10, 0, 0, TimeSpan.FromHours(9));
    private static readonly Source Relay = new() { Id = "fw1", Match = new SourceMatch { Listener = "relp" }, Counts = true };
    private static readonly Source Other = new() { Id = "fw2", Match = new SourceMatch { Listener = "relp" }, Counts = true };
    private RecordedFolder folder = null!;
    private long gap;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        folder = await RecordedFolder.OpenAsync(Start, Relay, Other);
        folder.Take(Start.AddMinutes(10), [.. Enumerable.Range(1, 20).Except([7, 8, 9]).Select(number => (At(number), "fw1", Line(number)))]);
        await folder.Spine.AnalyseRecordedAsync(Stop);
        gap = Assert.Single(await folder.EntriesAsync("log.gap")).Number;
    }

    public ValueTask DisposeAsync() => folder.DisposeAsync();

    [Fact]
    public async Task The_missing_lines_are_taken_plain_and_packed()
    {
        var file = Write(Line(7), Line(8), Line(9));
        await CheckAsync(file);
        await using (var packed = new GZipStream(File.Create(file + ".gz"), CompressionLevel.Fastest))
            await packed.WriteAsync(await File.ReadAllBytesAsync(file, Stop), Stop);
        await CheckAsync(file + ".gz");
    }

    [Theory]
    [InlineData("another number", "its number 12 is not among the missing 7 to 9")]
    [InlineData("another time", "lies outside")]
    [InlineData("another scope", "the gap is one of")]
    [InlineData("no number", "it carries no number of")]
    [InlineData("no time", "it carries no time of its own")]
    [InlineData("not a log at all", "it carries no number of")]
    public async Task A_line_that_is_not_of_the_gap_is_named(string which, string objection)
    {
        var bad = which switch
        {
            "another number" => Line(12),
            "another time" => Line(8, at: At(8).AddMinutes(2)),
            "another scope" => Line(8, host: "fw9.example.jp"),
            "no number" => "<134>1 2026-11-20T01:02:40Z fw1.example.jp app - - - without",
            "no time" => "<134>1 - fw1.example.jp app - - [meta sequenceId=\"8\"] x",
            _ => "\u001b[31mhello",
        };
        // An empty line is passed over, and counted as the person counts it.
        var file = Write(Line(7), "", bad, Line(9));
        var refused = await Assert.ThrowsAsync<ImportException>(() => CheckAsync(file));
        Assert.StartsWith($"{file}, line 3: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(objection, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', refused.Message);
    }

    [Fact]
    public async Task What_is_no_gap_of_this_source_takes_nothing()
    {
        var file = Write(Line(7));
        await RefusedAsync(file, "999999", "fw1", "no entry of this number");
        await RefusedAsync(file, "1", "fw1", "not log.gap");
        await RefusedAsync(file, $"{gap}", "fw2", "a gap of source:fw1, not of source:fw2");
        await folder.Spine.Store.WriteAsync(
            transaction => Task.FromResult(transaction.Append(new JournalDraft("entry.retracted", "source:fw1", "contractor:tanaka", null, new Dictionary<string, object?> { ["entry"] = gap, ["reason"] = "r", ["approver"] = "client:sato" }))),
            Stop);
        await RefusedAsync(file, $"{gap}", "fw1", "was retracted");
    }

    private async Task RefusedAsync(string file, string entry, string source, string reason) =>
        Assert.Contains(reason, (await Assert.ThrowsAsync<ImportException>(() => GapCheck.RunAsync(folder.Spine.Store, folder.Spine.Knowledge.Decoders, folder.Spine.Knowledge.Layout, folder.Settings.Sources, new FileOrigin(file, source) { Gap = entry }, Stop))).Message, StringComparison.Ordinal);

    private Task CheckAsync(string file) =>
        GapCheck.RunAsync(folder.Spine.Store, folder.Spine.Knowledge.Decoders, folder.Spine.Knowledge.Layout, folder.Settings.Sources, new FileOrigin(file, "fw1") { Gap = $"{gap}" }, Stop);

    private string Write(params string[] lines)
    {
        var path = Path.Combine(folder.Settings.Data, "resent.log");
        File.WriteAllText(path, string.Join('\n', lines) + "\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return path;
    }

    private static DateTimeOffset At(int number) => Start.AddSeconds(20 * number);

    private static string Line(int number, DateTimeOffset? at = null, string host = "fw1.example.jp") =>
        string.Create(CultureInfo.InvariantCulture, $"<134>1 {(at ?? At(number)).UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'} {host} app - - [meta sequenceId=\"{number}\"] ordinary line {number}");
}
