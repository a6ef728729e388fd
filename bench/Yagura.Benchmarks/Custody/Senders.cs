using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Yagura.Benchmarks.Custody;

/// <summary>What is sent to both sides: the same bytes by the same code.</summary>
internal static class Senders
{
    public const int Connections = 8;
    // Linux: SOL_UDP, UDP_SEGMENT: one call hands over many datagrams of one length.
    private const int UdpLevel = 17;
    private const int UdpSegment = 103;
    private const int DatagramsPerCall = 120;

    private static readonly byte[] Open = "1 open 50 relp_version=0\nrelp_software=bench\ncommands=syslog\n"u8.ToArray();

    /// <summary>Blocks over eight connections of plain TCP, as fast as they are taken; the payload's bytes, line ends included.</summary>
    public static async Task<long> TcpAsync(int port, int blocksEach)
    {
        var sent = await Task.WhenAll(Enumerable.Range(0, Connections).Select(seed => Task.Run(async () =>
        {
            var block = CustodyLines.Joined(CustodyLines.Make(seed));
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port);
            for (var number = 0; number < blocksEach; number++) await client.GetStream().WriteAsync(block);
            return (long)block.Length * blocksEach;
        })));
        return sent.Sum();
    }

    /// <summary>Lines a second over eight connections for a time; the lines that were sent, and the seconds that it took.</summary>
    public static async Task<(long Lines, double Seconds)> PacedAsync(int port, int linesPerSecond, TimeSpan length)
    {
        const int Burst = 100;
        var block = CustodyLines.Joined(CustodyLines.Make(1).Take(Burst).ToArray());
        var bursts = (long)(linesPerSecond * length.TotalSeconds / Burst / Connections);
        var begin = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(async () =>
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port);
            for (var number = 0L; number < bursts; number++)
            {
                await DueAsync(begin, length * ((double)number / bursts));
                await client.GetStream().WriteAsync(block);
            }
        })));
        return (bursts * Burst * Connections, Stopwatch.GetElapsedTime(begin).TotalSeconds);
    }

    /// <summary>Datagrams a second for a time from one socket.</summary>
    public static async Task<long> DatagramsAsync(int port, int perSecond, TimeSpan length)
    {
        var lines = CustodyLines.Make(1);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Connect(IPAddress.Loopback, port);
        var all = (long)(perSecond * length.TotalSeconds);
        var begin = Stopwatch.GetTimestamp();
        for (var sent = 0L; sent < all; sent++)
        {
            if (sent % 100 == 0) await DueAsync(begin, length * ((double)sent / all));
            socket.Send(lines[sent % lines.Length]);
        }

        return all;
    }

    /// <summary>Datagrams as fast as the kernel hands them over, faster than anybody takes them; how many.</summary>
    /// <remarks>Each is the beginning of a line: all are as long, because the kernel cuts them out of one buffer.</remarks>
    public static long Flood(int port, int calls)
    {
        var lines = CustodyLines.Make(1).Take(DatagramsPerCall).ToList();
        var length = lines.Min(line => line.Length);
        byte[] buffer = [.. lines.SelectMany(line => line.Take(length))];
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.SetRawSocketOption(UdpLevel, UdpSegment, BitConverter.GetBytes(length));
        socket.Connect(IPAddress.Loopback, port);
        for (var call = 0; call < calls; call++) socket.Send(buffer);
        return (long)calls * DatagramsPerCall;
    }

    /// <summary>Acknowledged records a second of eight RELP sessions with a window each, for a time.</summary>
    public static async Task<double> RelpAsync(int port, TimeSpan length)
    {
        var begin = Stopwatch.GetTimestamp();
        var answered = await Task.WhenAll(Enumerable.Range(0, Connections).Select(seed => Task.Run(async () =>
        {
            await using var session = await RelpSession.OpenAsync(port, seed);
            await session.RunAsync(length, linesPerSecond: null);
            return session.AnsweredInTime;
        })));
        return answered.Sum() / Math.Max(length.TotalSeconds, Math.Min(length.TotalSeconds, Stopwatch.GetElapsedTime(begin).TotalSeconds));
    }

    /// <summary>Milliseconds from sending to acknowledgement of every line, eight sessions, so many lines a second.</summary>
    public static async Task<double[]> LatenciesAsync(int port, int linesPerSecond, TimeSpan length)
    {
        var waits = await Task.WhenAll(Enumerable.Range(0, Connections).Select(seed => Task.Run(async () =>
        {
            await using var session = await RelpSession.OpenAsync(port, seed);
            await session.RunAsync(length, linesPerSecond / Connections);
            return session.Waits;
        })));
        return [.. waits.SelectMany(one => one).Order()];
    }

    public static async Task DueAsync(long begin, TimeSpan due)
    {
        var ahead = due - Stopwatch.GetElapsedTime(begin);
        if (ahead > TimeSpan.FromMilliseconds(1)) await Task.Delay(ahead);
    }

    /// <summary>One RELP session with a window of 1024.</summary>
    internal sealed class RelpSession : IAsyncDisposable
    {
        private const int Window = 1024;
        private const int BurstMax = 32;
        private readonly TcpClient client = new() { NoDelay = true };
        private readonly SemaphoreSlim room = new(Window);
        private readonly byte[][] lines;
        private readonly long[] sentAt = new long[Window * 2];
        private long sent;
        private long answered;

        private RelpSession(int seed) => lines = CustodyLines.Make(seed);

        /// <summary>Records that were acknowledged while records were being sent.</summary>
        public long AnsweredInTime { get; private set; }

        /// <summary>Milliseconds each record waited for its answer.</summary>
        public List<double> Waits { get; } = [];

        public static async Task<RelpSession> OpenAsync(int port, int seed)
        {
            var session = new RelpSession(seed);
            await session.client.ConnectAsync(IPAddress.Loopback, port);
            var stream = session.client.GetStream();
            await stream.WriteAsync(Open);
            // The answer to open has four lines.
            var answer = new byte[512];
            for (var left = 4; left > 0;)
            {
                var read = await stream.ReadAsync(answer);
                if (read == 0) throw new IOException("the server closed the session");
                left -= answer.AsSpan(0, read).Count((byte)'\n');
            }

            return session;
        }

        public async Task RunAsync(TimeSpan length, int? linesPerSecond)
        {
            var begin = Stopwatch.GetTimestamp();
            var ended = false;
            var answers = Task.Run(() => AnswersAsync(() => Volatile.Read(ref ended)));
            while (Stopwatch.GetElapsedTime(begin) < length)
            {
                if (linesPerSecond is { } rate) await Senders.DueAsync(begin, TimeSpan.FromSeconds((double)sent / rate));
                if (!await room.WaitAsync(TimeSpan.FromMilliseconds(50))) continue;
                var burst = 1;
                while (burst < BurstMax && room.Wait(0)) burst++;
                var frames = Frames(burst);
                await client.GetStream().WriteAsync(frames);
            }

            AnsweredInTime = Interlocked.Read(ref answered);
            Volatile.Write(ref ended, true);
            if (linesPerSecond is not null) await answers.WaitAsync(TimeSpan.FromSeconds(30));
        }

        public ValueTask DisposeAsync()
        {
            client.Dispose();
            return ValueTask.CompletedTask;
        }

        private byte[] Frames(int burst)
        {
            var frames = new MemoryStream(burst * 480);
            var now = Stopwatch.GetTimestamp();
            for (var i = 0; i < burst; i++)
            {
                var line = lines[sent % lines.Length];
                frames.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{2 + sent % 999_999_990} syslog {line.Length} ")));
                frames.Write(line);
                frames.WriteByte((byte)'\n');
                sentAt[sent % sentAt.Length] = now;
                Interlocked.Increment(ref sent);
            }

            return frames.ToArray();
        }

        private async Task AnswersAsync(Func<bool> ended)
        {
            var buffer = new byte[64 * 1024];
            try
            {
                while (!ended() || answered < Interlocked.Read(ref sent))
                {
                    var read = await client.GetStream().ReadAsync(buffer);
                    if (read == 0) return;
                    var got = buffer.AsSpan(0, read).Count((byte)'\n');
                    for (var i = 0; i < got; i++) Waits.Add(Stopwatch.GetElapsedTime(sentAt[(answered + i) % sentAt.Length]).TotalMilliseconds);
                    Interlocked.Add(ref answered, got);
                    if (got > 0) room.Release(got);
                }
            }
            catch (Exception broken) when (broken is IOException or ObjectDisposedException)
            {
                // The session was closed under the read.
            }
        }
    }
}
