using System.Diagnostics;
using System.Globalization;
using System.Net;
using Xunit;
using Yagura.Scenarios.Kill;
using Yagura.Scenarios.Parts;

namespace Yagura.Scenarios.Disk;

/// <summary>The real executable on a real disk that turns read-only under it, or is full to the last byte: what sender and operator see, and that nothing acknowledged is lost.</summary>
public sealed class DiskTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly string folder = Directory.CreateTempSubdirectory("yagura-disk-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_disk_that_turns_read_only_stops_intake_and_everything_acknowledged_is_there_after_the_repair()
    {
        await using var disk = await OwnDisk.Ext4Async(folder, megabytes: 400);
        await using var server = new Server(folder) { Data = Path.Combine(disk.Root, "data"), Settings = "reserve: 16MB" };
        await server.StartAsync();
        var sender = new RelpSender(server.Relp, window: 500, KillStory.Line) { Total = int.MaxValue };
        using var stop = new CancellationTokenSource();
        var sending = Task.Run(() => sender.RunAsync(stop.Token));
        await UntilAsync(() => sender.Acknowledged > 5000, server);

        await disk.BreakAsync();
        await UntilHealthAsync(server, HttpStatusCode.ServiceUnavailable);
        var acknowledged = sender.Acknowledged;
        Assert.Contains("the disk failed; a person must look", (await server.HealthAsync()).Text, StringComparison.Ordinal);
        Assert.Contains("errno 30", (await server.StatusAsync()).GetProperty("halted").GetString() ?? "", StringComparison.Ordinal);
        await Task.Delay(1500);
        Assert.Equal(acknowledged, sender.Acknowledged);

        // A start on it is refused in one line, and the folder is as it was.
        var code = await server.StopAsync();
        Assert.True(code == 1, $"ended with {code}\n{server.Output}");
        Assert.Contains("intake stopped, nothing is acknowledged any more", server.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled exception", server.Output, StringComparison.Ordinal);
        var refused = await Verb.RunAsync("serve", "--config", Path.Combine(folder, "yagura.yaml"));
        Assert.Equal(2, refused.Code);
        Assert.Contains("cannot be written", Assert.Single(refused.Errors.TrimEnd().Split('\n')), StringComparison.Ordinal);

        await disk.RepairAsync();
        await server.StartAsync();
        await UntilAsync(() => sender.Acknowledged > acknowledged + 1000, server);
        sender.Total = sender.Sent;
        await sending.WaitAsync(Limit);
        await server.UntilAnalysedAsync();
        Assert.Equal(0, await server.StopAsync());
        KillStory.EvidenceHolds(server, sender.Sent, sender.Unanswered);
        Assert.Single(Evidence.Seals(Path.Combine(server.Data, "archive")).SelectMany(seal => seal.Split('\n')), line => line.StartsWith("down ", StringComparison.Ordinal) && line.EndsWith(" crashed", StringComparison.Ordinal));
        await KillStory.ChecksHold(server);
    }

    [Fact]
    public async Task A_disk_that_is_mounted_read_only_refuses_the_start_and_verifies_all_the_same()
    {
        await using var disk = await OwnDisk.TmpfsAsync(folder, megabytes: 200);
        await using var server = new Server(folder) { Data = Path.Combine(disk.Root, "data"), Settings = "reserve: 16MB" };
        await server.StartAsync();
        await new RelpSender(server.Relp, window: 100, KillStory.Line) { Total = 1000 }.RunAsync(CancellationToken.None);
        Assert.Equal(0, await server.StopAsync());
        await disk.RemountAsync(readOnly: true);
        var refused = await Verb.RunAsync("serve", "--config", Path.Combine(folder, "yagura.yaml"));
        Assert.Equal(2, refused.Code);
        Assert.StartsWith("yagura: ", Assert.Single(refused.Errors.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.Contains("cannot be written", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(0, (await Verb.RunAsync("verify", server.Data)).Code);

        await disk.RemountAsync(readOnly: false);
        await server.StartAsync();
        Assert.Equal(0, await server.StopAsync());
        KillStory.EvidenceHolds(server, 1000, 0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_disk_that_is_full_to_the_last_byte_acknowledges_nothing_and_goes_on_when_there_is_room(bool killed)
    {
        await using var disk = await OwnDisk.TmpfsAsync(folder, megabytes: 400);
        await using var server = new Server(folder) { Data = Path.Combine(disk.Root, "data"), Settings = "reserve: 16MB" };
        await server.StartAsync();
        var sender = new RelpSender(server.Relp, window: 500, KillStory.Line) { Total = 5000 };
        await sender.RunAsync(CancellationToken.None);

        // All of it, at once: also what the journal's database and the sealer would need.
        var filler = Path.Combine(disk.Root, "filler");
        await Verb.RunCommandAsync("dd", "if=/dev/zero", $"of={filler}", "bs=1M");
        Assert.Equal(0, new DriveInfo(disk.Root).AvailableFreeSpace);
        await UntilHealthAsync(server, HttpStatusCode.ServiceUnavailable);
        Assert.Contains("nothing is acknowledged: the disk is nearly full", (await server.HealthAsync()).Text, StringComparison.Ordinal);
        sender.Total = int.MaxValue;
        using var stop = new CancellationTokenSource();
        var sending = Task.Run(() => sender.RunAsync(stop.Token));
        await UntilAsync(() => sender.Sent > 5000, server);
        await Task.Delay(3000);
        Assert.Equal(5000, sender.Acknowledged);

        if (killed)
        {
            await server.KillAsync();
            var refused = await Verb.RunAsync("serve", "--config", Path.Combine(folder, "yagura.yaml"));
            Assert.Equal(2, refused.Code);
            Assert.StartsWith("yagura: ", Assert.Single(refused.Errors.TrimEnd().Split('\n')), StringComparison.Ordinal);
        }

        File.Delete(filler);
        if (killed)
            await server.StartAsync();
        await UntilAsync(() => sender.Acknowledged > 10_000, server);
        Assert.Equal(HttpStatusCode.OK, (await server.HealthAsync()).Code);
        sender.Total = sender.Sent;
        await sending.WaitAsync(Limit);
        await server.UntilAnalysedAsync();
        Assert.Equal(0, await server.StopAsync());
        KillStory.EvidenceHolds(server, sender.Sent, sender.Unanswered);
        await KillStory.IncidentsHold(server, sender.Sent);
        await KillStory.ChecksHold(server);
    }

    private static async Task UntilHealthAsync(Server server, HttpStatusCode code)
    {
        var begin = Stopwatch.GetTimestamp();
        while ((await server.HealthAsync()).Code != code)
        {
            Assert.True(Stopwatch.GetElapsedTime(begin) < Limit, string.Create(CultureInfo.InvariantCulture, $"waited {Limit} for {code}\n{server.Output}"));
            await Task.Delay(50);
        }
    }

    private static async Task UntilAsync(Func<bool> holds, Server server)
    {
        var begin = Stopwatch.GetTimestamp();
        while (!holds())
        {
            Assert.True(Stopwatch.GetElapsedTime(begin) < Limit, $"waited {Limit}\n{server.Output}");
            await Task.Delay(20);
        }
    }
}
