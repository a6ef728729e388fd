using System.Net;
using System.Text;
using Xunit;
using Yagura.Events;
using Yagura.Intake;
using Yagura.Intake.Listeners;
using Yagura.Intake.Udp;

namespace Yagura.Tests.Intake;

public sealed class AllowListTests
{
    private static readonly IPAddress Stranger = IPAddress.Parse("127.0.0.9");
    private static readonly ListenerTerms OnlyOne = new() { Allow = [IPNetwork.Parse("127.0.0.1/32")] };

    [Theory]
    [InlineData("192.0.2.7", true)]
    [InlineData("::ffff:192.0.2.7", true)]
    [InlineData("192.0.3.7", false)]
    [InlineData("198.51.100.1", true)]
    [InlineData("2001:db8::1", true)]
    [InlineData("2001:db9::1", false)]
    [InlineData("fe80::5%3", true)]
    public void A_peer_is_allowed_by_its_plain_address(string peer, bool allowed)
    {
        var terms = new ListenerTerms { Allow = [IPNetwork.Parse("192.0.2.0/24"), IPNetwork.Parse("::ffff:198.51.100.0/120"), IPNetwork.Parse("2001:db8::/32"), IPNetwork.Parse("fe80::/10")] };
        Assert.Equal(allowed, terms.Allows(IPAddress.Parse(peer)));
        Assert.True(ListenerTerms.Open.Allows(IPAddress.Parse(peer)));
    }

    [Fact]
    public async Task A_refused_connection_is_counted_sealed_as_a_loss_and_keeps_its_head_under_a_name_of_nobody()
    {
        await using var pump = new Pump(new IntakeLimits());
        await using var listener = new SyslogTcpListener("syslog-tcp", Pump.Free, pump.Reception.For(OnlyOne));
        listener.Start();
        using (var refused = await Pump.ConnectAsync(listener, Stranger))
        {
            await refused.WriteAsync(Encoding.ASCII.GetBytes("<13>let me in\n" + new string('x', 5000)));
            await Pump.ReadToEndAsync(refused);
        }
        using (var allowed = await Pump.ConnectAsync(listener)) await allowed.WriteAsync("<13>mine\n"u8.ToArray());
        await pump.UntilAsync(2);
        await listener.StopAsync();
        var head = Assert.Single(pump.Records, record => record.Source == ReservedSources.Refused);
        Assert.Equal(1024, head.Payload.Length);
        Assert.True(head.CutFrom > 1024);
        Assert.StartsWith("<13>let me in\nxxx", Encoding.ASCII.GetString(head.Payload.Span), StringComparison.Ordinal);
        Assert.StartsWith("127.0.0.9:", head.Peer, StringComparison.Ordinal);
        var loss = Assert.Single(pump.Reception.Losses.Take());
        Assert.Equal(("unregistered.127.0.0.9", "not-allowed", (long?)null), (loss.Where, loss.Reason, loss.Count));
        var counts = listener.Counts.Snapshot();
        Assert.Equal((1L, 1L, 1L), (counts.NotAllowed, counts.ConnectionsRefused, counts.ConnectionsOpened));
        pump.AddsUp(listener);
    }

    [Fact]
    public async Task Over_relp_a_refused_peer_keeps_its_records_so_nothing_is_lost_but_its_head_is_kept()
    {
        await using var pump = new Pump(new IntakeLimits());
        await using var listener = new RelpListener("relp", Pump.Free, pump.Reception.For(OnlyOne));
        listener.Start();
        using var refused = await Pump.ConnectAsync(listener, Stranger);
        await refused.WriteAsync("1 open 5 hello\n"u8.ToArray());
        refused.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
        Assert.Equal("", await Pump.ReadToEndAsync(refused));
        await pump.UntilAsync(1);
        await listener.StopAsync();
        Assert.Equal((ReservedSources.Refused, "1 open 5 hello\n"), (pump.Records[0].Source, pump.Texts.First()));
        Assert.Empty(pump.Reception.Losses.Take());
        Assert.Equal(1, listener.Counts.Snapshot().NotAllowed);
        pump.AddsUp(listener);
    }

    [Fact]
    public async Task A_flood_of_refused_datagrams_keeps_so_many_heads_a_minute_and_counts_the_rest()
    {
        await using var pump = new Pump(new IntakeLimits { RefusedHeadsPerMinute = 3 }, new StillTime());
        await using var listener = new SyslogUdpListener("syslog-udp", Pump.Free, pump.Reception.For(OnlyOne));
        listener.Start();
        using (var stranger = Pump.Datagrams(listener, Stranger))
        {
            stranger.Send(new byte[2000]);
            for (var i = 0; i < 99; i++) stranger.Send("<13>x"u8);
        }
        using (var mine = Pump.Datagrams(listener, IPAddress.Loopback)) mine.Send("<13>mine"u8);
        await Pump.UntilAsync(() => listener.Counts.Snapshot().Framed == 101);
        await pump.UntilAsync(4);
        await listener.StopAsync();
        var heads = pump.Records.Where(record => record.Source == ReservedSources.Refused).ToList();
        Assert.Equal([(1024, 2000L), (5, 0L), (5, 0L)], heads.Select(record => (record.Payload.Length, record.CutFrom)));
        Assert.Equal("<13>mine", pump.Texts.Last());
        var loss = Assert.Single(pump.Reception.Losses.Take());
        Assert.Equal(("unregistered.127.0.0.9", "not-allowed", 100L), (loss.Where, loss.Reason, loss.Count!.Value));
        var counts = listener.Counts.Snapshot();
        Assert.Equal((100L, 97L), (counts.NotAllowed, counts.Rejected["not-allowed"]));
        pump.AddsUp(listener);
    }
}
