using Microsoft.EntityFrameworkCore;
using Xunit;
using Yagura.Detection.Indicators;
using Yagura.Operations.Store;
using Yagura.Pipeline;

namespace Yagura.Tests.Pipeline;

/// <summary>Indicators in the product: matched, reloaded between two records, restored after a crash, hunted in the sealed archive.</summary>
public sealed class IndicatorsInForceTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);

    private readonly string root = Directory.CreateTempSubdirectory("yagura-indicators-").FullName;

    private string Rules => Path.Combine(root, "rules");

    private string Lists => Path.Combine(root, "indicators");

    public IndicatorsInForceTests()
    {
        Directory.CreateDirectory(Rules);
        File.WriteAllText(Path.Combine(Rules, "burst.yaml"), """
            title: Failed login
            id: failed
            logsource: {product: linux, service: sshd}
            detection: {s: {event.action: ssh-login, event.outcome: failure}, condition: s}
            ---
            title: Brute force
            id: brute-force
            level: medium
            correlation: {type: event_count, rules: [failed], group-by: [source.ip], timespan: 5m, condition: {gte: 10}}
            """);
        Write("feed.txt", "# confidence: 90\n203.0.113.9\n");
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public async Task A_match_is_a_finding_with_its_indicator_and_opens_an_incident_as_the_contract_says()
    {
        await using var folder = await OpenAsync();
        await TakeAsync(folder, Noon, "203.0.113.9", 1, 5);
        var row = await folder.Spine.Store.ReadAsync(context => context.Findings.SingleAsync());
        Assert.Equal(("indicator:feed", 1L, "203.0.113.9", FindingStates.Grouped, 2), (row.RuleId, row.Sequence, row.Entity, row.State, row.Severity));
        Assert.Equal(new IndicatorMatch("ip", "203.0.113.9", "feed", 90, null, "source.ip", "feed.txt:2", []).ToJson(), row.Indicator);
        var incident = await folder.Spine.Store.ReadAsync(context => context.Incidents.SingleAsync());
        Assert.Equal((5L, "indicator:feed"), (incident.Findings, incident.RuleId));
    }

    [Fact]
    public async Task A_new_list_comes_into_force_between_two_records_and_nothing_else_moves()
    {
        await using var folder = await OpenAsync();
        await TakeAsync(folder, Noon, "203.0.113.9", 1, 6);
        await TakeAsync(folder, Noon.AddSeconds(1), "198.51.100.7", 7, 7);
        var before = folder.Spine.RuleSet;
        Write("more.txt", "198.51.100.7\n");
        var now = await ReloadAsync(folder);
        Assert.Equal((true, 8L, 2, before), (now.Taken, now.FromSequence, now.Indicators, now.Before));
        Assert.NotEqual(before, now.Hash);
        // The correlation goes on (10th failure fires), what was told is not told again, what is new is told at once.
        await TakeAsync(folder, Noon.AddSeconds(20), "203.0.113.9", 8, 11);
        await TakeAsync(folder, Noon.AddSeconds(21), "198.51.100.7", 12, 12);
        Assert.Equal(["indicator:feed@1", "brute-force@11", "indicator:more@12"], await FoundAsync(folder));
        Assert.Equal([(before, 1L), (now.Hash, 8L)], (await folder.EntriesAsync("rules.loaded")).Select(entry => (entry.Data.Text("hash")!, entry.Data.Count("from_seq")!.Value)));

        // A crash right behind it goes on from the snapshot that the exchange left.
        await folder.Spine.DisposeAsync();
        await folder.StartAsync();
        Assert.StartsWith("correlations go on from their snapshot", folder.Spine.Restored, StringComparison.Ordinal);
        await TakeAsync(folder, Noon.AddSeconds(30), "203.0.113.9", 13, 13);
        Assert.Equal(3, (await FoundAsync(folder)).Count);
    }

    [Fact]
    public async Task A_list_that_was_taken_away_or_cannot_be_read_stays_in_force()
    {
        await using var folder = await OpenAsync();
        var before = folder.Spine.RuleSet;
        Write("feed.csv", "no,names\n");
        Assert.Contains("feed.csv:1", (await ReloadAsync(folder)).Reason, StringComparison.Ordinal);
        File.Delete(Path.Combine(Lists, "feed.csv"));
        File.Delete(Path.Combine(Lists, "feed.txt"));
        Assert.Contains("no indicator any more", (await ReloadAsync(folder)).Reason, StringComparison.Ordinal);
        Assert.Equal(before, folder.Spine.RuleSet);
        Assert.True((await ReloadAsync(folder, acceptRefused: true)).Taken);
        Directory.Delete(Lists);
        Assert.Contains("does not exist", (await ReloadAsync(folder)).Reason, StringComparison.Ordinal);
        Directory.CreateDirectory(Lists);
    }

    [Fact]
    public async Task A_refused_line_keeps_no_list_out()
    {
        await using var folder = await OpenAsync();
        Write("more.txt", "0.0.0.0/0\n198.51.100.7\n");
        var now = await ReloadAsync(folder);
        Assert.True(now.Taken);
        Assert.StartsWith("more.txt:1: cidr 0.0.0.0/0", Assert.Single(now.IndicatorFaults), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_list_over_a_stop_tells_what_is_new_at_once()
    {
        await using var folder = await OpenAsync();
        await TakeAsync(folder, Noon, "198.51.100.7", 1, 3);
        await folder.Spine.DisposeAsync();
        Write("more.txt", "198.51.100.7\n");
        await folder.StartAsync();
        await TakeAsync(folder, Noon.AddSeconds(20), "198.51.100.7", 4, 5);
        Assert.Equal(["indicator:more@4"], await FoundAsync(folder));
    }

    [Fact]
    public async Task A_hunt_finds_yesterday_s_visits_of_today_s_indicator()
    {
        await using var folder = await OpenAsync();
        await TakeAsync(folder, Noon, "198.51.100.7", 1, 3);
        folder.Take(Noon.AddMinutes(12));
        var hunted = Path.Combine(root, "hunted");
        Directory.CreateDirectory(hunted);
        File.WriteAllText(Path.Combine(hunted, "today.txt"), $"# expires: {Noon.AddMinutes(5):yyyy-MM-ddTHH:mm:ssZ}\n198.51.100.7\n");
        var request = new HuntRequest([], Noon, Noon.AddMinutes(10), Dry: false) { Indicators = [hunted] };
        var outcome = await folder.Spine.HuntAsync(request, _ => Task.CompletedTask, _ => Task.CompletedTask, TestContext.Current.CancellationToken);
        Assert.Equal((3L, 1L, 1L, 2L, 1), (outcome.Records, outcome.Findings, outcome.Stored, outcome.Overflow, outcome.Indicators));
        var row = await folder.Spine.Store.ReadAsync(context => context.Findings.SingleAsync());
        Assert.Equal(("indicator:today", FindingStates.Queued, "198.51.100.7"), (row.RuleId, row.State, IndicatorMatch.FromJson(row.Indicator)!.Value));
        Assert.Equal(0, await folder.Spine.Store.ReadAsync(context => context.Incidents.CountAsync()));
    }

    private async Task<RecordedFolder> OpenAsync() => await RecordedFolder.OpenWithRulesAsync(Noon.AddMinutes(-1), Rules, Lists);

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Lists);
        File.WriteAllText(Path.Combine(Lists, name), text);
    }

    private static async Task TakeAsync(RecordedFolder folder, DateTimeOffset at, string address, int first, int last)
    {
        folder.Take(at, [.. Enumerable.Range(first, last - first + 1).Select(i => (at, "bastion", $"<38>Nov 22 12:00:00 bastion sshd[4242]: Failed password for hanako from {address} port {50000 + i} ssh2"))]);
        await folder.Spine.AnalyseRecordedAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<RulesReloaded> ReloadAsync(RecordedFolder folder, bool acceptRefused = false)
    {
        var reload = folder.Spine.ReloadRulesAsync(acceptRefused, TestContext.Current.CancellationToken);
        while (!reload.IsCompleted)
        {
            await folder.Spine.AnalyseRecordedAsync(TestContext.Current.CancellationToken);
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        return await reload;
    }

    private static Task<List<string>> FoundAsync(RecordedFolder folder) =>
        folder.Spine.Store.ReadAsync(context => context.Findings.OrderBy(row => row.Sequence).Select(row => row.RuleId + "@" + row.Sequence).ToListAsync());
}
