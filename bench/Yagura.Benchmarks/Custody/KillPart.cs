using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Yagura.Benchmarks.Custody;

/// <summary>kill -9 while thousands of records are on their way over RELP: what was acknowledged and is not there. rsyslog's disk queue, as it comes, is the control.</summary>
internal static partial class KillPart
{
    private const int Sessions = 4;
    private const int Window = 1000;
    private const int AcknowledgedMin = 20_000;
    private const int InFlightMin = 1000;

    public static async Task<CustodyFigure[]> RunAsync(int pairs)
    {
        var figure = new List<CustodyPair>();
        for (var pair = 0; pair < pairs; pair++)
        {
            var oursFirst = pair % 2 == 0;
            var ours = oursFirst ? await OursAsync(pair) : null;
            var peer = await PeerAsync(pair);
            ours ??= await OursAsync(pair);
            figure.Add(new CustodyPair(oursFirst, ours.Amount, ours, peer));
        }

        return [CustodyFigure.Of($"acknowledged and lost after kill -9 (rsyslog's disk queue lost records in {figure.Count(pair => pair.Peer.Amount > 0)} of {pairs} rounds)", 0, atLeast: false, figure)];
    }

    private static async Task<CustodySide> OursAsync(int round)
    {
        var first = await YaguraPeer.StartAsync();
        var killed = await KillAsync(first, first.Relp, round);
        first.End();
        using var again = await YaguraPeer.StartAsync(first.Folder);
        await again.StopAsync();
        var stored = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in Directory.GetFiles(Path.Combine(first.Folder, "archive"), "*.log.gz", SearchOption.AllDirectories))
        {
            await using var gzip = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
            using var reader = new StreamReader(gzip);
            stored.UnionWith(Names(await reader.ReadToEndAsync()));
        }

        return Side(killed, stored);
    }

    private static async Task<CustodySide> PeerAsync(int round)
    {
        var first = await RsyslogPeer.StartAsync(RsyslogQueue.Disk);
        var killed = await KillAsync(first, first.Relp, round);
        first.End();
        using var again = await RsyslogPeer.StartAsync(first.Folder, RsyslogQueue.Disk);
        for (long before = -1, now = again.TextBytes; now != before; now = again.TextBytes)
        {
            before = now;
            await Task.Delay(2000);
        }

        return Side(killed, [.. Names(await File.ReadAllTextAsync(again.Text))]);
    }

    private static CustodySide Side((HashSet<string> Acknowledged, long InFlight) killed, HashSet<string> stored) => new(
        killed.Acknowledged.Count(name => !stored.Contains(name)),
        string.Create(CultureInfo.InvariantCulture, $"lost of {killed.Acknowledged.Count} acknowledged, {killed.InFlight} in flight at the kill"),
        0,
        0);

    private static IEnumerable<string> Names(string text) => NamePattern().Matches(text).Select(match => match.Value);

    private static async Task<(HashSet<string> Acknowledged, long InFlight)> KillAsync(Peer peer, int port, int round)
    {
        using var end = new CancellationTokenSource();
        var sessions = Enumerable.Range(0, Sessions).Select(number => new Session(number, port)).ToList();
        var running = sessions.ConvertAll(session => Task.Run(() => session.RunAsync(end.Token)));
        var random = new Random(round);
        var enough = AcknowledgedMin + random.Next(20_000);
        while (sessions.Sum(session => session.Acknowledged) < enough || sessions.Sum(session => session.InFlight) < InFlightMin) await Task.Delay(1);
        peer.Kill();
        await Task.WhenAll(running);
        return ([.. sessions.SelectMany(session => session.Names)], sessions.Sum(session => session.InFlight));
    }

    [GeneratedRegex(@"bench-\d+-\d+")]
    private static partial Regex NamePattern();

    /// <summary>A RELP session whose records are named, so that each acknowledged one can be looked for. Answers come in order.</summary>
    private sealed class Session(int number, int port)
    {
        private long sent;
        private long acknowledged;

        public long Acknowledged => Interlocked.Read(ref acknowledged);

        public long InFlight => Interlocked.Read(ref sent) - Acknowledged;

        public IEnumerable<string> Names => Enumerable.Range(0, (int)Acknowledged).Select(Name);

        public async Task RunAsync(CancellationToken end)
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, port, end);
                var stream = client.GetStream();
                await stream.WriteAsync("1 open 50 relp_version=0\nrelp_software=bench\ncommands=syslog\n"u8.ToArray(), end);
                var room = new SemaphoreSlim(Window);
                var reading = AnswersAsync(stream, room);
                for (var index = 0; !reading.IsCompleted; index++)
                {
                    if (!await room.WaitAsync(100, end))
                    {
                        index--;
                        continue;
                    }

                    var line = $"<134>1 2026-11-22T03:00:00Z bench.example.jp app - - - {Name(index)} {new string('x', 300)}";
                    Interlocked.Increment(ref sent);
                    await stream.WriteAsync(Encoding.ASCII.GetBytes($"{index + 2} syslog {line.Length} {line}\n"), end);
                }
            }
            catch (Exception broken) when (broken is IOException or SocketException)
            {
                // The kill.
            }
        }

        private string Name(int index) => string.Create(CultureInfo.InvariantCulture, $"bench-{number}-{index}");

        // The answer to open has four lines, every other one.
        private async Task AnswersAsync(NetworkStream stream, SemaphoreSlim room)
        {
            var buffer = new byte[16 * 1024];
            var lines = -4L;
            try
            {
                for (var read = await stream.ReadAsync(buffer); read > 0; read = await stream.ReadAsync(buffer))
                {
                    var before = Math.Max(0, lines);
                    lines += buffer.AsSpan(0, read).Count((byte)'\n');
                    if (lines <= before) continue;
                    Interlocked.Exchange(ref acknowledged, lines);
                    room.Release((int)(lines - before));
                }
            }
            catch (IOException)
            {
                // The kill.
            }
        }
    }
}
