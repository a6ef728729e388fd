using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Yagura.Benchmarks.EndToEnd;

namespace Yagura.Benchmarks.Fairness;

/// <summary>What quiet senders wait for beside one at full speed (CUSTODY 2: the 99th percentile stays under 200 ms).</summary>
/// <param name="Name">Who else was there.</param>
/// <param name="Records">Records of the quiet sessions, each acknowledged before the next was sent.</param>
/// <param name="Median">Milliseconds from the sending to the acknowledgement.</param>
/// <param name="NinetyNinth">The same, for 99 of 100.</param>
/// <param name="Worst">The same, for all.</param>
/// <param name="LoudPerSecond">Acknowledged records of the loud session a second.</param>
internal sealed record FairnessFigure(string Name, long Records, double Median, double NinetyNinth, double Worst, double LoudPerSecond);

/// <summary>Fifty RELP sessions that send now and then, alone and beside one that sends as fast as it is answered.</summary>
internal static class FairnessRun
{
    private const int QuietSessions = 50;
    private const int LoudWindow = 4096;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan QuietPause = TimeSpan.FromMilliseconds(100);
    private static readonly byte[] Open = "1 open 50 relp_version=0\nrelp_software=bench\ncommands=syslog\n"u8.ToArray();

    public static async Task<FairnessFigure[]> RunAsync() => [await RunAsync(loud: false), await RunAsync(loud: true)];

    public static void Print(TextWriter output, IReadOnlyList<FairnessFigure> figures)
    {
        output.WriteLine($"{"",-44} {"records",9} {"median ms",10} {"99 % ms",8} {"worst ms",9} {"loud records/s",15}");
        foreach (var figure in figures)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{figure.Name,-44} {figure.Records,9} {figure.Median,10:F1} {figure.NinetyNinth,8:F1} {figure.Worst,9:F1} {figure.LoudPerSecond,15:F0}"));
        }
    }

    private static async Task<FairnessFigure> RunAsync(bool loud)
    {
        using var product = await ProductUnderLoad.StartAsync();
        using var end = new CancellationTokenSource(Length);
        var begin = Stopwatch.GetTimestamp();
        var flood = loud ? LoudAsync(product.Relp, end.Token) : Task.FromResult(0L);
        var quiet = await Task.WhenAll(Enumerable.Range(0, QuietSessions).Select(number => QuietAsync(product.Relp, number, end.Token)));
        var answered = await flood;
        var times = quiet.SelectMany(one => one).Order().ToArray();
        var name = loud ? $"{QuietSessions} quiet sessions beside one at full speed" : $"{QuietSessions} quiet sessions alone";
        return new FairnessFigure(name, times.Length, At(times, 0.5), At(times, 0.99), Math.Round(times[^1], 1), Math.Round(answered / Stopwatch.GetElapsedTime(begin).TotalSeconds));
    }

    private static double At(double[] times, double share) => Math.Round(times[(int)(share * (times.Length - 1))], 1);

    private static async Task<List<double>> QuietAsync(int port, int number, CancellationToken end)
    {
        var times = new List<double>();
        using var client = await OpenAsync(port);
        var stream = client.GetStream();
        var answer = new byte[256];
        // Spread over the pause, so that they do not come in step.
        await Task.Delay(QuietPause * number / QuietSessions, CancellationToken.None);
        for (var transaction = 2; !end.IsCancellationRequested; transaction++)
        {
            var line = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{transaction} syslog 24 <134>1 - quiet{number:00} - - - -\n"));
            var sent = Stopwatch.GetTimestamp();
            await stream.WriteAsync(line, CancellationToken.None);
            await ReadLinesAsync(stream, answer, 1);
            times.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
            await Task.Delay(QuietPause, CancellationToken.None);
        }

        return times;
    }

    private static async Task<long> LoudAsync(int port, CancellationToken end)
    {
        using var client = await OpenAsync(port);
        var stream = client.GetStream();
        var room = new SemaphoreSlim(LoudWindow);
        long answered = 0;
        var sent = 0L;
        var reading = Task.Run(async () =>
        {
            var buffer = new byte[64 * 1024];
            while (!end.IsCancellationRequested || answered < Interlocked.Read(ref sent))
            {
                var read = await stream.ReadAsync(buffer, CancellationToken.None);
                if (read == 0) throw new IOException("the server closed the session");
                var got = buffer.AsSpan(0, read).Count((byte)'\n');
                answered += got;
                room.Release(got);
            }
        }, CancellationToken.None);
        var line = Encoding.ASCII.GetBytes("<134>1 2026-11-22T03:00:00Z loud.example.jp app - - - ".PadRight(420, 'x'));
        while (!end.IsCancellationRequested)
        {
            await room.WaitAsync(CancellationToken.None);
            var burst = 1;
            while (burst < 64 && room.Wait(0, CancellationToken.None)) burst++;
            await stream.WriteAsync(Frames(line, sent + 2, burst), CancellationToken.None);
            Interlocked.Add(ref sent, burst);
        }

        await reading;
        return answered;
    }

    private static byte[] Frames(byte[] line, long from, int count)
    {
        var frames = new MemoryStream(count * (line.Length + 24));
        for (var number = from; number < from + count; number++)
        {
            frames.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{1 + number % 999_999_999} syslog {line.Length} ")));
            frames.Write(line);
            frames.WriteByte((byte)'\n');
        }

        return frames.ToArray();
    }

    private static async Task<TcpClient> OpenAsync(int port)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, port);
        await client.GetStream().WriteAsync(Open);
        // The answer to open has four lines.
        await ReadLinesAsync(client.GetStream(), new byte[256], 4);
        return client;
    }

    private static async Task ReadLinesAsync(NetworkStream stream, byte[] buffer, int lines)
    {
        while (lines > 0)
        {
            var read = await stream.ReadAsync(buffer);
            if (read == 0) throw new IOException("the server closed the session");
            lines -= buffer.AsSpan(0, read).Count((byte)'\n');
        }
    }
}
