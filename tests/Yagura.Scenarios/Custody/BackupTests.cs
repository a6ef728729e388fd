using System.Net;
using System.Net.Sockets;
using Xunit;
using Yagura.Scenarios.Parts;

namespace Yagura.Scenarios.Custody;

/// <summary><c>yagura backup</c> of a server that goes on taking records, and the day on which the copy is needed.</summary>
public sealed class BackupTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly string folder = Directory.CreateTempSubdirectory("yagura-backup-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_backup_of_a_running_server_starts_serves_and_verifies()
    {
        await using var server = new Server(Path.Combine(folder, "first"));
        // Something sealed and signed stands there already.
        await server.StartAsync();
        await new RelpSender(server.Relp, window: 500, Line) { Total = 5000 }.RunAsync(CancellationToken.None);
        Assert.Equal(0, await server.StopAsync());

        await server.StartAsync();
        var sender = new RelpSender(server.Relp, window: 500, index => Line(5000 + index)) { Total = int.MaxValue };
        using var stop = new CancellationTokenSource();
        var sending = Task.Run(() => sender.RunAsync(stop.Token));
        while (sender.Acknowledged < 5000)
            await Task.Delay(10);
        var before = 5000 + sender.Acknowledged;
        await using var restored = new Server(Path.Combine(folder, "second"));
        var backup = await Verb.RunAsync("backup", "--config", Path.Combine(server.Folder, "yagura.yaml"), "--out", restored.Data, "--with-keys");
        Assert.True(backup.Code == 0, backup.Output + backup.Errors);
        Assert.Equal(2, (await Verb.RunAsync("backup", "--config", Path.Combine(server.Folder, "yagura.yaml"), "--out", restored.Data)).Code);
        sender.Total = sender.Sent;
        await sending.WaitAsync(Limit);
        await server.KillAsync();

        // The first machine is gone. The second serves from the copy, and a sender goes on.
        await restored.StartAsync();
        await new RelpSender(restored.Relp, window: 500, index => Line(1_000_000 + index)) { Total = 1000 }.RunAsync(CancellationToken.None);
        await restored.UntilAnalysedAsync();
        Assert.Equal(0, await restored.StopAsync());
        var stored = Evidence.Read(Path.Combine(restored.Data, "archive")).Select(line => line.Raw).ToList();
        var old = stored.Count - 1000;
        Assert.True(old >= before, $"{old} records; {before} were acknowledged before the backup was asked for");
        Assert.Equal(Enumerable.Range(0, old).Select(Line), stored.Take(old));
        Assert.Equal(Enumerable.Range(1_000_000, 1000).Select(Line), stored.Skip(old));
        var verified = await Verb.RunAsync("verify", restored.Data);
        Assert.True(verified.Code == 0, verified.Output + verified.Errors);
        var journal = await Verb.RunAsync("journal", "verify", "--data", restored.Data);
        Assert.True(journal.Code == 0, journal.Output + journal.Errors);
        Assert.Contains(Evidence.Seals(Path.Combine(restored.Data, "archive")), seal => seal.Contains(" crashed\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_request_of_a_verb_that_nobody_foresaw_ends_with_a_sentence_and_the_server_goes_on()
    {
        await using var server = new Server(folder);
        await server.StartAsync();
        using var control = new HttpClient(new SocketsHttpHandler { ConnectCallback = async (_, stop) => await ConnectAsync(server, stop) });
        using var answer = await control.PostAsync(new Uri("http://control/export?request=no-json"), content: null);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("\"ok\":false,\"error\":\"the server failed (JsonException", (await answer.Content.ReadAsStringAsync()).Split('\n')[^2], StringComparison.Ordinal);
        Assert.Equal(0, await server.StopAsync());
    }

    private static async Task<Stream> ConnectAsync(Server server, CancellationToken stop)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path.Combine(server.Data, "control.sock")), stop);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private static string Line(int index) => SampleLines.Ordinary("backup", index);
}
