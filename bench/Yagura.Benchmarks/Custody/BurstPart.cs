using System.Diagnostics;
using System.Globalization;

namespace Yagura.Benchmarks.Custody;

/// <summary>300,000 lines a second for 20 s: absorbed by the spool, sealed afterwards. What rsyslog takes in of the same stream, not durably, stands beside it.</summary>
internal static class BurstPart
{
    private const int LinesPerSecond = 300_000;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(20);

    public static async Task<CustodyFigure[]> RunAsync(int pairs)
    {
        var figure = new List<CustodyPair>();
        for (var pair = 0; pair < pairs; pair++)
        {
            var oursFirst = pair % 2 == 0;
            var ours = oursFirst ? await OursAsync() : null;
            var peer = await PeerAsync();
            ours ??= await OursAsync();
            figure.Add(new CustodyPair(oursFirst, Math.Round(ours.Amount / ours.Seconds), ours, peer));
        }

        return [CustodyFigure.Of("a burst of 300,000 lines a second for 20 s: lines a second made durable while it lasts", LinesPerSecond * 0.99, atLeast: true, figure)];
    }

    private static async Task<CustodySide> OursAsync()
    {
        using var peer = await YaguraPeer.StartAsync();
        await Senders.TcpAsync(peer.Tcp, 5);
        var warm = (await peer.UntilAsync(now => now.Taken >= 5L * Senders.Connections * CustodyLines.Block)).Durable;
        var (cpu, begin) = (peer.Cpu, Stopwatch.GetTimestamp());
        var (lines, _) = await Senders.PacedAsync(peer.Tcp, LinesPerSecond, Length);
        var at = await peer.UntilAsync(now => now.Durable >= warm + lines);
        var (seconds, spent, memory) = (Stopwatch.GetElapsedTime(begin).TotalSeconds, peer.Cpu - cpu, peer.PeakMegabytes);
        var end = await peer.UntilAsync(now => now.Taken >= warm + lines);
        var sealedAfter = Stopwatch.GetElapsedTime(begin).TotalSeconds - seconds;
        return new CustodySide(
            lines,
            string.Create(CultureInfo.InvariantCulture, $"lines synced; {at.Taken - warm} of them were packed meanwhile, the rest {sealedAfter:0.0} s later, {(end.FastestSeen ? "also at the fastest level" : "all at the optimal level")}; {memory:0} MB at most"),
            Math.Round(seconds, 3),
            Math.Round(spent, 3));
    }

    private static async Task<CustodySide> PeerAsync()
    {
        using var peer = await RsyslogPeer.StartAsync(RsyslogQueue.Memory);
        var (cpu, begin) = (peer.Cpu, Stopwatch.GetTimestamp());
        var (lines, _) = await Senders.PacedAsync(peer.Tcp, LinesPerSecond, Length);
        return new CustodySide(lines, "lines taken, not synced", Math.Round(Stopwatch.GetElapsedTime(begin).TotalSeconds, 3), Math.Round(peer.Cpu - cpu, 3));
    }
}
