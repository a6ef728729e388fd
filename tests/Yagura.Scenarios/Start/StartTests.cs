using System.Net;
using System.Net.Sockets;
using Xunit;
using Yagura.Scenarios.Parts;

namespace Yagura.Scenarios.Start;

/// <summary>A start that cannot be: exit code 2 and one line that says what to do; a start that is: /healthz.</summary>
public sealed class StartTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("yagura-start-").FullName;

    [Fact]
    public async Task A_running_server_says_that_each_part_is_well()
    {
        await using var server = new Server(folder);
        await server.StartAsync();
        using var http = new HttpClient();
        var health = await http.GetStringAsync(new Uri($"http://127.0.0.1:{server.Web}/healthz"));
        Assert.Equal("ok", health.Split('\n')[0]);
        foreach (var line in new[] { "listener relp open", "listener syslog-tcp open", "listener syslog-udp open", "stage seal well", "stage analyse well" })
            Assert.Contains(line, health.Split('\n'));
        using var status = await http.GetAsync(new Uri($"http://127.0.0.1:{server.Web}/status"));
        Assert.Equal(HttpStatusCode.NotFound, status.StatusCode);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(server.Data, "control.sock")));
    }

    [Theory]
    [InlineData("relp")]
    [InlineData("syslog-tcp")]
    [InlineData("web")]
    public async Task A_port_that_is_taken(string door)
    {
        using var holder = new TcpListener(IPAddress.Loopback, 0);
        holder.Start();
        var taken = ((IPEndPoint)holder.LocalEndpoint).Port;
        var refused = await ServeAsync(Config("data", door, taken));
        Refused(refused, "Stop what holds the port|stop that, or give listen." + door);
        Assert.Contains($"127.0.0.1:{taken}", refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_folder_that_another_server_holds()
    {
        await using var server = new Server(folder);
        await server.StartAsync();
        Refused(await ServeAsync(Config("data", "relp", FreePort.Next())), "one data folder, one process");
    }

    [Fact]
    public async Task A_data_folder_of_another_node()
    {
        await using var server = new Server(folder);
        await server.StartAsync();
        Assert.Equal(0, await server.StopAsync());
        Refused(await ServeAsync("node: node-2\n" + Config("data", "relp", FreePort.Next())), "sealed by node node-1; this is node node-2");
    }

    [Fact]
    public async Task A_data_folder_that_was_rolled_back_behind_a_pin()
    {
        await using var server = new Server(folder);
        await server.StartAsync();
        Assert.Equal(0, await server.StopAsync());
        var early = Path.Combine(folder, "early");
        await CopyAsync(server.Data, early);
        await server.StartAsync();
        Assert.Equal(0, await server.StopAsync());
        var newest = (await Verb.RunAsync("verify", server.Data)).Output.Split('\n').Single(line => line.StartsWith("newest seal ", StringComparison.Ordinal))["newest seal ".Length..];
        Directory.CreateDirectory(Path.Combine(early, "pins"));
        await File.WriteAllTextAsync(Path.Combine(early, "pins", "mailbox"), newest + "\n");
        Refused(await ServeAsync(Config("early", "relp", FreePort.Next())), "rolled back");
    }

    [Fact]
    public async Task A_folder_that_may_not_be_written()
    {
        var locked = Directory.CreateDirectory(Path.Combine(folder, "locked")).FullName;
        var config = Path.Combine(folder, "refused.yaml");
        await File.WriteAllTextAsync(config, Config("locked/data", "relp", FreePort.Next()));
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        File.SetUnixFileMode(locked, (UnixFileMode)0b101_101_101);
        // Root may write everywhere: then the server runs without that right.
        var refused = Environment.UserName == "root"
            ? await Verb.RunCommandAsync("setpriv", "--inh-caps=-dac_override,-dac_read_search", "--bounding-set=-dac_override,-dac_read_search", Server.Executable, "serve", "--config", config)
            : await Verb.RunAsync("serve", "--config", config);
        Refused(refused, "give this user the right");
        Assert.Contains(locked, refused.Errors, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static void Refused(Verb refused, string advice)
    {
        Assert.True(refused.Code == 2, $"exit code {refused.Code}\n{refused.Output}{refused.Errors}");
        Assert.True(advice.Split('|').Any(one => refused.Errors.Contains(one, StringComparison.OrdinalIgnoreCase)), refused.Errors);
        Assert.StartsWith("yagura: ", refused.Errors, StringComparison.Ordinal);
        Assert.Single(refused.Errors.TrimEnd().Split('\n'));
    }

    private static string Config(string data, string door, int port)
    {
        int Port(string of) => of == door ? port : FreePort.Next();
        return $"""
            data: {data}
            listen:
              web: http://127.0.0.1:{Port("web")}
              syslog-udp: 127.0.0.1:{Port("syslog-udp")}
              syslog-tcp: 127.0.0.1:{Port("syslog-tcp")}
              relp: 127.0.0.1:{Port("relp")}
            """;
    }

    private async Task<Verb> ServeAsync(string config)
    {
        var file = Path.Combine(folder, "refused.yaml");
        await File.WriteAllTextAsync(file, config);
        return await Verb.RunAsync("serve", "--config", file);
    }

    private static async Task CopyAsync(string from, string to)
    {
        var copied = await Verb.RunCommandAsync("cp", "-a", from, to);
        Assert.True(copied.Code == 0, copied.Errors);
    }
}
