using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;
using Yagura.Events;
using Yagura.Intake;
using Yagura.Intake.Udp;

namespace Yagura.Tests.Intake;

public sealed class SyslogUdpListenerTests
{
    [Fact]
    public async Task Datagrams_arrive_byte_for_byte_and_too_long_ones_keep_their_head()
    {
        await using var pump = new Pump(new IntakeLimits { LineBytesMax = 2000 });
        await using var listener = Start(pump);
        Assert.InRange(listener.BufferBytes, 1, 64 * 1024 * 1024);
        using var socket = Sender(listener);
        byte[] hostile = [.. "<13>\xff"u8, 0, .. "\r\n"u8];
        socket.Send(hostile);
        socket.Send(Array.Empty<byte>());
        socket.Send(new byte[2001]);
        await pump.UntilAsync(2);
        await listener.StopAsync();
        Assert.Equal(hostile, pump.Records[0].Payload.ToArray());
        Assert.Equal((1024, 2001L), (pump.Records[1].Payload.Length, pump.Records[1].CutFrom));
        Assert.Equal(1, listener.Counts.Snapshot().Rejected["empty"]);
        Assert.Equal("unregistered.127.0.0.1", pump.Records[0].Source);
        Assert.Equal(socket.LocalEndPoint!.ToString(), pump.Records[0].Peer);
        pump.AddsUp(listener);
    }

    [Fact]
    public async Task What_the_gate_has_no_room_for_is_counted_and_reported_for_its_source()
    {
        await using var pump = new Pump(new IntakeLimits { UdpDoorRecordsMax = 100 });
        await using var listener = Start(pump);
        pump.Hold();
        using var socket = Sender(listener);
        for (var i = 0; i < 2000; i++) socket.Send("<13>x"u8);
        await Pump.UntilAsync(() => listener.Counts.Snapshot().Framed == 2000);
        pump.Go();
        await listener.StopAsync();
        await Pump.UntilAsync(() => pump.Reception.Gate.HeldBytes == 0);
        var counts = listener.Counts.Snapshot();
        Assert.True(counts.Rejected["door-full"] > 0);
        var lost = pump.Reception.Losses.Take();
        Assert.All(lost, l => Assert.Equal(("unregistered.127.0.0.1", "door-full"), (l.Where, l.Reason)));
        Assert.Equal(counts.Rejected["door-full"], lost.Sum(l => l.Count!.Value));
        pump.AddsUp(listener);
    }

    [Fact]
    public async Task Every_kernel_drop_is_counted_even_when_nothing_comes_after_it()
    {
        await using var pump = new Pump(new IntakeLimits { UdpBufferBytes = 4096, UdpDatagramsPerCall = 1 });
        await using var listener = Start(pump);
        using var socket = Sender(listener);
        const int sent = 30_000;
        var payload = new byte[1000];
        for (var i = 0; i < sent; i++) socket.Send(payload);
        await listener.StopAsync();
        var counts = listener.Counts.Snapshot();
        Assert.True(counts.KernelDropped > 0, "nothing was dropped: the test proves nothing");
        Assert.Equal(sent, counts.Framed + counts.KernelDropped);
        var drops = pump.Reception.Losses.Take().Where(l => l.Reason == "kernel-drop").ToList();
        Assert.Equal(counts.KernelDropped, drops.Sum(l => l.Count!.Value));
        Assert.All(drops, l => Assert.Equal("syslog-udp", l.Where));
    }

    [Fact]
    public async Task A_flood_of_peers_keeps_the_cache_bounded_and_every_record()
    {
        await using var pump = new Pump(new IntakeLimits { UdpPeersMax = 8 });
        await using var listener = Start(pump);
        for (var i = 1; i <= 200; i++)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(IPAddress.Parse($"127.0.0.{i}"), 0));
            socket.SendTo("<13>x"u8, listener.Endpoint);
        }
        await pump.UntilAsync(200);
        Assert.Equal(200, pump.Records.Select(r => r.Source).Distinct().Count());
        Assert.All(pump.Records, r => Assert.Equal("unregistered." + r.Peer[..r.Peer.IndexOf(':')], r.Source));
    }

    [Fact]
    public async Task A_flood_of_spoofed_addresses_is_kept_whole_under_256_names_and_bounded_memory()
    {
        const int peers = 2000;
        await using var pump = new Pump(new IntakeLimits { UdpPeersMax = 512, CountedSourcesMax = 1024 });
        await using var listener = Start(pump);
        for (var i = 0; i < peers; i++)
        {
            using var socket = Pump.Datagrams(listener, new IPAddress([127, 1, (byte)(i / 250), (byte)(1 + i % 250)]));
            socket.Send("<13>x"u8);
        }
        await pump.UntilAsync(peers);
        await listener.StopAsync();
        var names = pump.Records.GroupBy(record => record.Source).ToDictionary(group => group.Key, group => group.Count());
        Assert.Equal(257, names.Count);
        Assert.Equal(peers - 256, names["unregistered.other"]);
        Assert.Equal(peers, pump.Records.Select(record => record.Peer).Distinct().Count());
        Assert.Equal(257, pump.Reception.Counts.Sources().Count);
        Assert.InRange(listener.PeersRemembered, 1, 512);
        pump.AddsUp(listener);
    }

    [Fact]
    public async Task Both_witnesses_of_drops_count_each_drop_once_while_datagrams_go_on_coming()
    {
        await using var pump = new Pump(new IntakeLimits { UdpBufferBytes = 4096, UdpDatagramsPerCall = 1, UdpDropCheckEvery = TimeSpan.FromMilliseconds(1) });
        await using var listener = Start(pump);
        using var socket = Sender(listener);
        var payload = new byte[1000];
        var sent = 0L;
        await Pump.UntilAsync(() =>
        {
            for (var i = 0; i < 2000; i++, sent++) socket.Send(payload);
            return listener.Counts.Snapshot().KernelDropped > 1000;
        });
        await Pump.UntilAsync(() => listener.Counts.Snapshot() is var now && now.Framed + now.KernelDropped == sent);
        await listener.StopAsync();
        Assert.Equal(listener.Counts.Snapshot().KernelDropped, pump.Reception.Losses.Take().Where(l => l.Reason == "kernel-drop").Sum(l => l.Count!.Value));
    }

    [Fact]
    public void The_drop_counter_may_be_heard_twice_and_may_wrap()
    {
        var drops = new DropCount();
        Assert.Equal([5u, 0u, 0u, 3u], new[] { 5u, 5u, 4u, 8u }.Select(drops.Advance));
        Assert.Equal(uint.MaxValue / 2 - 8, drops.Advance(uint.MaxValue / 2));
        Assert.Equal(uint.MaxValue / 2, drops.Advance(uint.MaxValue / 2 * 2));
        Assert.Equal(3u, drops.Advance(1));
    }

    [Fact]
    public void A_line_of_proc_net_udp_is_read()
    {
        const string line = "  529: 0100007F:1589 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 43119 2 0000000000000000 271  ";
        Assert.Equal(271u, ProcNetUdp.Drops(line, "43119"));
        Assert.Null(ProcNetUdp.Drops(line, "4311"));
        Assert.Null(ProcNetUdp.Drops("  sl  local_address rem_address", "43119"));
    }

    private static Socket Sender(SyslogUdpListener listener)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Connect(listener.Endpoint);
        return socket;
    }

    private static SyslogUdpListener Start(Pump pump)
    {
        var listener = new SyslogUdpListener("syslog-udp", Pump.Free, pump.Reception);
        listener.Start();
        return listener;
    }
}
