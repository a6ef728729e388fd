using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Yagura.Benchmarks.EndToEnd;

/// <summary>The real server in a process of its own, with a folder of its own: how much it took in, and what it cost.</summary>
internal sealed class ProductUnderLoad : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private readonly Process process;
    private readonly HttpClient control;
    private string last = "";

    private ProductUnderLoad(string folder, int web, int syslog, int relp)
    {
        (Folder, Syslog, Relp) = (folder, syslog, relp);
        var config = Path.Combine(folder, "yagura.yaml");
        File.WriteAllText(config, $"data: data\nlisten: {{web: \"http://127.0.0.1:{web}\", syslog-udp: off, syslog-tcp: \"127.0.0.1:{syslog}\", relp: \"127.0.0.1:{relp}\"}}\n");
        process = Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "yagura"), ["serve", "--config", config]) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false })!;
        process.ErrorDataReceived += (_, line) => last = line.Data ?? last;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        control = new HttpClient(new SocketsHttpHandler { ConnectCallback = (_, stop) => ConnectAsync(stop) });
    }

    public string Folder { get; }

    public int Syslog { get; }

    public int Relp { get; }

    /// <summary>Processor time of the server so far, of all its threads.</summary>
    public TimeSpan Processor
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>Most memory that the server ever held, in bytes.</summary>
    public long PeakBytes
    {
        get
        {
            process.Refresh();
            return process.PeakWorkingSet64;
        }
    }

    public static async Task<ProductUnderLoad> StartAsync()
    {
        var product = new ProductUnderLoad(Directory.CreateTempSubdirectory("yagura-bench-").FullName, FreePort(), FreePort(), FreePort());
        var begin = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begin) < StartLimit)
        {
            try
            {
                if ((await product.StatusAsync()).GetProperty("listening").GetBoolean())
                    return product;
            }
            catch (HttpRequestException) when (!product.process.HasExited)
            {
                // Not yet.
            }
            catch (HttpRequestException)
            {
                break;
            }

            await Task.Delay(100);
        }

        using var failed = product;
        throw new InvalidOperationException($"the server did not open its listeners: {product.last}");
    }

    /// <summary>Where the server stands; asked seldom, so that asking costs it nothing.</summary>
    public async Task<JsonElement> StatusAsync() => JsonDocument.Parse(await control.GetStringAsync(new Uri("http://control/status"))).RootElement;

    /// <summary>Sequence of the last record that is synced.</summary>
    public async Task<long> DurableAsync() => (await StatusAsync()).GetProperty("spool").GetProperty("last").GetInt64();

    /// <summary>Sequence of the last record that is analysed.</summary>
    public async Task<long> AnalysedAsync() => (await StatusAsync()).GetProperty("analysed").GetInt64();

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
        control.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private async ValueTask<Stream> ConnectAsync(CancellationToken stop)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path.Combine(Folder, "data", "control.sock")), stop);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return int.Parse(socket.LocalEndPoint!.ToString()!.Split(':')[1], CultureInfo.InvariantCulture);
    }
}
