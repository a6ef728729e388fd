using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Yagura.Scenarios.Parts;

/// <summary>The real product in a process of its own, on free ports and a folder of its own.</summary>
internal sealed class Server : IAsyncDisposable
{
    private const int OutputLinesMax = 2000;
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    // The kill rounds leave two million records to analyse, which takes minutes on a busy machine.
    private static readonly TimeSpan WaitLimit = TimeSpan.FromMinutes(6);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);

    // The last lines that the server printed, for the message of a failed test; bounded by OutputLinesMax.
    private readonly ConcurrentQueue<string> output = new();
    private Process? process;

    public Server(string folder)
    {
        Folder = folder;
        Data = Path.Combine(folder, "data");
        Directory.CreateDirectory(folder);
    }

    public static string Executable { get; } = Path.Combine(AppContext.BaseDirectory, "yagura");

    public string Folder { get; }

    public string Data { get; init; }

    public int Web { get; } = FreePort.Next();

    public int Syslog { get; } = FreePort.Next();

    public int Relp { get; } = FreePort.Next();

    public string Sources { get; init; } = "";

    /// <summary>More lines of the configuration.</summary>
    public string Settings { get; init; } = "";

    public string Output => string.Join('\n', output);

    /// <summary>Starts the server and waits until every listener is open.</summary>
    public async Task StartAsync()
    {
        var config = Path.Combine(Folder, "yagura.yaml");
        await File.WriteAllTextAsync(config, $"""
            data: {Data}
            listen:
              web: http://127.0.0.1:{Web}
              syslog-udp: 127.0.0.1:{Syslog}
              syslog-tcp: 127.0.0.1:{Syslog}
              relp: 127.0.0.1:{Relp}
            {(Sources.Length > 0 ? "sources:\n" + Sources : "")}
            {Settings}
            """);
        // env becomes the server: under nohup, whose ignored SIGHUP is inherited, Hangup would say nothing to it.
        process = Process.Start(new ProcessStartInfo("/usr/bin/env", ["--default-signal=HUP", Executable, "serve", "--config", config]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = Folder })!;
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await WaitHealthyAsync();
    }

    /// <summary>What <c>/healthz</c> answers.</summary>
    public async Task<(HttpStatusCode Code, string Text)> HealthAsync()
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{Web}/healthz"));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Where each part of the path stands, over the control door.</summary>
    public async Task<JsonElement> StatusAsync()
    {
        using var control = new HttpClient(new SocketsHttpHandler { ConnectCallback = async (_, stop) => await ConnectAsync(stop) });
        return JsonDocument.Parse(await control.GetStringAsync(new Uri("http://control/status"))).RootElement;
    }

    /// <summary>Waits until the server's status says so.</summary>
    public async Task UntilAsync(string what, Func<JsonElement, bool> holds)
    {
        var begin = Stopwatch.GetTimestamp();
        var status = await StatusAsync();
        while (!holds(status))
        {
            if (Stopwatch.GetElapsedTime(begin) > WaitLimit)
                throw new TimeoutException($"waited {WaitLimit} for: {what}\n{status}\n{Output}");
            await Task.Delay(100);
            status = await StatusAsync();
        }
    }

    /// <summary>Waits until everything that is stored was analysed.</summary>
    public Task UntilAnalysedAsync() => UntilAsync("analysis to catch up", status => status.GetProperty("analysed").GetInt64() == status.GetProperty("spool").GetProperty("last").GetInt64());

    /// <summary>kill -9: no goodbye, no flush.</summary>
    public async Task KillAsync()
    {
        process!.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        process = null;
    }

    /// <summary>SIGHUP: the rules are read again.</summary>
    public void Hangup() => Process.Start("kill", ["-HUP", process!.Id.ToString(CultureInfo.InvariantCulture)]).Dispose();

    /// <summary>A stop in good order; the exit code.</summary>
    public async Task<int> StopAsync()
    {
        using var limit = new CancellationTokenSource(StopLimit);
        Process.Start("kill", ["-TERM", process!.Id.ToString()]).Dispose();
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException late)
        {
            process.Kill();
            throw new TimeoutException($"the server did not stop within {StopLimit}:\n{Output}", late);
        }

        var code = process.ExitCode;
        process.Dispose();
        process = null;
        return code;
    }

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
            await KillAsync();
    }

    private async Task<NetworkStream> ConnectAsync(CancellationToken stop)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path.Combine(Data, "control.sock")), stop);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private async Task WaitHealthyAsync()
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{Web}") };
        var begin = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begin) < StartLimit)
        {
            if (process!.HasExited)
                throw new InvalidOperationException($"the server ended with {process.ExitCode}:\n{Output}");
            try
            {
                using var answer = await http.GetAsync("/healthz");
                if (answer.StatusCode == HttpStatusCode.OK)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(50);
        }

        throw new TimeoutException($"the server was not healthy within {StartLimit}:\n{Output}");
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is null)
            return;
        output.Enqueue(line.Data);
        while (output.Count > OutputLinesMax)
            output.TryDequeue(out _);
    }
}
