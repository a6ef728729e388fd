using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace Yagura.Scenarios.Parts;

/// <summary>A real rsyslogd on loopback that takes lines over TCP and forwards their exact bytes.</summary>
internal sealed class Rsyslog : IAsyncDisposable
{
    private const string Path = "/usr/sbin/rsyslogd";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(20);

    private readonly string folder;
    private readonly string action;
    private Process? process;

    // One for all that is fed: imptcp reads connections beside each other, so that a second one could overtake the first one's end.
    private readonly TcpClient feed = new();

    public Rsyslog(string folder, string action)
    {
        this.folder = folder;
        this.action = action;
        Directory.CreateDirectory(folder);
    }

    /// <summary>Skips the test where rsyslog is not installed. On CI it must be.</summary>
    public static void MustBeThere()
    {
        if (File.Exists(Path) && Directory.GetDirectories("/usr/lib", "*-linux-gnu").Any(folder => File.Exists(System.IO.Path.Combine(folder, "rsyslog", "omrelp.so"))))
            return;
        const string missing = "rsyslog with rsyslog-relp is not installed";
        Assert.True(string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI")), missing);
        Assert.Skip(missing);
    }

    public int Input { get; } = FreePort.Next();

    /// <summary>Forwards over RELP; what is not acknowledged is kept in memory and sent again.</summary>
    public static string Relp(int port) => $"""action(type="omrelp" target="127.0.0.1" port="{port}" template="raw" action.resumeRetryCount="-1" action.resumeInterval="1" windowSize="2000" timeout="10")""";

    public static string Tcp(int port) => $"""action(type="omfwd" target="127.0.0.1" port="{port}" protocol="tcp" template="raw" action.resumeRetryCount="-1" action.resumeInterval="1")""";

    public static string Udp(int port) => $"""action(type="omfwd" target="127.0.0.1" port="{port}" protocol="udp" template="raw")""";

    public async Task StartAsync()
    {
        var config = System.IO.Path.Combine(folder, "rsyslog.conf");
        await File.WriteAllTextAsync(config, $$"""
            global(workDirectory="{{folder}}" maxMessageSize="64k" parser.escapeControlCharactersOnReceive="off")
            main_queue(queue.type="LinkedList" queue.size="500000" queue.workerThreads="1")
            module(load="imptcp" threads="1")
            module(load="omrelp")
            template(name="raw" type="string" string="%rawmsg%")
            input(type="imptcp" address="127.0.0.1" port="{{Input}}")
            {{action}}
            """);
        process = Process.Start(new ProcessStartInfo(Path, ["-n", "-f", config, "-i", System.IO.Path.Combine(folder, "rsyslog.pid")]) { RedirectStandardError = true, UseShellExecute = false })!;
        process.BeginErrorReadLine();
        var begin = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begin) < StartLimit)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, Input);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(50);
            }
        }

        throw new TimeoutException("rsyslogd did not open its input");
    }

    /// <summary>Hands lines to rsyslogd, in this order over all calls.</summary>
    public async Task FeedAsync(IEnumerable<string> lines)
    {
        if (!feed.Connected)
            await feed.ConnectAsync(IPAddress.Loopback, Input);
        var stream = feed.GetStream();
        foreach (var chunk in lines.Chunk(500))
            await stream.WriteAsync(Encoding.UTF8.GetBytes(string.Concat(chunk.Select(line => line + "\n"))));
    }

    public async ValueTask DisposeAsync()
    {
        feed.Dispose();
        if (process is null)
            return;
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
