using System.Text.Json;
using Xunit;
using Yagura.Scenarios.Parts;

namespace Yagura.Scenarios.Demo;

/// <summary>The demo as a new user starts it: the real process, the real simulator, the real pipeline.</summary>
public sealed class DemoTests : IDisposable
{
    // Not the goal (a minute), but when a slow machine gives up.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly string folder = Path.Combine(Path.GetTempPath(), $"yagura-demo-{Guid.NewGuid():N}");

    public void Dispose()
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task An_attack_opens_incidents_of_severity_3_and_2_and_a_source_falls_silent()
    {
        await using var demo = await DemoProcess.StartAsync(folder, Patience);
        await demo.UntilAsync(
            async () =>
            {
                var journal = await demo.JournalAsync();
                var opened = journal.Where(entry => Kind(entry) == "incident.severity-set" && IsLive(entry, demo.LiveFrom)).Select(entry => entry.GetProperty("data").GetProperty("severity").GetInt32()).ToList();
                return opened.Contains(3) && opened.Contains(2) && demo.Output.Contains("source proxy1 fell silent", StringComparison.Ordinal);
            },
            Patience);
        var detected = (await demo.JournalAsync()).First(entry => Kind(entry) == "incident.detected" && IsLive(entry, demo.LiveFrom));
        Assert.Equal("machine", detected.GetProperty("actor").GetString());
        Assert.Contains("one-time password", demo.Output, StringComparison.Ordinal);
        Assert.Equal(0, await demo.StopAsync());

        var verified = await Verb.RunAsync("verify", folder);
        Assert.True(verified.Code == 0, verified.Output);
        var refused = await Verb.RunAsync("serve", "--data", folder);
        Assert.Equal(2, refused.Code);
        Assert.Contains("is a demo's folder", refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_attack_no_incident_opens()
    {
        await using var demo = await DemoProcess.StartAsync(folder, Patience, "--no-attack");
        await demo.UntilAsync(() => Task.FromResult(demo.Output.Contains("source proxy1 fell silent", StringComparison.Ordinal)), Patience);
        Assert.DoesNotContain(await demo.JournalAsync(), entry => Kind(entry) == "incident.opened");
    }

    [Fact]
    public async Task A_folder_with_something_else_in_it_is_not_emptied()
    {
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "mine.txt"), "precious");
        var refused = await Verb.RunAsync("demo", "--data", folder);
        Assert.Equal(2, refused.Code);
        Assert.Contains("is not a demo's folder", refused.Errors, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder, "mine.txt")));
    }

    private static string Kind(JsonElement entry) => entry.GetProperty("kind").GetString()!;

    private static bool IsLive(JsonElement entry, DateTimeOffset from) => entry.GetProperty("at").GetDateTimeOffset() >= from;
}
