using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using Xunit;
using Yagura.Archive.Disk;
using Yagura.Archive.Spool;
using Yagura.Events;
using Yagura.Intake;
using Yagura.Intake.Listeners;
using Yagura.Intake.Udp;
using Yagura.Pipeline;
using Yagura.Tests.Archive.Seal;

namespace Yagura.Tests.Pipeline;

/// <summary>What the custody path holds in memory is bounded in every state, counted in records and bytes (CUSTODY 3).</summary>
public sealed class BoundedMemoryTests : IDisposable
{
    private const int LineBytes = 400;
    private const int LinesABlock = 500;
    private const int Senders = 4;
    private const int Datagrams = 20_000;
    private static readonly IntakeLimits Limits = new() { DoorBytesMax = 256 * 1024, UdpDoorBytesMax = 256 * 1024, InTotalBytesMax = 768 * 1024 };

    private readonly DataFolder folder = new(Directory.CreateTempSubdirectory("yagura-bounded-").FullName);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder.Root, recursive: true);

    [Fact]
    public async Task A_flood_against_a_disk_that_stands_still_fills_the_gate_and_nothing_else()
    {
        using var disk = new StallingDisk(new LinuxDisk());
        var reception = Reception.Open([], Limits, TimeProvider.System);
        using var spool = RecordSpool.Open(disk, folder.Spool, SpoolSettings.Server, reception.Clock.Now());
        var pump = new SpoolPump(reception, spool, new SpaceWatch(disk, folder, 1, TimeProvider.System, _ => { }), TimeProvider.System, SpoolUse.Server, _ => { });
        await using var tcp = new SyslogTcpListener("syslog-tcp", new IPEndPoint(IPAddress.Loopback, 0), reception);
        await using var udp = new SyslogUdpListener("syslog-udp", new IPEndPoint(IPAddress.Loopback, 0), reception);
        tcp.Start();
        udp.Start();
        disk.StandStill();
        var pumping = Task.Run(pump.RunAsync, Stop);

        var flood = Enumerable.Range(0, Senders).Select(_ => FloodAsync(tcp.Endpoint)).ToList();
        await SendAsync(udp.Endpoint);
        await UntilAsync(() => udp.Counts.Snapshot() is var seen && seen.Framed + seen.KernelDropped >= Datagrams);
        await UntilAsync(() => reception.Gate.HeldBytes > Limits.InTotalBytesMax - 2 * (LineBytes + IntakeLimits.RecordOverheadBytes));
        await UntilStillAsync(() => tcp.Counts.Snapshot().Framed + reception.Gate.HeldBytes);

        // What came in and is not settled is in the gate, or in the one read that each connection waits with.
        Assert.InRange(reception.Gate.HeldBytes, 1, Limits.InTotalBytesMax + Senders * Limits.LineBytesMax);
        var (streams, datagrams) = (tcp.Counts.Snapshot(), udp.Counts.Snapshot());
        Assert.Equal(0, streams.Acknowledged + datagrams.Acknowledged);
        Assert.InRange(streams.Framed + datagrams.Accepted, 1, Limits.InTotalBytesMax / (LineBytes + IntakeLimits.RecordOverheadBytes) + Senders * Limits.ReadBytesMax / LineBytes);
        Assert.True(datagrams.RejectedInAll + datagrams.KernelDropped > 0, "more datagrams came than the gate has room for");

        disk.GoOn();
        await Task.WhenAll(flood);
        const long lines = Senders * 20L * LinesABlock;
        await UntilAsync(() => tcp.Counts.Snapshot().Acknowledged == lines);
        await Task.WhenAll(tcp.StopAsync(), udp.StopAsync());
        reception.Gate.Complete();
        await pumping;
        Assert.Equal(0, reception.Gate.HeldBytes);
        Assert.Equal(lines + udp.Counts.Snapshot().Accepted, spool.LastSequence);
    }

    [Fact]
    public void Records_that_wait_for_a_sealer_that_stands_still_wait_on_the_disk()
    {
        using var spool = RecordSpool.Open(new LinuxDisk(), folder.Spool, new SpoolSettings(SpoolUse.Server, 1 << 20), SampleArchive.At(0));
        var records = new List<WeakReference>();
        for (var batch = 1; batch <= 50; batch++) Commit(spool, batch, records);
        GC.Collect();
        Assert.Equal(50 * 100, records.Count);
        Assert.Equal(0, records.Count(record => record.IsAlive));
        Assert.Equal(50 * 100, spool.LendBatchesFrom(default).Sum(batch => batch.Records.Count));
    }

    // Not inlined: a local of this frame would keep the last records.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Commit(RecordSpool spool, int batch, List<WeakReference> into)
    {
        RawRecord[] records = [.. Enumerable.Range(0, 100).Select(line => SampleArchive.Record(batch, "fw1", $"{batch} {line}"))];
        into.AddRange(records.Select(record => new WeakReference(record)));
        spool.Commit(records, [], SampleArchive.At(batch));
    }

    private static async Task FloodAsync(IPEndPoint to)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(to, Stop);
        var block = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("<134>".PadRight(LineBytes, 'x') + "\n", LinesABlock)));
        for (var sent = 0; sent < 20; sent++) await client.GetStream().WriteAsync(block, Stop);
    }

    private static async Task SendAsync(IPEndPoint to)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        var datagram = Encoding.ASCII.GetBytes("<134>".PadRight(LineBytes, 'u'));
        for (var sent = 0; sent < Datagrams; sent++) await socket.SendToAsync(datagram, to, Stop);
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        for (var since = Environment.TickCount64; !holds(); await Task.Delay(20, Stop))
            Assert.True(Environment.TickCount64 - since < 60_000, "waited for 60 s");
    }

    private static async Task UntilStillAsync(Func<long> figure)
    {
        for (long before = -1, same = 0; same < 10; await Task.Delay(20, Stop))
        {
            var now = figure();
            same = now == before ? same + 1 : 0;
            before = now;
        }
    }

    /// <summary>A disk whose syncs do not return until it goes on.</summary>
    private sealed class StallingDisk(IDisk disk) : IDisk, IDisposable
    {
        private readonly ManualResetEventSlim going = new(initialState: true);

        public void StandStill() => going.Reset();

        public void GoOn() => going.Set();

        public void Dispose()
        {
            going.Set();
            going.Dispose();
        }

        public IDiskFile Create(string path) => new StallingFile(disk.Create(path), going);

        public IDiskFile OpenWrite(string path) => new StallingFile(disk.OpenWrite(path), going);

        public IDiskFile OpenRead(string path) => disk.OpenRead(path);

        public bool Exists(string path) => disk.Exists(path);

        public IReadOnlyList<string> List(string folder) => disk.List(folder);

        public void CreateFolder(string folder) => disk.CreateFolder(folder);

        public void Rename(string from, string to) => disk.Rename(from, to);

        public void Delete(string path) => disk.Delete(path);

        public void SyncFolder(string folder) => disk.SyncFolder(folder);

        public long FreeBytes(string path) => disk.FreeBytes(path);
    }

    private sealed class StallingFile(IDiskFile file, ManualResetEventSlim going) : IDiskFile
    {
        public long Length => file.Length;

        public int Read(long offset, Span<byte> into) => file.Read(offset, into);

        public void Write(long offset, ReadOnlySpan<byte> bytes) => file.Write(offset, bytes);

        public void Preallocate(long length) => file.Preallocate(length);

        public void Truncate(long length) => file.Truncate(length);

        public void SyncData()
        {
            going.Wait();
            file.SyncData();
        }

        public void Dispose() => file.Dispose();
    }
}
