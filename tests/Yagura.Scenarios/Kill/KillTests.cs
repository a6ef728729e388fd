using System.Diagnostics;
using Xunit;
using Yagura.Scenarios.Parts;

namespace Yagura.Scenarios.Kill;

/// <summary>kill -9 of the server while thousands of records are on their way over RELP, again and again, on one data folder.</summary>
public sealed class KillTests : IDisposable
{
    // With both senders 20 rounds in all.
    private const int Rounds = 10;

    // A round in which too little was in flight is played again, so often at most.
    private const int TriesMax = 4 * Rounds;
    private static readonly TimeSpan RoundLimit = TimeSpan.FromSeconds(60);
    private readonly string folder = Directory.CreateTempSubdirectory("yagura-kill-").FullName;
    private readonly List<DateTimeOffset> kills = [];
    // The same in every usual run; the long campaign goes other ways each time and names its seed.
    private readonly int seed = Soak.Length > TimeSpan.Zero ? Environment.TickCount : 4711;
    private readonly Random random;

    public KillTests() => random = new Random(seed);

    [Fact]
    public async Task A_sender_whose_server_is_killed_loses_nothing_that_was_acknowledged()
    {
        await using var server = new Server(folder);
        var sender = new RelpSender(server.Relp, window: 6000, KillStory.Line) { Total = int.MaxValue };
        using var stop = new CancellationTokenSource();
        var sending = Task.Run(() => sender.RunAsync(stop.Token));
        await PlayAsync(server, () => (sender.Acknowledged, sender.InFlight, sender.Unanswered));
        sender.Total = sender.Sent;
        await server.StartAsync();
        await sending.WaitAsync(RoundLimit);
        await EndAsync(server, sender.Sent, sender.Unanswered);
    }

    [Fact]
    public async Task A_real_rsyslog_whose_server_is_killed_loses_nothing_that_was_acknowledged()
    {
        Rsyslog.MustBeThere();
        await using var server = new Server(folder);
        await using var tap = new RelpTap(server.Relp);
        await using var rsyslog = new Rsyslog(Path.Combine(folder, "rsyslog"), Rsyslog.Relp(tap.Port));
        await rsyslog.StartAsync();
        var fed = 0;
        async Task FeedAsync(int lines)
        {
            await rsyslog.FeedAsync(Enumerable.Range(fed, lines).Select(KillStory.Line));
            fed += lines;
        }

        await FeedAsync(20_000);
        await PlayAsync(server, () =>
        {
            if (fed - tap.AcknowledgedCount < 10_000)
                FeedAsync(10_000).GetAwaiter().GetResult();
            return (tap.AcknowledgedCount, tap.InFlight, tap.Unanswered);
        });
        await server.StartAsync();
        var begin = Stopwatch.GetTimestamp();
        while (tap.InFlight > 0 || tap.AcknowledgedCount < fed)
        {
            Assert.True(Stopwatch.GetElapsedTime(begin) < RoundLimit, $"{tap.AcknowledgedCount} of {fed} acknowledged, {tap.InFlight} in flight\n{server.Output}");
            await Task.Delay(50);
        }

        await EndAsync(server, fed, tap.Unanswered);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task PlayAsync(Server server, Func<(int Acknowledged, int InFlight, long Unanswered)> state)
    {
        var begin = Stopwatch.GetTimestamp();
        var counted = 0;
        for (var round = 0; counted < Rounds || Stopwatch.GetElapsedTime(begin) < Soak.Length; round++)
        {
            Assert.True(Soak.Length > TimeSpan.Zero || round < TriesMax, $"only {counted} of {round} rounds had {KillStory.InFlightMin} records in flight");
            await server.StartAsync();
            var before = state();
            var target = before.Acknowledged + random.Next(500, 4000);
            var began = Stopwatch.GetTimestamp();
            for (var now = before; now.Acknowledged < target || now.InFlight < KillStory.InFlightMin + random.Next(1000); now = state())
            {
                Assert.True(Stopwatch.GetElapsedTime(began) < RoundLimit, $"seed {seed}, round {round}: {now} after {RoundLimit}\n{server.Output}");
                await Task.Delay(2);
            }

            await server.KillAsync();
            kills.Add(TimeProvider.System.GetUtcNow());
            var inFlight = await BrokenAsync(state, before.Unanswered);
            TestContext.Current.SendDiagnosticMessage($"seed {seed}, round {round}: {inFlight} in flight at the kill");
            if (inFlight >= KillStory.InFlightMin)
                counted++;
        }
    }

    /// <summary>What was in flight when the session broke: exact, after the last answer that the killed server had still sent.</summary>
    private static async Task<long> BrokenAsync(Func<(int Acknowledged, int InFlight, long Unanswered)> state, long before)
    {
        var begin = Stopwatch.GetTimestamp();
        while (state().Unanswered == before && Stopwatch.GetElapsedTime(begin) < TimeSpan.FromSeconds(5))
            await Task.Delay(10);
        return state().Unanswered - before;
    }

    private async Task EndAsync(Server server, int lines, long resentMax)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}, {kills.Count} kills, {lines} lines, at most {resentMax} sent again");
        await server.UntilAnalysedAsync();
        Assert.Equal(0, await server.StopAsync());
        KillStory.EvidenceHolds(server, lines, resentMax);
        KillStory.DownTimeIsSealed(server, kills);
        await KillStory.IncidentsHold(server, lines);
        await KillStory.ChecksHold(server);
    }
}
