using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Yagura.Benchmarks.EndToEnd;

/// <summary>A figure of the product from socket to synced spool, with sealing and detection running beside it as they do in service.</summary>
/// <param name="Name">What was sent.</param>
/// <param name="Events">Records.</param>
/// <param name="Bytes">Payload bytes, line ends included.</param>
/// <param name="Seconds">From the first byte sent to the last record synced (over RELP: acknowledged).</param>
/// <param name="CpuSeconds">Processor time of the server in that time.</param>
/// <param name="AnalysedSeconds">From the first byte sent until every rule had seen the last record.</param>
/// <param name="AnalysedCpuSeconds">Processor time of the server in that time.</param>
/// <param name="PeakMegabytes">Most memory that the server held.</param>
internal sealed record EndToEndFigure(string Name, long Events, long Bytes, double Seconds, double CpuSeconds, double AnalysedSeconds, double AnalysedCpuSeconds, double PeakMegabytes)
{
    public double EventsPerSecond => Math.Round(Events / Seconds);

    public double EventsPerCpuSecond => Math.Round(Events / CpuSeconds);

    public double EventsPerCpuSecondAnalysed => Math.Round(Events / AnalysedCpuSeconds);
}

/// <summary>Sends as fast as the server takes it.</summary>
internal static class EndToEndRun
{
    private const int Connections = 8;
    private const int Window = 1024;
    private const int BlockLines = 2000;
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(20);

    /// <summary>Eight connections of plain syslog over TCP, until the last record is synced.</summary>
    public static Task<EndToEndFigure> TcpAsync(int eventsEach) => RunAsync($"syslog over TCP, {Connections} connections", eventsEach, async (product, lines) =>
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, product.Syslog);
        await using var stream = client.GetStream();
        var block = lines.SelectMany(line => line.Append((byte)'\n')).ToArray();
        for (var sent = 0; sent < eventsEach; sent += BlockLines)
            await stream.WriteAsync(block);
        client.Client.Shutdown(SocketShutdown.Send);
        // The server closes when it has read everything.
        while (await stream.ReadAsync(new byte[1]) > 0)
        {
            // Nothing is said to a plain sender.
        }
    });

    /// <summary>Eight RELP sessions with a window each; every record is answered after its sync.</summary>
    public static Task<EndToEndFigure> RelpAsync(int eventsEach) => RunAsync($"RELP, {Connections} sessions, window {Window}", eventsEach, async (product, lines) =>
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, product.Relp);
        await using var stream = client.GetStream();
        await stream.WriteAsync("1 open 50 relp_version=0\nrelp_software=bench\ncommands=syslog\n"u8.ToArray());
        var room = new SemaphoreSlim(Window);
        var answers = AnswersAsync(stream, room, eventsEach);
        for (var sent = 0; sent < eventsEach;)
        {
            await room.WaitAsync();
            var burst = 1;
            while (burst < 64 && sent + burst < eventsEach && room.Wait(0))
                burst++;
            await stream.WriteAsync(Frames(lines, sent, burst));
            sent += burst;
        }

        await answers;
    });

    private static byte[] Frames(IReadOnlyList<byte[]> lines, int from, int count)
    {
        var frames = new MemoryStream(count * (LoadLines.BytesUsual + 24));
        for (var i = from; i < from + count; i++)
        {
            var line = lines[i % lines.Count];
            frames.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{i + 2} syslog {line.Length} ")));
            frames.Write(line);
            frames.WriteByte((byte)'\n');
        }

        return frames.ToArray();
    }

    // An answer is a line; the one to open has three.
    private static async Task AnswersAsync(NetworkStream stream, SemaphoreSlim room, int events)
    {
        var buffer = new byte[64 * 1024];
        var lines = -4;
        while (lines < events)
        {
            var read = await stream.ReadAsync(buffer);
            if (read == 0)
                throw new IOException("the server closed the session");
            var got = buffer.AsSpan(0, read).Count((byte)'\n');
            var free = Math.Max(0, lines + got) - Math.Max(0, lines);
            lines += got;
            if (free > 0)
                room.Release(free);
        }
    }

    private static async Task<EndToEndFigure> RunAsync(string name, int eventsEach, Func<ProductUnderLoad, IReadOnlyList<byte[]>, Task> send)
    {
        var blocks = Enumerable.Range(0, Connections).Select(seed => LoadLines.Make(BlockLines, seed)).ToList();
        var events = (long)eventsEach * Connections;
        var bytes = blocks.Sum(block => block.Sum(line => line.Length + 1L)) / BlockLines * eventsEach;
        using var product = await ProductUnderLoad.StartAsync();
        var cpu = product.Processor;
        var begin = Stopwatch.GetTimestamp();
        await Task.WhenAll(blocks.Select(block => Task.Run(() => send(product, block))));
        while (await product.DurableAsync() < events)
            await Task.Delay(AskEvery);
        var (seconds, cpuSeconds) = (Stopwatch.GetElapsedTime(begin).TotalSeconds, (product.Processor - cpu).TotalSeconds);
        while (await product.AnalysedAsync() < events)
            await Task.Delay(AskEvery);
        return new EndToEndFigure(name, events, bytes, Math.Round(seconds, 3), Math.Round(cpuSeconds, 3), Math.Round(Stopwatch.GetElapsedTime(begin).TotalSeconds, 3), Math.Round((product.Processor - cpu).TotalSeconds, 3), Math.Round(product.PeakBytes / 1048576.0));
    }
}
