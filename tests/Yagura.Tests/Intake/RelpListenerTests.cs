using System.Net.Sockets;
using System.Text;
using Xunit;
using Yagura.Intake;
using Yagura.Intake.Listeners;

namespace Yagura.Tests.Intake;

public sealed class RelpListenerTests
{
    private const string Open = "1 open 50 relp_version=0\nrelp_software=test\ncommands=syslog\n\n";
    private const string Opened = "1 rsp 58 200 OK\nrelp_version=0\nrelp_software=yagura\ncommands=syslog\n";

    [Fact]
    public async Task A_session_is_opened_answered_in_order_and_closed()
    {
        await using var pump = new Pump(new IntakeLimits());
        await using var listener = Start(pump);
        var answer = await TalkAsync(listener, Open + "2 syslog 7 <13>one\n3 syslog 9 <13>two\n2\n4 close 0\n");
        Assert.Equal(Opened + "2 rsp 6 200 OK\n3 rsp 6 200 OK\n4 rsp 6 200 OK\n0 serverclose 0\n", answer);
        Assert.Equal(["<13>one", "<13>two\n2"], pump.Texts);
        Assert.Equal([2L, 3L], pump.Records.Select(r => r.Transaction));
        await listener.StopAsync();
        pump.AddsUp(listener);
    }

    [Theory]
    [InlineData("3 close 0\n", true)]
    [InlineData("", false)]
    public async Task Only_a_session_that_says_close_ends_in_good_order(string end, bool inOrder)
    {
        await using var pump = new Pump(new IntakeLimits());
        await using var listener = Start(pump);
        await TalkAsync(listener, Open + "2 syslog 7 <13>one\n" + end);
        await pump.UntilAsync(1);
        await listener.StopAsync();
        pump.Reception.Gate.Wake();
        await Task.Delay(100);
        Assert.Equal(inOrder ? [pump.Records[0].Session] : [], pump.Ended);
    }

    [Fact]
    public async Task Nothing_is_answered_before_the_spool_has_it()
    {
        await using var pump = new Pump(new IntakeLimits());
        await using var listener = Start(pump);
        pump.Hold();
        using var stream = await Pump.ConnectAsync(listener);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(Open + "2 syslog 7 <13>one\n"));
        var buffer = new byte[200];
        var read = await stream.ReadAsync(buffer);
        Assert.Equal(Opened, Encoding.ASCII.GetString(buffer, 0, read));
        var answer = stream.ReadAsync(buffer).AsTask();
        await Task.Delay(200);
        Assert.False(answer.IsCompleted);
        pump.Go();
        Assert.Equal("2 rsp 6 200 OK\n", Encoding.ASCII.GetString(buffer, 0, await answer));
    }

    [Theory]
    [InlineData("1 syslog 5 <13>a\n", "1 rsp 30 500 a session begins with open\n0 serverclose 0\n", "relp-open")]
    [InlineData("1 open 15 commands=syslog\n", "1 rsp 42 500 required offer relp_version is missing\n0 serverclose 0\n", "relp-open")]
    [InlineData("1 open 30 relp_version=9\ncommands=syslog\n", "1 rsp 31 500 relp_version must be 0 or 1\n0 serverclose 0\n", "relp-open")]
    [InlineData("1 open 28 relp_version=0\ncommands=ping\n", "1 rsp 33 500 command syslog is not offered\n0 serverclose 0\n", "relp-open")]
    [InlineData(Open + "2 starttls 0\n3 open 0\n4 close 0\n", Opened + "2 rsp 36 500 unknown command; offered: syslog\n3 rsp 31 500 the session is open already\n4 rsp 6 200 OK\n0 serverclose 0\n", "peer")]
    [InlineData(Open + "2 syslog 3 <13>lie\n3 syslog 5 <13>b\n", Opened + "0 serverclose 0\n", "relp-trailer")]
    [InlineData(Open + "2 syslog 5 <13>a\n3 syslog 999999999 <13>lie\n", Opened + "2 rsp 6 200 OK\n0 serverclose 0\n", "relp-header")]
    [InlineData("GET / HTTP/1.0\r\n\r\n", "0 serverclose 0\n", "relp-header")]
    public async Task Each_error_is_answered_or_closes_the_session_for_a_counted_reason(string sent, string answer, string closed)
    {
        await using var pump = new Pump(new IntakeLimits());
        await using var listener = Start(pump);
        Assert.Equal(answer, await TalkAsync(listener, sent));
        await Pump.UntilAsync(() => listener.Counts.ConnectionsOpen == 0);
        Assert.Equal(1, listener.Counts.Snapshot().Closed[closed]);
        await listener.StopAsync();
        pump.AddsUp(listener);
    }

    [Fact]
    public async Task A_client_that_lies_about_its_length_leaves_evidence_and_its_honest_records_are_answered()
    {
        await using var pump = new Pump(new IntakeLimits());
        await using var listener = Start(pump);
        var answer = await TalkAsync(listener, Open + "2 syslog 5 <13>a\n3 syslog 6 <13>too long\n");
        Assert.Equal(Opened + "2 rsp 6 200 OK\n0 serverclose 0\n", answer);
        Assert.Equal(["<13>a", "<13>too long\n"], pump.Texts);
        Assert.True(pump.Records[1].CutFrom > pump.Records[1].Payload.Length);
    }

    [Fact]
    public async Task The_head_of_a_lie_belongs_to_the_relay_and_names_no_host_of_its_own()
    {
        var relay = new Yagura.Events.Source { Id = "relay1", Relay = true, Match = new Yagura.Events.SourceMatch { Listener = "relp", Peer = System.Net.IPNetwork.Parse("127.0.0.1/32") } };
        await using var pump = new Pump(new IntakeLimits(), relay);
        await using var listener = Start(pump);
        await TalkAsync(listener, Open + "2 syslog 9999999999 <13>x\n");
        await pump.UntilAsync(1);
        Assert.Equal("relay1", pump.Records[0].Source);
        Assert.True(pump.Records[0].CutFrom > 0);
    }

    [Fact]
    public async Task A_half_frame_is_not_kept_because_its_sender_has_it_still()
    {
        await using var pump = new Pump(new IntakeLimits());
        await using var listener = Start(pump);
        await TalkAsync(listener, Open + "2 syslog 5 <13>a\n3 syslog 500 <13>ha");
        await Pump.UntilAsync(() => listener.Counts.ConnectionsOpen == 0);
        Assert.Equal(["<13>a"], pump.Texts);
        Assert.Equal(1, listener.Counts.Snapshot().Rejected["half-frame"]);
        pump.AddsUp(listener);
    }

    [Fact]
    public async Task A_refusal_of_the_spool_closes_the_session_without_an_answer()
    {
        await using var pump = new Pump(new IntakeLimits()) { RefuseWith = "disk-full" };
        await using var listener = Start(pump);
        var answer = await TalkAsync(listener, Open + "2 syslog 5 <13>a\n", thenClose: false);
        Assert.DoesNotContain("2 rsp", answer, StringComparison.Ordinal);
        await Pump.UntilAsync(() => listener.Counts.ConnectionsOpen == 0);
        Assert.Equal(1, listener.Counts.Snapshot().Closed["spool-refused"]);
        Assert.Empty(pump.Reception.Losses.Take());
        pump.AddsUp(listener);
    }

    [Fact]
    public async Task A_stop_answers_what_is_durable_and_hints_the_close()
    {
        await using var pump = new Pump(new IntakeLimits());
        await using var listener = Start(pump);
        using var stream = await Pump.ConnectAsync(listener);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(Open + "2 syslog 5 <13>a\n"));
        await pump.UntilAsync(1);
        var stopping = listener.StopAsync();
        Assert.Equal(Opened + "2 rsp 6 200 OK\n0 serverclose 0\n", await Pump.ReadToEndAsync(stream));
        await stopping;
    }

    [Fact]
    public async Task One_loud_session_does_not_starve_the_quiet_ones()
    {
        await using var pump = new Pump(new IntakeLimits());
        await using var listener = Start(pump);
        using var loud = await Pump.ConnectAsync(listener);
        var flood = Encoding.ASCII.GetBytes(Open + string.Concat(Enumerable.Range(2, 100_000).Select(i => $"{i} syslog 5 <13>a\n")));
        var flooding = Task.WhenAll(loud.WriteAsync(flood).AsTask(), DrainAsync(loud, lineEnds: 100_000 + Opened.Count(c => c == '\n')));
        var quiet = Enumerable.Range(0, 50).Select(_ => TalkAsync(listener, Open + "2 syslog 5 <13>b\n3 close 0\n"));
        Assert.All(await Task.WhenAll(quiet), answer => Assert.EndsWith("3 rsp 6 200 OK\n0 serverclose 0\n", answer, StringComparison.Ordinal));
        await flooding.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static async Task DrainAsync(NetworkStream stream, int lineEnds)
    {
        var buffer = new byte[65536];
        for (var lines = 0; lines < lineEnds;)
        {
            var read = await stream.ReadAsync(buffer);
            Assert.NotEqual(0, read);
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
        }
    }

    private static async Task<string> TalkAsync(RelpListener listener, string sent, bool thenClose = true)
    {
        using var stream = await Pump.ConnectAsync(listener);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(sent));
        if (thenClose) stream.Socket.Shutdown(SocketShutdown.Send);
        return await Pump.ReadToEndAsync(stream);
    }

    private static RelpListener Start(Pump pump)
    {
        var listener = new RelpListener("relp", Pump.Free, pump.Reception);
        listener.Start();
        return listener;
    }
}
