using System.Globalization;
using System.Net;
using System.Text.Json;
using Yagura.Archive.Disk;
using Yagura.Archive.Seal;
using Yagura.Archive.Spool;
using Yagura.Decoding.Envelopes;
using Yagura.Events;
using Yagura.Intake;
using Yagura.Intake.Listeners;
using Yagura.Intake.Udp;
using Yagura.Pipeline;

namespace Yagura.Benchmarks.Custody;

/// <summary>Where the custody path stands, as its host says it.</summary>
internal sealed record HostStatus(long Durable, long Parsed, long Taken, long Sealed, long Framed, long KernelDropped, long RejectedDatagrams, int UdpBufferBytes, bool FastestSeen);

/// <summary>The custody path in a process of its own: doors, gate, pump, spool, a parse of each header, sealer. No detection, no store, no pages.</summary>
/// <remarks>Wired as <see cref="Spine"/> wires it. A line on its input asks for the status; <c>stop</c> ends it in good order.</remarks>
internal sealed class CustodyHost : IDisposable
{
    private readonly LinuxDisk disk = new();
    private readonly Reception reception = Reception.Open([], new IntakeLimits(), TimeProvider.System);
    private readonly RecordSpool spool;
    private readonly SpoolPump pump;
    private readonly IntakePace pace;
    private readonly SealStage seal;
    private readonly IListener[] doors;
    private long parsed;
    private bool fastestSeen;

    private CustodyHost(DataFolder folder, int[] ports)
    {
        spool = RecordSpool.Open(disk, folder.Spool, SpoolSettings.Server, reception.Clock.Now());
        pump = new SpoolPump(reception, spool, new SpaceWatch(disk, folder, 64 << 20, TimeProvider.System, Console.Error.WriteLine), TimeProvider.System, SpoolUse.Server, Console.Error.WriteLine);
        pace = new IntakePace(reception.Gate, TimeProvider.System, reception.Clock.Now);
        var setup = SealStage.Setup(folder, "node-1", spool, () => new AnalysedCursor(0, SealContent.NoHash), Console.Error.WriteLine) with { Batches = from => pace.Behind(spool.LendBatchesFrom(from)) };
        seal = new SealStage(disk, spool, setup, _ => fastestSeen |= seal!.IsBehind);
        doors =
        [
            new SyslogTcpListener("syslog-tcp", new IPEndPoint(IPAddress.Loopback, ports[0]), reception),
            new RelpListener("relp", new IPEndPoint(IPAddress.Loopback, ports[1]), reception),
            new SyslogUdpListener("syslog-udp", new IPEndPoint(IPAddress.Loopback, ports[2]), reception),
        ];
    }

    public static async Task<int> RunAsync(string folder, string[] ports)
    {
        using var host = new CustodyHost(new DataFolder(folder), [.. ports.Select(port => int.Parse(port, CultureInfo.InvariantCulture))]);
        await host.RunAsync();
        return 0;
    }

    private async Task RunAsync()
    {
        using var stopping = new CancellationTokenSource();
        var pumping = Task.Run(pump.RunAsync);
        Task[] stages = [Task.Run(() => SealAsync(stopping.Token)), Task.Run(() => ParseAsync(stopping.Token))];
        foreach (var door in doors) door.Start();
        Console.WriteLine("ready");
        while (await Console.In.ReadLineAsync() is { } line && line != "stop")
            Console.WriteLine(JsonSerializer.Serialize(Status()));
        await Task.WhenAll(doors.Select(door => door.StopAsync()));
        reception.Gate.Complete();
        await pumping;
        await stopping.CancelAsync();
        await Task.WhenAll(stages);
        seal.Close(reception.Clock.Now());
        Console.WriteLine("stopped");
    }

    public void Dispose()
    {
        seal.Dispose();
        spool.Dispose();
    }

    private HostStatus Status()
    {
        var udp = (SyslogUdpListener)doors[2];
        var datagrams = udp.Counts.Snapshot();
        return new HostStatus(spool.LastSequence, Volatile.Read(ref parsed), seal.LastTaken, seal.Head?.LastSequence ?? 0, doors.Sum(door => door.Counts.Snapshot().Framed), datagrams.KernelDropped, datagrams.RejectedInAll, udp.BufferBytes, fastestSeen || seal.IsBehind);
    }

    private async Task SealAsync(CancellationToken stop)
    {
        try
        {
            while (true)
                await seal.StepAsync(reception.Clock.Now(), stop);
        }
        catch (OperationCanceledException)
        {
            // The stop.
        }
    }

    // What every stage of analysis begins with: read the record anew from the spool and take its header apart.
    private async Task ParseAsync(CancellationToken stop)
    {
        var envelope = new Envelope();
        var upTo = reception.Clock.Now();
        try
        {
            while (true)
            {
                await spool.WaitForMore(parsed, stop);
                foreach (var stored in spool.ReadFrom(parsed + 1))
                {
                    SyslogReader.Read(stored.Record.Payload.Span, envelope);
                    Volatile.Write(ref parsed, stored.Sequence);
                    upTo = stored.Record.ReceivedAt;
                    if (stored.Sequence % 5000 == 0) await pace.GiveWayAsync(upTo, stop);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The stop.
        }
    }
}
