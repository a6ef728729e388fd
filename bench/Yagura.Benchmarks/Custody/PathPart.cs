using System.Diagnostics;
using System.Globalization;

namespace Yagura.Benchmarks.Custody;

/// <summary>Eight TCP connections at full rate: durable accept, the whole path per CPU-second, size of the evidence and memory, all of the same runs.</summary>
internal static class PathPart
{
    private const int WarmBlocks = 15;
    private const int Blocks = 50;
    private const long Lines = (long)Senders.Connections * Blocks * CustodyLines.Block;

    public static async Task<CustodyFigure[]> RunAsync(int pairs)
    {
        var (wall, cost, size, memory) = (new List<CustodyPair>(), new List<CustodyPair>(), new List<CustodyPair>(), new List<CustodyPair>());
        for (var pair = 0; pair < pairs; pair++)
        {
            var oursFirst = pair % 2 == 0;
            var ours = oursFirst ? await OursAsync() : null;
            var peer = await PeerAsync();
            ours ??= await OursAsync();
            wall.Add(new CustodyPair(oursFirst, Math.Round(peer.Seconds / ours.DurableSeconds, 3), new CustodySide(Lines, "lines synced", ours.DurableSeconds, ours.DurableCpu), new CustodySide(Lines, "lines in a text file, not synced", peer.Seconds, peer.Cpu)));
            cost.Add(new CustodyPair(oursFirst, Math.Round(peer.Cpu / ours.Cpu, 3), new CustodySide(Lines, "lines accepted, parsed, packed as evidence", ours.Seconds, ours.Cpu), new CustodySide(Lines, "lines in a text file", peer.Seconds, peer.Cpu)));
            size.Add(new CustodyPair(oursFirst, Math.Round((double)ours.EvidenceBytes / peer.GzipBytes, 3), new CustodySide(ours.EvidenceBytes, "bytes of evidence", ours.Seconds, ours.Cpu), new CustodySide(peer.GzipBytes, "bytes by gzip -6", 0, 0)));
            memory.Add(new CustodyPair(oursFirst, Math.Round(ours.Megabytes), new CustodySide(ours.Megabytes, "MB at most", ours.Seconds, ours.Cpu), new CustodySide(peer.Megabytes, "MB at most", peer.Seconds, peer.Cpu)));
        }

        return
        [
            CustodyFigure.Of("durable accept over TCP, 8 connections / rsyslog not durable, wall", 1.0, atLeast: true, wall),
            CustodyFigure.Of("accept + parse + evidence, all hashes / rsyslog's text file, per CPU-second", 0.35, atLeast: true, cost),
            CustodyFigure.Of("size of the evidence / gzip -6 of the raw text", 1.3, atLeast: false, size),
            CustodyFigure.Of("memory of the custody path at full rate, MB", 300, atLeast: false, memory),
        ];
    }

    private static async Task<Ours> OursAsync()
    {
        using var peer = await YaguraPeer.StartAsync();
        await Senders.TcpAsync(peer.Tcp, WarmBlocks);
        var warm = (long)Senders.Connections * WarmBlocks * CustodyLines.Block;
        await peer.UntilAsync(now => now.Taken >= warm && now.Parsed >= warm);
        var (cpu, begin) = (peer.Cpu, Stopwatch.GetTimestamp());
        await Senders.TcpAsync(peer.Tcp, Blocks);
        await peer.UntilAsync(now => now.Durable >= warm + Lines);
        var (durable, durableCpu) = (Stopwatch.GetElapsedTime(begin).TotalSeconds, peer.Cpu - cpu);
        await peer.UntilAsync(now => now.Taken >= warm + Lines && now.Parsed >= warm + Lines);
        var (all, allCpu) = (Stopwatch.GetElapsedTime(begin).TotalSeconds, peer.Cpu - cpu);
        var megabytes = peer.PeakMegabytes;
        await peer.StopAsync();
        return new Ours(Math.Round(durable, 3), Math.Round(durableCpu, 3), Math.Round(all, 3), Math.Round(allCpu, 3), peer.EvidenceBytes(), Math.Round(megabytes));
    }

    private static async Task<Theirs> PeerAsync()
    {
        using var peer = await RsyslogPeer.StartAsync(RsyslogQueue.Memory);
        var warm = await Senders.TcpAsync(peer.Tcp, WarmBlocks);
        await peer.UntilTextAsync(warm);
        var (cpu, begin) = (peer.Cpu, Stopwatch.GetTimestamp());
        var bytes = await Senders.TcpAsync(peer.Tcp, Blocks);
        await peer.UntilTextAsync(warm + bytes);
        var (seconds, spent) = (Stopwatch.GetElapsedTime(begin).TotalSeconds, peer.Cpu - cpu);
        return new Theirs(Math.Round(seconds, 3), Math.Round(spent, 3), await GzipAsync(peer.Text), Math.Round(peer.PeakMegabytes));
    }

    private static async Task<long> GzipAsync(string text)
    {
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", "gzip -6 -c \"$1\" | wc -c", "sh", text]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        return long.Parse(await shell.StandardOutput.ReadToEndAsync(), CultureInfo.InvariantCulture);
    }

    private sealed record Ours(double DurableSeconds, double DurableCpu, double Seconds, double Cpu, long EvidenceBytes, double Megabytes);

    private sealed record Theirs(double Seconds, double Cpu, long GzipBytes, double Megabytes);
}
