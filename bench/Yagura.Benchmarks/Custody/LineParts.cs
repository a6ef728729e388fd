using System.Diagnostics;

namespace Yagura.Benchmarks.Custody;

/// <summary>RELP, latency and UDP: the same senders against both sides in turn.</summary>
internal static class LineParts
{
    private const int LatencyLinesPerSecond = 50_000;
    private const int DatagramsPerSecond = 100_000;
    private const int FloodCalls = 25_000; // 3,000,000 datagrams
    private static readonly TimeSpan RelpLength = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan WarmLength = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LatencyLength = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan UdpLength = TimeSpan.FromSeconds(10);

    /// <summary>Durable acknowledgements against both of rsyslog's disk queues.</summary>
    public static async Task<CustodyFigure[]> RelpAsync(int pairs)
    {
        var (synced, unsynced) = (new List<CustodyPair>(), new List<CustodyPair>());
        for (var pair = 0; pair < pairs; pair++)
        {
            var oursFirst = pair % 2 == 0;
            var ours = oursFirst ? await OurRelpAsync() : null;
            var (slow, fast) = (await RelpAsync(RsyslogQueue.DiskSynced), await RelpAsync(RsyslogQueue.Disk));
            ours ??= await OurRelpAsync();
            synced.Add(new CustodyPair(oursFirst, Math.Round(ours.Amount / slow.Amount, 1), ours, slow));
            unsynced.Add(new CustodyPair(oursFirst, Math.Round(ours.Amount / fast.Amount, 2), ours, fast));
        }

        return
        [
            CustodyFigure.Of("durable RELP acknowledgements / rsyslog's disk queue synced per record", 50, atLeast: true, synced),
            CustodyFigure.Of("the same / rsyslog's disk queue as it comes, not synced (no goal)", 0, atLeast: true, unsynced),
        ];
    }

    /// <summary>Acknowledgement at 50,000 lines a second.</summary>
    public static async Task<CustodyFigure[]> LatencyAsync(int pairs)
    {
        var figure = new List<CustodyPair>();
        for (var pair = 0; pair < pairs; pair++)
        {
            var oursFirst = pair % 2 == 0;
            var ours = oursFirst ? await OurLatencyAsync() : null;
            var peer = await PeerLatencyAsync();
            ours ??= await OurLatencyAsync();
            figure.Add(new CustodyPair(oursFirst, ours.Amount, ours, peer));
        }

        return [CustodyFigure.Of("acknowledgement at 50,000 lines a second over RELP, 99th percentile, ms", 50, atLeast: false, figure)];
    }

    /// <summary>What is lost of 100,000 datagrams a second, and of a flood faster than they are taken whether every drop is counted.</summary>
    public static async Task<CustodyFigure[]> UdpAsync(int pairs)
    {
        var (paced, uncounted) = (new List<CustodyPair>(), new List<CustodyPair>());
        for (var pair = 0; pair < pairs; pair++)
        {
            var oursFirst = pair % 2 == 0;
            var ours = oursFirst ? await OurUdpAsync() : null;
            var peer = await PeerUdpAsync();
            ours ??= await OurUdpAsync();
            paced.Add(new CustodyPair(oursFirst, ours.Amount, ours, peer));
            uncounted.Add(await FloodAsync(oursFirst));
        }

        return
        [
            CustodyFigure.Of("datagrams lost of 1,000,000 at 100,000 a second", 0, atLeast: false, paced),
            CustodyFigure.Of("at line rate, faster than it is taken: sent - kept - drops counted", 0, atLeast: false, uncounted),
        ];
    }

    private static async Task<CustodySide> OurRelpAsync()
    {
        using var peer = await YaguraPeer.StartAsync();
        await Senders.RelpAsync(peer.Relp, WarmLength);
        var cpu = peer.Cpu;
        return new CustodySide(Math.Round(await Senders.RelpAsync(peer.Relp, RelpLength)), "acknowledged a second, synced", RelpLength.TotalSeconds, Math.Round(peer.Cpu - cpu, 3));
    }

    private static async Task<CustodySide> RelpAsync(RsyslogQueue queue)
    {
        using var peer = await RsyslogPeer.StartAsync(queue);
        var cpu = peer.Cpu;
        return new CustodySide(Math.Round(await Senders.RelpAsync(peer.Relp, RelpLength)), $"acknowledged a second, queue {queue}", RelpLength.TotalSeconds, Math.Round(peer.Cpu - cpu, 3));
    }

    private static async Task<CustodySide> OurLatencyAsync()
    {
        using var peer = await YaguraPeer.StartAsync();
        await Senders.LatenciesAsync(peer.Relp, LatencyLinesPerSecond, WarmLength);
        return await LatencyAsync(peer, peer.Relp);
    }

    private static async Task<CustodySide> PeerLatencyAsync()
    {
        using var peer = await RsyslogPeer.StartAsync(RsyslogQueue.Memory);
        await Senders.LatenciesAsync(peer.Relp, LatencyLinesPerSecond, WarmLength);
        return await LatencyAsync(peer, peer.Relp);
    }

    private static async Task<CustodySide> LatencyAsync(Peer peer, int port)
    {
        var (cpu, begin) = (peer.Cpu, Stopwatch.GetTimestamp());
        var waits = await Senders.LatenciesAsync(port, LatencyLinesPerSecond, LatencyLength);
        return new CustodySide(Math.Round(waits[(int)(0.99 * (waits.Length - 1))], 1), $"ms, of {waits.Length} lines", Math.Round(Stopwatch.GetElapsedTime(begin).TotalSeconds, 3), Math.Round(peer.Cpu - cpu, 3));
    }

    private static async Task<CustodySide> OurUdpAsync()
    {
        using var peer = await YaguraPeer.StartAsync();
        var before = await WarmUdpAsync(peer);
        var (cpu, begin) = (peer.Cpu, Stopwatch.GetTimestamp());
        var sent = await Senders.DatagramsAsync(peer.Udp, DatagramsPerSecond, UdpLength);
        var (seconds, spent) = (Stopwatch.GetElapsedTime(begin).TotalSeconds, peer.Cpu - cpu);
        var (kept, counted, buffer) = await SettledAsync(peer, before, sent);
        return new CustodySide(sent - kept, $"lost of {sent} at {sent / seconds:0} a second, {counted} of them counted, buffer {buffer} MB", Math.Round(seconds, 3), Math.Round(spent, 3));
    }

    private static async Task<CustodyPair> FloodAsync(bool oursFirst)
    {
        using var peer = await YaguraPeer.StartAsync();
        var before = await WarmUdpAsync(peer);
        var (cpu, begin) = (peer.Cpu, Stopwatch.GetTimestamp());
        var sent = Senders.Flood(peer.Udp, FloodCalls);
        var (seconds, spent) = (Stopwatch.GetElapsedTime(begin).TotalSeconds, peer.Cpu - cpu);
        var (kept, counted, buffer) = await SettledAsync(peer, before, sent);
        if (kept == sent) throw new InvalidOperationException($"all of {sent} datagrams were kept: the flood was too slow to show how drops are counted");
        var ours = new CustodySide(counted, $"drops counted + {kept} kept, of {sent} sent at {sent / seconds:0} a second, buffer {buffer} MB", Math.Round(seconds, 3), Math.Round(spent, 3));
        return new CustodyPair(oursFirst, Math.Abs(sent - kept - counted), ours, new CustodySide(sent, "sent", Math.Round(seconds, 3), 0));
    }

    private static async Task<HostStatus> WarmUdpAsync(YaguraPeer peer)
    {
        await Senders.DatagramsAsync(peer.Udp, DatagramsPerSecond / 10, WarmLength);
        await Task.Delay(WarmLength);
        return await peer.StatusAsync();
    }

    /// <summary>What was kept and what was counted as dropped since a status, once they make up what was sent. The check against the kernel's own count comes every 10 s.</summary>
    private static async Task<(long Kept, long Counted, int BufferMegabytes)> SettledAsync(YaguraPeer peer, HostStatus before, long sent)
    {
        for (var since = Stopwatch.GetTimestamp(); ; await Task.Delay(200))
        {
            var now = await peer.StatusAsync();
            var kept = now.Durable - before.Durable;
            var counted = now.KernelDropped - before.KernelDropped + now.RejectedDatagrams - before.RejectedDatagrams;
            if (kept + counted == sent || Stopwatch.GetElapsedTime(since) > TimeSpan.FromSeconds(15)) return (kept, counted, now.UdpBufferBytes >> 20);
        }
    }

    private static async Task<CustodySide> PeerUdpAsync()
    {
        using var peer = await RsyslogPeer.StartAsync(RsyslogQueue.Memory);
        var (cpu, begin) = (peer.Cpu, Stopwatch.GetTimestamp());
        var sent = await Senders.DatagramsAsync(peer.Udp, DatagramsPerSecond, UdpLength);
        var (seconds, spent) = (Stopwatch.GetElapsedTime(begin).TotalSeconds, peer.Cpu - cpu);
        for (long before = -1, now = peer.TextBytes; now != before; now = peer.TextBytes)
        {
            before = now;
            await Task.Delay(1500);
        }

        return new CustodySide(sent - File.ReadLines(peer.Text).LongCount(), $"lost of {sent}, written to a text file", Math.Round(seconds, 3), Math.Round(spent, 3));
    }
}
