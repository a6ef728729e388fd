using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;
using Yagura.Events;
using Yagura.Intake;
using Yagura.Intake.Listeners;

namespace Yagura.Tests.Intake;

public sealed class SyslogTcpListenerTests
{
    [Fact]
    public async Task Lines_arrive_byte_for_byte_in_order_with_who_and_when()
    {
        var source = new Source { Id = "fw1", Match = new SourceMatch { Peer = IPNetwork.Parse("127.0.0.1/32") } };
        await using var pump = new Pump(new IntakeLimits(), source);
        await using var listener = Start(pump);
        byte[] hostile = [.. "<13>\xff\xfe"u8, 0, 0x80, .. " \r\n"u8];
        using (var stream = await Pump.ConnectAsync(listener))
        {
            for (var i = 0; i < 5000; i++) await stream.WriteAsync(Encoding.ASCII.GetBytes(i % 2 == 0 ? $"<13>line {i}\n" : $"{$"<13>line {i}".Length} <13>line {i}"));
            await stream.WriteAsync("\n"u8.ToArray());
            await stream.WriteAsync(hostile);
        }
        await pump.UntilAsync(5001);
        await listener.StopAsync();
        Assert.Equal(Enumerable.Range(0, 5000).Select(i => $"<13>line {i}"), pump.Texts.Take(5000));
        var last = pump.Records[^1];
        Assert.Equal(hostile[..^1], last.Payload.ToArray());
        Assert.Equal(("fw1", SenderIdentity.Address, "syslog-tcp", 5001L), (last.Source, last.Identity, last.Via, last.Transaction));
        Assert.StartsWith("127.0.0.1:", last.Peer, StringComparison.Ordinal);
        Assert.NotEqual(0, last.Session);
        pump.AddsUp(listener);
    }

    [Fact]
    public async Task Bad_input_is_counted_keeps_its_head_and_costs_the_neighbours_nothing()
    {
        await using var pump = new Pump(new IntakeLimits());
        await using var listener = Start(pump);
        using (var stream = await Pump.ConnectAsync(listener))
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes("<13>before\n<13>" + new string('x', 1_048_576) + "\n\n5 <13>abcd\n<13>after\n90 <13>half"));
        }
        await pump.UntilAsync(6);
        await listener.StopAsync();
        var records = pump.Records;
        Assert.Equal(["<13>before", "<13>a", "bcd", "<13>after", "<13>half"], pump.Texts.Where((_, i) => i != 1));
        Assert.Equal((1024, 1_048_580L), (records[1].Payload.Length, records[1].CutFrom));
        Assert.Equal(90, records[5].CutFrom);
        var counts = listener.Counts.Snapshot();
        Assert.Equal((2L, 1L, 1L, 1L), (counts.Cut, counts.WrongCounts, counts.Unterminated, counts.Rejected["empty"]));
        pump.AddsUp(listener);
    }

    [Fact]
    public async Task A_peer_that_leaks_connections_does_not_shut_others_out()
    {
        await using var pump = new Pump(new IntakeLimits { ConnectionsMax = 50, ConnectionsPerPeerMax = 3 });
        await using var listener = Start(pump);
        var leaked = new List<Socket>();
        for (var i = 0; i < 20; i++) leaked.Add(await ConnectFromAsync("127.0.0.1", listener));
        await Pump.UntilAsync(() => listener.Counts.Snapshot() is var c && c.ConnectionsOpened + c.ConnectionsRefused == 20);
        Assert.Equal((3L, 17L), (listener.Counts.ConnectionsOpen, listener.Counts.Snapshot().ConnectionsRefused));

        using var other = await ConnectFromAsync("127.0.0.2", listener);
        await other.SendAsync("<13>let me in\n"u8.ToArray());
        await pump.UntilAsync(1);
        Assert.Equal("127.0.0.2", pump.Records[0].Peer.Split(':')[0]);
        leaked.ForEach(socket => socket.Dispose());
    }

    private static async Task<Socket> ConnectFromAsync(string address, SyslogTcpListener listener)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
        try
        {
            await socket.ConnectAsync(listener.Endpoint);
        }
        catch (SocketException)
        {
            // The refusal came before the connect returned.
        }

        return socket;
    }

    [Fact]
    public async Task A_connection_over_the_limit_is_closed_counted_and_reported()
    {
        await using var pump = new Pump(new IntakeLimits { ConnectionsMax = 50 });
        await using var listener = Start(pump);
        var streams = new List<NetworkStream>();
        for (var i = 0; i < 1500; i++)
        {
            try
            {
                streams.Add(await Pump.ConnectAsync(listener));
            }
            catch (SocketException)
            {
                // The refusal came before the connect returned.
            }
        }
        await Pump.UntilAsync(() => listener.Counts.Snapshot() is var c && c.ConnectionsOpened + c.ConnectionsRefused == 1500);
        Assert.Equal((50L, 1450L), (listener.Counts.ConnectionsOpen, listener.Counts.Snapshot().ConnectionsRefused));
        await streams[0].WriteAsync("<13>still served\n"u8.ToArray());
        await pump.UntilAsync(1);
        var loss = Assert.Single(pump.Reception.Losses.Take().DistinctBy(l => l.Where));
        Assert.Equal(("unregistered.127.0.0.1", "connections-full", null), (loss.Where, loss.Reason, loss.Count));
        foreach (var stream in streams) await stream.DisposeAsync();
        await Pump.UntilAsync(() => listener.Counts.ConnectionsOpen == 0);
        await listener.StopAsync();
        pump.AddsUp(listener);
    }

    [Fact]
    public async Task A_peer_that_rests_inside_a_frame_is_closed_and_a_quiet_one_is_not()
    {
        await using var pump = new Pump(new IntakeLimits { HalfFrameTimeMax = TimeSpan.FromMilliseconds(200) });
        await using var listener = Start(pump);
        using var slow = await Pump.ConnectAsync(listener);
        using var quiet = await Pump.ConnectAsync(listener);
        await slow.WriteAsync("100 <13>and then nothing"u8.ToArray());
        await Pump.ReadToEndAsync(slow);
        await quiet.WriteAsync("<13>here\n"u8.ToArray());
        await pump.UntilAsync(2);
        Assert.Equal(1, listener.Counts.Snapshot().Closed["slow"]);
        Assert.Equal(100, pump.Records.Single(r => r.CutFrom > 0).CutFrom);
    }

    [Fact]
    public async Task A_slow_spool_stops_the_reading_and_memory_stays_bounded()
    {
        var limits = new IntakeLimits { DoorBytesMax = 200_000, InTotalBytesMax = 200_000 };
        await using var pump = new Pump(limits);
        await using var listener = Start(pump);
        pump.Hold();
        using var stream = await Pump.ConnectAsync(listener);
        var line = Encoding.ASCII.GetBytes("<13>" + new string('x', 995) + "\n");
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < 30_000; i++) await stream.WriteAsync(line);
            stream.Socket.Shutdown(SocketShutdown.Send);
        });
        await Task.Delay(300);
        Assert.False(sending.IsCompleted);
        Assert.InRange(pump.Reception.Gate.HeldBytes, 1, 200_000);
        pump.Go();
        await sending;
        await pump.UntilAsync(30_000);
        await listener.StopAsync();
        pump.AddsUp(listener);
    }

    [Fact]
    public async Task A_stop_reads_what_has_come()
    {
        await using var pump = new Pump(new IntakeLimits());
        await using var listener = Start(pump);
        using var stream = await Pump.ConnectAsync(listener);
        for (var i = 0; i < 20_000; i++) await stream.WriteAsync("<13>x\n"u8.ToArray());
        await Pump.UntilAsync(() => listener.Counts.ConnectionsOpen == 1);
        await listener.StopAsync();
        await pump.UntilAsync(20_000);
        Assert.Equal(1, listener.Counts.Snapshot().Closed["stopped"]);
        pump.AddsUp(listener);
    }

    [Fact]
    public async Task A_taken_port_is_told_with_what_to_do()
    {
        await using var pump = new Pump(new IntakeLimits());
        await using var first = Start(pump);
        await using var second = new SyslogTcpListener("syslog-tcp", first.Endpoint, pump.Reception);
        var error = Assert.Throws<ListenerException>(second.Start);
        Assert.Contains($"syslog-tcp cannot listen on tcp 127.0.0.1:{first.Endpoint.Port}", error.Message, StringComparison.Ordinal);
        Assert.Contains("give listen.syslog-tcp another port", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task IPv6_listens_to_both_and_names_an_IPv4_peer_as_such()
    {
        if (!Socket.OSSupportsIPv6) Assert.Skip("this machine has no IPv6");
        await using var pump = new Pump(new IntakeLimits());
        await using var listener = new SyslogTcpListener("syslog-tcp", new IPEndPoint(IPAddress.IPv6Any, 0), pump.Reception);
        listener.Start();
        foreach (var address in (IPAddress[])[IPAddress.Loopback, IPAddress.IPv6Loopback])
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(address, listener.Endpoint.Port);
            await socket.SendAsync("<13>x\n"u8.ToArray());
            await Task.Delay(50);
        }
        await pump.UntilAsync(2);
        Assert.Equal(["unregistered.127.0.0.1", "unregistered.::1"], pump.Records.Select(r => r.Source));
    }

    private static SyslogTcpListener Start(Pump pump)
    {
        var listener = new SyslogTcpListener("syslog-tcp", Pump.Free, pump.Reception);
        listener.Start();
        return listener;
    }
}
