using System.Net;
using System.Text;
using Xunit;
using Yagura.Events;
using Yagura.Intake;
using Yagura.Intake.Canaries;
using Yagura.Intake.Listeners;
using Yagura.Intake.Sending;
using Yagura.Intake.Udp;

namespace Yagura.Tests.Intake;

public sealed class CanaryBookTests
{
    private static readonly ReceiveTime Noon = ReceiveTime.From(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public void A_line_is_taken_once_at_its_own_listener_and_only_byte_for_byte()
    {
        var book = new CanaryBook();
        var canary = book.Expect("relp", "node-1", Noon);
        Assert.EndsWith($" yagura - canary - relp {canary.Nonce}", Encoding.ASCII.GetString(canary.Line.Span), StringComparison.Ordinal);
        Assert.False(book.Takes("syslog-tcp", canary.Line.Span));
        Assert.False(book.Takes("relp", canary.Line.Span[..^1]));
        Assert.True(book.IsExpected(canary));
        Assert.True(book.Takes("relp", canary.Line.Span));
        Assert.False(book.Takes("relp", canary.Line.Span));
        Assert.False(book.IsExpected(canary));
        Assert.NotEqual(canary.Nonce, book.Expect("relp", "node-1", Noon).Nonce);
    }

    [Fact]
    public void Lines_that_never_arrive_are_bounded()
    {
        var book = new CanaryBook();
        var first = book.Expect("relp", "node-1", Noon);
        for (var i = 0; i < CanaryBook.ExpectedMax; i++) book.Expect("relp", "node-1", Noon);
        Assert.False(book.IsExpected(first));
        Assert.False(book.Takes("relp", first.Line.Span));
    }

    [Theory]
    [InlineData(DoorProtocol.SyslogUdp, "127.0.0.1")]
    [InlineData(DoorProtocol.SyslogTcp, "127.0.0.1")]
    [InlineData(DoorProtocol.Relp, "127.0.0.1")]
    [InlineData(DoorProtocol.SyslogUdp, "0.0.0.0")]
    [InlineData(DoorProtocol.SyslogTcp, "::")]
    [InlineData(DoorProtocol.Relp, "::1")]
    [InlineData(DoorProtocol.SyslogUdp, "::1")]
    public async Task It_comes_through_a_real_socket_past_the_allow_list_and_a_copy_of_it_is_its_peers_own_line(DoorProtocol protocol, string address)
    {
        Assert.SkipUnless(IPv6Tests.HasIPv6 || !address.Contains(':', StringComparison.Ordinal), "this machine has no IPv6");
        await using var pump = new Pump(new IntakeLimits());
        var reception = pump.Reception.For(new ListenerTerms { Allow = [IPNetwork.Parse("192.0.2.0/24")] });
        await using var listener = Make(protocol, new IPEndPoint(IPAddress.Parse(address), 0), reception);
        listener.Start();
        var canary = pump.Reception.Canaries.Expect(listener.Id, "node-1", Noon);
        await CanarySender.SendAsync(listener, canary, pump.Reception.Canaries, TestContext.Current.CancellationToken);
        await pump.UntilAsync(1);
        Assert.Equal((ReservedSources.Canary, SenderIdentity.Token), (pump.Records[0].Source, pump.Records[0].Identity));
        Assert.Equal(canary.Line.ToArray(), pump.Records[0].Payload.ToArray());
        Assert.False(pump.Reception.Canaries.IsExpected(canary));
        Assert.Equal(0, listener.Counts.Snapshot().NotAllowed);
        if (protocol == DoorProtocol.SyslogUdp)
        {
            await CanarySender.SendAsync(listener, canary, pump.Reception.Canaries, TestContext.Current.CancellationToken);
            await pump.UntilAsync(2);
            Assert.Equal(ReservedSources.Refused, pump.Records[1].Source);
        }
        await listener.StopAsync();
        pump.AddsUp(listener);
    }

    private static IListener Make(DoorProtocol protocol, IPEndPoint endpoint, Reception reception) => protocol switch
    {
        DoorProtocol.SyslogUdp => new SyslogUdpListener("syslog-udp", endpoint, reception),
        DoorProtocol.SyslogTcp => new SyslogTcpListener("syslog-tcp", endpoint, reception),
        _ => new RelpListener("relp", endpoint, reception),
    };
}
