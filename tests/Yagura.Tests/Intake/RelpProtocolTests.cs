using System.Net.Sockets;
using System.Text;
using Xunit;
using Yagura.Intake;
using Yagura.Intake.Listeners;

namespace Yagura.Tests.Intake;

/// <summary>Every frame and error of RELP: what is sent, what is answered, what is stored, why the session ended.</summary>
public sealed class RelpProtocolTests
{
    private const string Open = "1 open 50 relp_version=0\nrelp_software=test\ncommands=syslog\n\n";
    private const string Opened = "1 rsp 58 200 OK\nrelp_version=0\nrelp_software=yagura\ncommands=syslog\n";
    private const string Unknown = "rsp 36 500 unknown command; offered: syslog\n";
    private const string Ok = "rsp 6 200 OK\n";
    private const string End = "0 serverclose 0\n";

    [Theory]
    [InlineData("999999999 syslog 5 <13>a\n1 syslog 5 <13>b\n2 close 0\n", "999999999 " + Ok + "1 " + Ok + "2 " + Ok, "<13>a|<13>b")]
    [InlineData("2 syslog 5 <13>a\n2 syslog 5 <13>b\n3 close 0\n", "2 " + Ok + "2 " + Ok + "3 " + Ok, "<13>a|<13>b")]
    [InlineData("9 syslog 5 <13>a\n3 syslog 5 <13>b\n4 close 0\n", "9 " + Ok + "3 " + Ok + "4 " + Ok, "<13>a|<13>b")]
    [InlineData("000000002 syslog 5 <13>a\n3 close 0\n", "2 " + Ok + "3 " + Ok, "<13>a")]
    [InlineData("2 syslog 0\n3 syslog 5 <13>a\n4 close 0\n", "2 " + Ok + "3 " + Ok + "4 " + Ok, "|<13>a")]
    [InlineData("2 syslog 0 \n3 close 0\n", "2 " + Ok + "3 " + Ok, "")]
    [InlineData("2 syslog 7 <13>a\nb\n3 close 0\n", "2 " + Ok + "3 " + Ok, "<13>a\nb")]
    [InlineData("2 close 3 bye\n", "2 " + Ok, null)]
    [InlineData("2 close 0\n3 syslog 5 <13>x\n", "2 " + Ok, null)]
    [InlineData("0 syslog 5 <13>x\n3 close 0\n", "0 " + Unknown + "3 " + Ok, null)]
    [InlineData("2 rsp 6 200 OK\n3 close 0\n", "3 " + Ok, null)]
    [InlineData("0 serverclose 0\n3 close 0\n", "0 " + Unknown + "3 " + Ok, null)]
    [InlineData("2 SYSLOG 5 <13>x\n3 close 0\n", "2 " + Unknown + "3 " + Ok, null)]
    [InlineData("2 starttls 0\n3 syslog 5 <13>a\n4 close 0\n", "2 " + Unknown + "3 " + Ok + "4 " + Ok, "<13>a")]
    public async Task A_session_goes_on_to_its_close(string sent, string answered, string? stored)
    {
        await using var pump = new Pump(new IntakeLimits());
        await using var listener = Start(pump);
        var answer = await TalkAsync(listener, Open + sent);
        // A command is answered at once, a record when it is durable: their order is not one.
        Assert.Equal(Frames(Opened + answered + End), Frames(answer));
        Assert.Equal(stored?.Split('|') ?? [], pump.Texts);
        Assert.Equal(0, listener.Counts.Snapshot().Rejected["half-frame"]);
        await EndedAsync(pump, listener, "peer");
    }

    [Theory]
    [InlineData("2 syslog 5 <13>ab\n", "relp-trailer", "<13>ab\n")]
    [InlineData("2 syslog 5 <13>a3 syslog 5 <13>b\n", "relp-trailer", "<13>a3 syslog 5 <13>b\n")]
    [InlineData("2 syslog 0 x\n", "relp-trailer", "x\n")]
    [InlineData("2 syslog -1\n", "relp-header", "2 syslog -1\n")]
    [InlineData("2 syslog\n", "relp-header", "2 syslog\n")]
    [InlineData("2 syslog 5\n<13>a\n", "relp-header", "2 syslog 5\n<13>a\n")]
    [InlineData("2 syslog 4194305 <13>a\n", "relp-header", "2 syslog 4194305 <13>a\n")]
    [InlineData("2 syslog 1234567890 <13>a\n", "relp-header", "2 syslog 1234567890 <13>a\n")]
    [InlineData("1000000000 syslog 5 <13>a\n", "relp-header", "1000000000 syslog 5 <13>a\n")]
    [InlineData("2  5 <13>a\n", "relp-header", "2  5 <13>a\n")]
    [InlineData("2 sys_log 5 <13>a\n", "relp-header", "2 sys_log 5 <13>a\n")]
    [InlineData("2 abcdefghijklmnopqrstuvwxyzabcdefg 5 <13>a\n", "relp-header", "2 abcdefghijklmnopqrstuvwxyzabcdefg 5 <13>a\n")]
    [InlineData("x syslog 5 <13>a\n", "relp-header", "x syslog 5 <13>a\n")]
    [InlineData("\n", "relp-header", "\n")]
    public async Task A_frame_that_is_none_keeps_its_head_and_ends_the_session_behind_what_was_honest(string sent, string closed, string head)
    {
        await using var pump = new Pump(new IntakeLimits());
        await using var listener = Start(pump);
        var answer = await TalkAsync(listener, Open + "7 syslog 5 <13>h\n" + sent);
        Assert.Equal(Frames(Opened + "7 " + Ok + End), Frames(answer));
        Assert.Equal(["<13>h", head], pump.Texts);
        Assert.True(pump.Records[1].CutFrom > 0);
        await EndedAsync(pump, listener, closed);
    }

    [Theory]
    [InlineData("2 syslog 5 <13>")]
    [InlineData("2 syslog 5")]
    [InlineData("2 sys")]
    [InlineData("2")]
    [InlineData("2 syslog 5 <13>a")]
    public async Task A_frame_cut_off_by_the_end_of_the_line_is_counted_and_its_sender_has_it_still(string half)
    {
        await using var pump = new Pump(new IntakeLimits());
        await using var listener = Start(pump);
        var answer = await TalkAsync(listener, Open + "7 syslog 5 <13>h\n" + half);
        Assert.Equal(Frames(Opened + "7 " + Ok + End), Frames(answer));
        Assert.Equal(["<13>h"], pump.Texts);
        Assert.Equal(1, listener.Counts.Snapshot().Rejected["half-frame"]);
        await EndedAsync(pump, listener, "peer");
    }

    [Fact]
    public async Task Data_over_the_line_length_keep_their_head_and_are_answered()
    {
        await using var pump = new Pump(new IntakeLimits());
        await using var listener = Start(pump, new ListenerTerms { LineBytesMax = 2000 });
        var answer = await TalkAsync(listener, Open + "2 syslog 3000 " + new string('x', 3000) + "\n3 close 0\n");
        Assert.Equal(Frames(Opened + "2 " + Ok + "3 " + Ok + End), Frames(answer));
        Assert.Equal((1024, 3000L), (pump.Records[0].Payload.Length, pump.Records[0].CutFrom));
        await EndedAsync(pump, listener, "peer");
    }

    [Theory]
    [InlineData("relp_version=0\ncommands=syslog", null)]
    [InlineData("commands=eventlog,syslog\nrelp_version=1\nfuture=x\n", null)]
    [InlineData("relp_version= 0 \ncommands=syslog", null)]
    [InlineData("", "500 required offer relp_version is missing")]
    [InlineData("relp_version\ncommands=syslog", "500 relp_version must be 0 or 1")]
    [InlineData("relp_version=\ncommands=syslog", "500 relp_version must be 0 or 1")]
    [InlineData("relp_version=2\ncommands=syslog", "500 relp_version must be 0 or 1")]
    [InlineData("relp_version=-1\ncommands=syslog", "500 relp_version must be 0 or 1")]
    [InlineData("relp_version=99999999999\ncommands=syslog", "500 relp_version must be 0 or 1")]
    [InlineData("relp_version=0", "500 command syslog is not offered")]
    [InlineData("relp_version=0\ncommands=syslogs", "500 command syslog is not offered")]
    [InlineData("relp_version=0\ncommands=\u00ff\u0000", "500 command syslog is not offered")]
    public void Offers_are_accepted_or_the_answer_says_what_is_missing(string offers, string? refusal) =>
        Assert.Equal(refusal, RelpOffers.Refusal(Encoding.Latin1.GetBytes(offers)));

    private static IEnumerable<string> Frames(string answers) => answers.Replace(Opened, "(open)\n", StringComparison.Ordinal).Split('\n').Order(StringComparer.Ordinal);

    private static async Task EndedAsync(Pump pump, RelpListener listener, string closed)
    {
        await Pump.UntilAsync(() => listener.Counts.ConnectionsOpen == 0);
        Assert.Equal(1, listener.Counts.Snapshot().Closed[closed]);
        await listener.StopAsync();
        pump.AddsUp(listener);
    }

    private static async Task<string> TalkAsync(RelpListener listener, string sent)
    {
        using var stream = await Pump.ConnectAsync(listener);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(sent));
        stream.Socket.Shutdown(SocketShutdown.Send);
        return await Pump.ReadToEndAsync(stream);
    }

    private static RelpListener Start(Pump pump, ListenerTerms? terms = null)
    {
        var listener = new RelpListener("relp", Pump.Free, pump.Reception.For(terms ?? ListenerTerms.Open));
        listener.Start();
        return listener;
    }
}
