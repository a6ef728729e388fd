using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Xunit;
using Yagura.Scenarios.Parts;

namespace Yagura.Scenarios.Rules;

/// <summary>The rules of a real server: killed in the middle of a window, exchanged under load, run over what was sealed before they existed.</summary>
public sealed class RulesInOperationTests : IDisposable
{
    private const int Marked = 5000;
    private const int Exchanges = 5;
    private static readonly TimeSpan WaitLimit = TimeSpan.FromMinutes(3);

    private readonly string folder = Directory.CreateTempSubdirectory("yagura-rules-").FullName;
    private readonly string rules;

    public RulesInOperationTests() => rules = Directory.CreateDirectory(Path.Combine(folder, "rules")).FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("kept", "correlations go on from their snapshot at record")]
    [InlineData("deleted", "no snapshot of the correlations could be used")]
    [InlineData("flipped", "no snapshot of the correlations could be used")]
    public async Task A_window_outlives_a_kill(string snapshot, string said)
    {
        var state = Path.Combine(folder, "data", "state", "detection");
        await using var server = new Server(folder);
        await server.StartAsync();
        await SendAsync(server, Enumerable.Range(0, 5).Select(index => SampleLines.FailedLogin("admin", index, "203.0.113.7")));
        await UntilAsync("a snapshot", () => Task.FromResult(File.Exists(state)));
        await SendAsync(server, Enumerable.Range(5, 4).Select(index => SampleLines.FailedLogin("admin", index, "203.0.113.7")));
        await server.UntilAnalysedAsync();
        await server.KillAsync();
        Damage(state, snapshot);
        await server.StartAsync();
        await UntilAsync(said, () => Task.FromResult(server.Output.Contains(said, StringComparison.Ordinal)));
        Assert.DoesNotContain("incident.opened", await KindsAsync(server));
        await SendAsync(server, [SampleLines.FailedLogin("admin", 9, "203.0.113.7")]);
        await server.UntilAnalysedAsync();
        Assert.Single(await KindsAsync(server), kind => kind == "incident.opened");
    }

    [Fact]
    public async Task Exchanging_the_rules_under_load_loses_no_event_and_counts_none_twice()
    {
        await File.WriteAllTextAsync(Path.Combine(rules, "count.yml"), Counting("203.0.113.200"));
        await using var server = new Server(folder) { Settings = $"rules: [{rules}]" };
        await server.StartAsync();
        // Two in three lines count: one group comes to exactly the bound, the other stays one below it.
        var lines = new List<string>();
        for (var index = 0; index < Marked; index++)
        {
            lines.Add(SampleLines.FailedLogin("enough", index, "203.0.113.7"));
            lines.Add(index == 0 ? SampleLines.Ordinary("reload", index) : SampleLines.FailedLogin("one-less", index, "203.0.113.8"));
            lines.Add(SampleLines.Ordinary("reload", index));
        }

        var sender = new RelpSender(server.Relp, window: 50, index => lines[index]);
        for (var exchange = 1; exchange <= Exchanges; exchange++)
        {
            await File.WriteAllTextAsync(Path.Combine(rules, "other.yml"), Rule($"other-{exchange}", "203.0.113.201"));
            sender.Total = lines.Count * exchange / Exchanges;
            var sending = sender.RunAsync(CancellationToken.None);
            var reload = await Verb.RunAsync("rules", "reload", "--data", server.Data);
            Assert.True(reload.Code == 0, reload.Output + reload.Errors);
            Assert.Contains("is in force from record", reload.Output, StringComparison.Ordinal);
            await sending.WaitAsync(WaitLimit);
        }

        await server.UntilAnalysedAsync();
        Assert.Equal(0, await server.StopAsync());
        var journal = await Journal.ExportAsync(server.Data);
        Assert.Equal(Exchanges + 1, journal.Count(entry => Kind(entry) == "rules.loaded"));
        Assert.Contains("203.0.113.7", Assert.Single(journal, entry => Kind(entry) == "incident.opened").GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hangup_takes_a_new_rule_and_a_broken_one_stays_out()
    {
        await File.WriteAllTextAsync(Path.Combine(rules, "first.yml"), Rule("first", "203.0.113.200"));
        await using var server = new Server(folder) { Settings = $"rules: [{rules}]" };
        await server.StartAsync();
        await SendAsync(server, [SampleLines.FailedLogin("admin", 0, "203.0.113.9")]);
        await server.UntilAnalysedAsync();
        Assert.DoesNotContain("incident.detected", await KindsAsync(server));
        await File.WriteAllTextAsync(Path.Combine(rules, "second.yml"), Rule("second", "203.0.113.9"));
        server.Hangup();
        await UntilAsync("the second set", async () => (await KindsAsync(server)).Count(kind => kind == "rules.loaded") == 2);
        await SendAsync(server, [SampleLines.FailedLogin("admin", 1, "203.0.113.9")]);
        await server.UntilAnalysedAsync();
        Assert.Single(await KindsAsync(server), kind => kind == "incident.detected");

        await File.WriteAllTextAsync(Path.Combine(rules, "third.yml"), Rule("third", "203.0.113.9") + "  broken: [\n");
        var reload = await Verb.RunAsync("rules", "reload", "--data", server.Data);
        Assert.Equal(1, reload.Code);
        Assert.Contains("third.yml:", reload.Output, StringComparison.Ordinal);
        Assert.Equal(2, (await KindsAsync(server)).Count(kind => kind == "rules.loaded"));
    }

    [Fact]
    public async Task A_hunt_finds_in_sealed_evidence_what_no_rule_looked_for_then()
    {
        await File.WriteAllTextAsync(Path.Combine(rules, "first.yml"), Rule("first", "203.0.113.200"));
        await using var server = new Server(folder) { Settings = $"rules: [{rules}]" };
        await server.StartAsync();
        await SendAsync(server, Enumerable.Range(0, 3).Select(index => SampleLines.FailedLogin("admin", index, $"203.0.113.{index}")));
        await server.UntilAnalysedAsync();
        Assert.Equal(0, await server.StopAsync());
        var later = Directory.CreateDirectory(Path.Combine(folder, "later")).FullName;
        await File.WriteAllTextAsync(Path.Combine(later, "later.yml"), Rule("later", "203.0.113.1"));
        var today = TimeProvider.System.GetUtcNow();
        string[] hunt = ["rules", "hunt", "--data", server.Data, "--rules", later, "--from", today.AddHours(-1).ToString("O", CultureInfo.InvariantCulture), "--to", today.AddHours(1).ToString("O", CultureInfo.InvariantCulture)];
        var dry = await Verb.RunAsync([.. hunt, "--dry"]);
        Assert.True(dry.Code == 0, dry.Output + dry.Errors);
        Assert.Contains("[203.0.113.1]", dry.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("rules.hunted", await KindsAsync(server));

        await server.StartAsync();
        var real = await Verb.RunAsync([.. hunt, "--json"]);
        Assert.True(real.Code == 0, real.Output + real.Errors);
        var outcome = Lines(real).Single(line => line.TryGetProperty("hunt", out _)).GetProperty("hunt");
        Assert.Equal((3, 1, 1), (outcome.GetProperty("records").GetInt32(), outcome.GetProperty("findings").GetInt32(), outcome.GetProperty("stored").GetInt32()));
        var again = await Verb.RunAsync([.. hunt, "--json"]);
        Assert.Equal(0, Lines(again).Single(line => line.TryGetProperty("hunt", out _)).GetProperty("hunt").GetProperty("stored").GetInt32());
        Assert.Equal(2, (await KindsAsync(server)).Count(kind => kind == "rules.hunted"));
        Assert.DoesNotContain("incident.opened", await KindsAsync(server));
    }

    private static string Rule(string id, string address) => $$"""
        title: {{id}}
        id: {{id}}
        name: {{id}}
        author: scenario
        license: none
        logsource: {product: linux, service: sshd}
        detection: {x: {source.ip: {{address}}}, condition: x}
        level: high
        yagura: {entity: source.ip}

        """;

    private static string Counting(string address) => Rule("never", address) + $$"""
        ---
        title: failed
        id: failed
        name: failed
        logsource: {product: linux, service: sshd}
        detection: {x: {event.action: ssh-login}, condition: x}
        level: informational
        ---
        title: counted
        id: counted
        name: counted
        correlation:
          type: event_count
          rules: [failed]
          group-by: [source.ip]
          timespan: 1h
          condition: {gte: {{Marked}} }
        level: high
        """;

    private static void Damage(string state, string how)
    {
        if (how == "deleted")
            File.Delete(state);
        if (how != "flipped")
            return;
        var bytes = File.ReadAllBytes(state);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(state, bytes);
    }

    private static Task SendAsync(Server server, IEnumerable<string> lines)
    {
        var all = lines.ToList();
        return new RelpSender(server.Relp, window: 100, index => all[index]) { Total = all.Count }.RunAsync(CancellationToken.None);
    }

    private static async Task UntilAsync(string what, Func<Task<bool>> holds)
    {
        var begin = Stopwatch.GetTimestamp();
        while (!await holds())
        {
            Assert.True(Stopwatch.GetElapsedTime(begin) < WaitLimit, $"waited {WaitLimit} for {what}");
            await Task.Delay(50);
        }
    }

    private static string Kind(JsonElement entry) => entry.GetProperty("kind").GetString()!;

    private static async Task<IReadOnlyList<string>> KindsAsync(Server server) => [.. (await Journal.ExportAsync(server.Data)).Select(Kind)];

    private static IEnumerable<JsonElement> Lines(Verb verb) => verb.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement);
}
