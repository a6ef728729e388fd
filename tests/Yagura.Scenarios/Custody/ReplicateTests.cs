using System.Diagnostics;
using Xunit;
using Yagura.Scenarios.Parts;

namespace Yagura.Scenarios.Custody;

/// <summary><c>yagura replicate</c> of the real executable: from a folder, and from another host's over a real sshd.</summary>
public sealed class ReplicateTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("yagura-copy-").FullName;

    private string Copy => Path.Combine(folder, "copy");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>Some lines through a real server that stops in good order: a seal and a checkpoint.</summary>
    private static async Task SealAsync(Server server, int from, int lines)
    {
        await server.StartAsync();
        var sender = new RelpSender(server.Relp, window: 500, index => SampleLines.Ordinary("copy", from + index)) { Total = lines };
        await sender.RunAsync(CancellationToken.None);
        Assert.Equal(0, await server.StopAsync());
    }

    private static async Task HoldsAsync(string archive)
    {
        var verified = await Verb.RunAsync("verify", archive);
        Assert.True(verified.Code == 0, verified.Output + verified.Errors);
    }

    [Fact]
    public async Task A_copy_over_ssh_is_equal_goes_on_after_a_kill_and_refuses_what_does_not_extend_it()
    {
        Sshd.MustBeThere();
        await using var sshd = new Sshd(Path.Combine(folder, "ssh"));
        await sshd.StartAsync();
        await using var server = new Server(Path.Combine(folder, "primary"));
        for (var run = 0; run < 4; run++)
            await SealAsync(server, run * 20_000, 20_000);
        string[] replicate = ["replicate", $"ssh://primary{server.Data}", Copy, "--ssh-config", sshd.Config];

        // Killed as soon as something stands there: the next pull goes on.
        using (var killed = Process.Start(new ProcessStartInfo(Server.Executable, replicate) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false })!)
        {
            while (!killed.HasExited && (!Directory.Exists(Copy) || Directory.GetFiles(Copy, "*.seal", SearchOption.AllDirectories).Length == 0))
                await Task.Delay(1);
            killed.Kill(entireProcessTree: true);
            await killed.WaitForExitAsync();
        }

        var pulled = await Verb.RunAsync(replicate);
        Assert.True(pulled.Code == 0, pulled.Output + pulled.Errors);
        await HoldsAsync(Copy);
        var (second, output) = await SecondVerifier.RunAsync(folder, Path.Combine(Copy, "archive"));
        Assert.True(second == 0, output);
        Assert.Equal(Evidence.Seals(Path.Combine(server.Data, "archive")), Evidence.Seals(Path.Combine(Copy, "archive")));
        Assert.Equal(80_000, Evidence.Read(Path.Combine(Copy, "archive")).Count);

        // The newest seal goes at the source: what it offers lies behind what is held.
        foreach (var newest in Directory.GetFiles(Path.Combine(server.Data, "archive"), Path.GetFileName(Directory.GetFiles(Copy, "*.seal", SearchOption.AllDirectories).MaxBy(Path.GetFileName)!)[..^5] + "*", SearchOption.AllDirectories))
            File.Delete(newest);
        var refused = await Verb.RunAsync(replicate);
        Assert.Equal(1, refused.Code);
        Assert.Contains("rolled back", Assert.Single(refused.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        await HoldsAsync(Copy);

        await sshd.DisposeAsync();
        var gone = await Verb.RunAsync(replicate);
        Assert.Equal(2, gone.Code);
        Assert.Contains("the connection to primary ended", Assert.Single(gone.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_beside_a_running_server_is_known_to_it_and_a_folder_set_back_behind_it_does_not_start()
    {
        await using var server = new Server(Path.Combine(folder, "primary"));
        await SealAsync(server, 0, 1000);
        await Verb.RunCommandAsync("cp", "-a", server.Data, Path.Combine(folder, "yesterday"));
        await SealAsync(server, 1000, 1000);
        await server.StartAsync();
        var pulled = await Verb.RunAsync("replicate", server.Data, Copy);
        Assert.True(pulled.Code == 0, pulled.Output + pulled.Errors);
        await HoldsAsync(Copy);
        Assert.Single(Directory.GetFiles(Path.Combine(server.Data, "pins")));
        Assert.Equal(0, await server.StopAsync());

        // Yesterday's folder, with what today's knew to be held outside.
        await Verb.RunCommandAsync("cp", "-a", Path.Combine(server.Data, "pins"), Path.Combine(folder, "yesterday"));
        var refused = await Verb.RunAsync("serve", "--data", Path.Combine(folder, "yesterday"));
        Assert.Equal(2, refused.Code);
        Assert.Contains("rolled back", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(2, (await Verb.RunAsync("replicate", Path.Combine(folder, "nowhere"), Copy)).Code);
        Assert.Equal(2, (await Verb.RunAsync("replicate", "ssh://", Copy)).Code);
    }
}
