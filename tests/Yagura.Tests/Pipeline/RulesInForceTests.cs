using Microsoft.EntityFrameworkCore;
using Xunit;
using Yagura.Detection.Findings;
using Yagura.Operations.Store;
using Yagura.Pipeline;

namespace Yagura.Tests.Pipeline;

/// <summary>The rule set in force: its state over a crash, its change without a gap, and rules over the sealed archive.</summary>
public sealed class RulesInForceTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);

    private const string BruteForce = """
        title: Failed login
        id: failed
        logsource: {product: linux, service: sshd}
        detection: {s: {event.action: ssh-login, event.outcome: failure}, condition: s}
        ---
        title: Brute force
        id: brute-force
        level: medium
        correlation: {type: event_count, rules: [failed], group-by: [source.ip], timespan: 5m, condition: {gte: 10}}
        """;

    private const string Accepted = """
        title: Login
        id: login
        level: low
        logsource: {product: linux, service: sshd}
        detection: {s: {event.action: ssh-login, event.outcome: success}, condition: s}
        """;

    private readonly string rules = Path.Combine(Directory.CreateTempSubdirectory("yagura-rules-").FullName, "rules");

    public RulesInForceTests()
    {
        Directory.CreateDirectory(rules);
        Write("brute.yaml", BruteForce);
    }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(rules)!, recursive: true);

    [Fact]
    public async Task After_a_kill_the_correlations_go_on_from_their_snapshot()
    {
        await using var folder = await OpenAsync();
        await TakeAsync(folder, Noon, 1, 6);
        // Ten seconds later no new snapshot is due: what came after it is read again.
        await TakeAsync(folder, Noon.AddSeconds(10), 7, 9);
        await KillAsync(folder);
        Assert.StartsWith("correlations go on from their snapshot at record 6; 3 records", folder.Spine.Restored, StringComparison.Ordinal);
        Assert.Empty(await FoundAsync(folder));
        await TakeAsync(folder, Noon.AddSeconds(20), 10, 10);
        Assert.Equal(["brute-force@10"], await FoundAsync(folder));
    }

    [Theory]
    [InlineData("flip", "its checksum does not fit")]
    [InlineData("cut", "its checksum does not fit")]
    [InlineData("gone", "there is none")]
    public async Task Without_a_valid_snapshot_the_longest_window_is_read_again_and_it_is_said(string harm, string reason)
    {
        await using var folder = await OpenAsync();
        await TakeAsync(folder, Noon, 1, 9);
        await KillAsync(folder, () => Harm(folder.Spine.Folder.DetectionState, harm));
        Assert.Contains(reason, folder.Spine.Restored, StringComparison.Ordinal);
        Assert.Contains(": 9 records of the longest window", folder.Spine.Restored, StringComparison.Ordinal);
        await TakeAsync(folder, Noon.AddSeconds(20), 10, 10);
        Assert.Equal(["brute-force@10"], await FoundAsync(folder));
    }

    [Fact]
    public async Task A_snapshot_of_another_rule_set_is_not_used()
    {
        await using var folder = await OpenAsync();
        await TakeAsync(folder, Noon, 1, 9);
        await KillAsync(folder, () => Write("login.yaml", Accepted));
        Assert.Contains("it is another rule set's", folder.Spine.Restored, StringComparison.Ordinal);
        await TakeAsync(folder, Noon.AddSeconds(20), 10, 10);
        Assert.Equal(["brute-force@10"], await FoundAsync(folder));
    }

    [Fact]
    public async Task A_new_set_comes_into_force_between_two_records_and_its_windows_are_filled()
    {
        await using var folder = await OpenAsync();
        await TakeAsync(folder, Noon, 1, 6);
        var before = folder.Spine.RuleSet;
        Write("login.yaml", Accepted);
        var now = await ReloadAsync(folder);
        Assert.Equal((true, before, 7L), (now.Taken, now.Before, now.FromSequence));
        Assert.Equal(now.Hash, folder.Spine.RuleSet);
        await TakeAsync(folder, Noon.AddSeconds(20), 7, 10);
        await LoginAsync(folder, Noon.AddSeconds(40));
        Assert.Equal(["brute-force@10", "login@11"], await FoundAsync(folder));

        // The journal says which set was in force at which record, so a finding's set is known by its sequence.
        var loaded = await folder.EntriesAsync("rules.loaded");
        Assert.Equal([(before, 1L), (now.Hash, 7L)], loaded.Select(entry => (entry.Data.Text("hash")!, entry.Data.Count("from_seq")!.Value)));
    }

    [Theory]
    [InlineData("title: x\nlogsource: {product: linux}\ndetection: {s: {a|nonsense: b}, condition: s}\n", "extra.yaml:3")]
    [InlineData("title: [", "extra.yaml")]
    public async Task A_broken_set_leaves_the_old_one_in_force_and_says_why(string broken, string where)
    {
        await using var folder = await OpenAsync();
        await TakeAsync(folder, Noon, 1, 9);
        var before = folder.Spine.RuleSet;
        Write("extra.yaml", broken);
        var now = await ReloadAsync(folder);
        Assert.False(now.Taken);
        Assert.Contains(where, now.Reason, StringComparison.Ordinal);
        Assert.Equal(before, folder.Spine.RuleSet);
        await TakeAsync(folder, Noon.AddSeconds(20), 10, 10);
        Assert.Equal(["brute-force@10"], await FoundAsync(folder));
        Assert.Single(await folder.EntriesAsync("rules.loaded"));

        Directory.Move(rules, rules + ".away");
        Assert.False((await ReloadAsync(folder)).Taken);
        Directory.Move(rules + ".away", rules);
    }

    [Fact]
    public async Task A_hunt_finds_in_the_sealed_archive_what_no_rule_looked_for_and_opens_nothing()
    {
        await using var folder = await OpenAsync();
        await TakeAsync(folder, Noon, 1, 3);
        await LoginAsync(folder, Noon.AddSeconds(50));
        folder.Take(Noon.AddMinutes(12));
        Write("hunted/login.yaml", Accepted);
        var hunted = Path.Combine(rules, "hunted");
        var request = new HuntRequest([hunted], Noon, Noon.AddMinutes(10), Dry: true);

        Assert.Equal((4L, 1L, 0L, null), Of(await HuntAsync(folder, request)));
        Assert.Empty(await FoundAsync(folder));
        Assert.Empty(await folder.EntriesAsync("rules.hunted"));

        await BlindAsync(folder, "login", 2, 4);
        await BlindAsync(folder, "failed", 2, 4);
        var outcome = await HuntAsync(folder, request with { Dry = false });
        var entry = Assert.Single(await folder.EntriesAsync("rules.hunted"));
        Assert.Equal((4L, 1L, 1L, entry.Number), Of(outcome));
        Assert.Equal((1L, 4L, outcome.Hash), (entry.Data.Count("from_seq"), entry.Data.Count("to_seq"), entry.Data.Text("hash")));
        var row = await folder.Spine.Store.ReadAsync(context => context.Findings.SingleAsync());
        Assert.Equal(("hunt", FindingStates.Queued, 4L), (row.Lane, row.State, row.Sequence));
        Assert.Equal(0, await folder.Spine.Store.ReadAsync(context => context.Incidents.CountAsync()));
        // Only the rule that looked is no longer blind there.
        Assert.Equal("rule:login", Assert.Single(await folder.EntriesAsync("rule.blind-closed")).Subject);

        Assert.Equal((4L, 1L, 0L), ((await HuntAsync(folder, request with { Dry = false })) is var again ? (again.Records, again.Findings, again.Stored) : default));
    }

    [Fact]
    public async Task A_hunt_fills_its_windows_with_what_came_before()
    {
        await using var folder = await OpenAsync();
        File.Delete(Path.Combine(rules, "brute.yaml"));
        await ReloadAsync(folder, acceptRefused: true);
        await TakeAsync(folder, Noon, 1, 9);
        await TakeAsync(folder, Noon.AddSeconds(30), 10, 10);
        folder.Take(Noon.AddMinutes(12));
        Write("hunted/brute.yaml", BruteForce);
        var outcome = await HuntAsync(folder, new HuntRequest([Path.Combine(rules, "hunted")], Noon.AddSeconds(20), Noon.AddMinutes(5), Dry: true));
        Assert.Equal((1L, 1L, 0L, null), Of(outcome));
    }

    private static (long Records, long Findings, long Stored, long? Entry) Of(HuntOutcome outcome) => (outcome.Records, outcome.Findings, outcome.Stored, outcome.Entry);

    private static async Task<HuntOutcome> HuntAsync(RecordedFolder folder, HuntRequest request)
    {
        var told = 0L;
        var outcome = await folder.Spine.HuntAsync(request, _ => Task.FromResult(told++), _ => Task.CompletedTask, TestContext.Current.CancellationToken);
        Assert.Equal(told, outcome.Findings);
        return outcome;
    }

    // As a rule that threw while it was analysed would leave it: the desk takes only what lies beyond its cursor.
    private static Task BlindAsync(RecordedFolder folder, string rule, long from, long to) => folder.Spine.Store.WriteAsync(
        transaction => Task.FromResult(transaction.Append(new JournalDraft("rule.blind", $"rule:{rule}", "machine", null, new Dictionary<string, object?>
        {
            ["rule"] = rule, ["from"] = from, ["to"] = to, ["reason"] = "threw", ["node"] = "node-1",
        }))),
        TestContext.Current.CancellationToken);

    private async Task<RecordedFolder> OpenAsync() => await RecordedFolder.OpenWithRulesAsync(Noon.AddMinutes(-1), rules);

    private void Write(string name, string text)
    {
        var path = Path.Combine(rules, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private static async Task TakeAsync(RecordedFolder folder, DateTimeOffset at, int first, int last)
    {
        folder.Take(at, [.. Enumerable.Range(first, last - first + 1).Select(i => (at, "bastion", $"<38>Nov 22 12:00:00 bastion sshd[4242]: Failed password for hanako from 203.0.113.9 port {50000 + i} ssh2"))]);
        await folder.Spine.AnalyseRecordedAsync(TestContext.Current.CancellationToken);
    }

    private static async Task LoginAsync(RecordedFolder folder, DateTimeOffset at)
    {
        folder.Take(at, (at, "bastion", "<38>Nov 22 12:00:50 bastion sshd[4242]: Accepted password for hanako from 203.0.113.9 port 50100 ssh2"));
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

    // The process is gone: nothing was closed, and what it wrote is there.
    private static async Task KillAsync(RecordedFolder folder, Action? meanwhile = null)
    {
        await folder.Spine.DisposeAsync();
        meanwhile?.Invoke();
        await folder.StartAsync();
    }

    private static void Harm(string path, string harm)
    {
        var bytes = File.ReadAllBytes(path);
        if (harm == "flip")
            bytes[bytes.Length / 2] ^= 1;
        if (harm == "gone")
            File.Delete(path);
        else
            File.WriteAllBytes(path, harm == "cut" ? bytes[..^5] : bytes);
    }

    private static Task<List<string>> FoundAsync(RecordedFolder folder) =>
        folder.Spine.Store.ReadAsync(context => context.Findings.OrderBy(row => row.Sequence).Select(row => row.RuleId + "@" + row.Sequence).ToListAsync());
}
