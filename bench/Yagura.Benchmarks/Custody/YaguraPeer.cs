using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Yagura.Benchmarks.Custody;

/// <summary>Our custody path as a process.</summary>
internal sealed class YaguraPeer : Peer
{
    private YaguraPeer(string folder, int[] ports)
        : base(new ProcessStartInfo(Environment.ProcessPath!, ["custody-host", folder, .. ports.Select(port => port.ToString(CultureInfo.InvariantCulture))]))
    {
        (Folder, Tcp, Relp, Udp) = (folder, ports[0], ports[1], ports[2]);
    }

    public string Folder { get; }

    public int Tcp { get; }

    public int Relp { get; }

    public int Udp { get; }

    public static Task<YaguraPeer> StartAsync() => StartAsync(NewFolder());

    /// <summary>Starts on a folder that may hold something already.</summary>
    public static async Task<YaguraPeer> StartAsync(string folder)
    {
        var peer = new YaguraPeer(folder, [FreePort(), FreePort(), FreePort()]);
        if (await peer.Output.ReadLineAsync() != "ready") throw new InvalidOperationException($"the host did not start: {peer.Said}");
        return peer;
    }

    public async Task<HostStatus> StatusAsync()
    {
        await Input.WriteLineAsync("status");
        return JsonSerializer.Deserialize<HostStatus>(await Output.ReadLineAsync() ?? throw new InvalidOperationException($"the host ended: {Said}"))!;
    }

    /// <summary>Asks seldom until it holds, so that asking costs it nothing.</summary>
    public async Task<HostStatus> UntilAsync(Func<HostStatus, bool> holds)
    {
        for (var begin = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begin) < TimeSpan.FromMinutes(3); await Task.Delay(10))
        {
            if (await StatusAsync() is var now && holds(now)) return now;
        }

        throw new TimeoutException($"after 3 minutes: {await StatusAsync()}");
    }

    /// <summary>Stops in good order: everything is sealed.</summary>
    public async Task StopAsync()
    {
        await Input.WriteLineAsync("stop");
        while (await Output.ReadLineAsync() is { } line && line != "stopped")
        {
            // A status that nobody waited for.
        }
    }

    /// <summary>Bytes of evidence so far.</summary>
    public long EvidenceBytes() => Directory.GetFiles(Path.Combine(Folder, "archive"), "*.log.gz", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);

    /// <summary>Keeps the folder for another start.</summary>
    public void End() => base.Dispose();

    public override void Dispose()
    {
        base.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
