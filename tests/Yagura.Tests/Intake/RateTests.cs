using System.Net;
using System.Text;
using Xunit;
using Yagura.Events;
using Yagura.Intake;
using Yagura.Intake.Listeners;
using Yagura.Intake.Rates;
using Yagura.Intake.Udp;

namespace Yagura.Tests.Intake;

public sealed class RateTests
{
    private const long Rate = ListenerTerms.RateBytesMin;
    // A burst is a second's bytes, and at least one whole record.
    private const long Burst = 64 * 1024 + IntakeLimits.RecordOverheadBytes;
    private static readonly IPAddress Loud = IPAddress.Parse("127.0.0.2");
    private static readonly IPAddress Quiet = IPAddress.Parse("127.0.0.3");

    [Fact]
    public void A_bucket_refuses_what_is_not_there_and_fills_with_time_up_to_its_burst()
    {
        var time = new StillTime();
        var bucket = new ByteBucket(1000, 2000, time);
        Assert.True(bucket.TryTake(1500));
        Assert.False(bucket.TryTake(501));
        Assert.True(bucket.TryTake(500));
        time.Run(TimeSpan.FromSeconds(0.5));
        Assert.False(bucket.TryTake(501));
        Assert.True(bucket.TryTake(500));
        time.Run(TimeSpan.FromHours(1));
        Assert.False(bucket.TryTake(2001));
        Assert.True(bucket.TryTake(2000));
    }

    [Fact]
    public void A_stream_owes_what_it_took_beyond_and_waits_until_it_is_paid()
    {
        var time = new StillTime();
        var bucket = new ByteBucket(1000, 2000, time);
        Assert.Equal(TimeSpan.Zero, bucket.Charge(2000));
        Assert.Equal(TimeSpan.FromSeconds(3), bucket.Charge(3000));
        time.Run(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(2.5), bucket.Charge(500));
        time.Run(TimeSpan.FromSeconds(3));
        Assert.Equal(TimeSpan.Zero, bucket.Charge(500));
    }

    [Fact]
    public async Task A_stream_over_its_rate_is_not_read_from_while_the_others_are()
    {
        await using var pump = new Pump(new IntakeLimits(), new StillTime(), Some("loud", Loud, Rate), Some("quiet", Quiet, rate: null));
        await using var listener = new SyslogTcpListener("syslog-tcp", Pump.Free, pump.Reception.For(ListenerTerms.Open));
        listener.Start();
        using var loud = await Pump.ConnectAsync(listener, Loud);
        var flood = loud.WriteAsync(Encoding.ASCII.GetBytes(Lines(60_000))).AsTask();
        await Pump.UntilAsync(() => listener.Counts.Snapshot().RateWaits > 0);
        using (var quiet = await Pump.ConnectAsync(listener, Quiet))
        {
            await quiet.WriteAsync(Encoding.ASCII.GetBytes(Lines(20_000)));
            await Pump.UntilAsync(() => Of(pump, "quiet") == 20_000);
        }
        // A read more than its burst, and then nothing while the clock stands still.
        var reads = new IntakeLimits().ReadBytesMax / "<13>x\n".Length + 1;
        Assert.InRange(Of(pump, "loud"), 1, Burst / Cost("<13>x") + reads);
        Assert.Empty(pump.Reception.Losses.Take());
        loud.Dispose();
        await Task.WhenAny(flood);
        await listener.StopAsync();
        await Pump.UntilAsync(() => pump.Reception.Gate.HeldBytes == 0);
        pump.AddsUp(listener);
    }

    [Fact]
    public async Task A_listeners_rate_counts_all_its_sources_together()
    {
        await using var pump = new Pump(new IntakeLimits(), new StillTime());
        await using var listener = new SyslogUdpListener("syslog-udp", Pump.Free, pump.Reception.For(new ListenerTerms { RateBytes = Rate }));
        listener.Start();
        using var one = Pump.Datagrams(listener, Loud);
        using var other = Pump.Datagrams(listener, Quiet);
        for (var i = 0; i < 300; i++) (i % 2 == 0 ? one : other).Send("<13>x"u8);
        await Pump.UntilAsync(() => listener.Counts.Snapshot().Framed == 300);
        Assert.Equal(Burst / Cost("<13>x"), listener.Counts.Snapshot().Accepted);
    }

    [Fact]
    public async Task A_datagram_over_the_rate_of_its_source_is_refused_counted_and_a_loss_of_that_source_alone()
    {
        await using var pump = new Pump(new IntakeLimits(), new StillTime(), Some("quiet", Quiet, rate: 64 << 20));
        await using var listener = new SyslogUdpListener("syslog-udp", Pump.Free, pump.Reception.For(new ListenerTerms { SourceRateBytes = Rate }));
        listener.Start();
        using (var loud = Pump.Datagrams(listener, Loud))
        using (var quiet = Pump.Datagrams(listener, Quiet))
        {
            for (var i = 0; i < 1000; i++) loud.Send("<13>x"u8);
            for (var i = 0; i < 400; i++) quiet.Send("<13>y"u8);
        }
        await Pump.UntilAsync(() => listener.Counts.Snapshot().Framed == 1400);
        await listener.StopAsync();
        var admitted = Burst / Cost("<13>x");
        Assert.Equal((admitted, 400L), (Of(pump, "unregistered.127.0.0.2"), Of(pump, "quiet")));
        var loss = Assert.Single(pump.Reception.Losses.Take());
        Assert.Equal(("unregistered.127.0.0.2", "rate-exceeded", 1000 - admitted), (loss.Where, loss.Reason, loss.Count!.Value));
        Assert.Equal(1000 - admitted, listener.Counts.Snapshot().Rejected["rate-exceeded"]);
        pump.AddsUp(listener);
    }

    [Fact]
    public void Sources_without_a_place_of_their_own_share_one_rate()
    {
        var pump = Reception.Open([], new IntakeLimits { CountedSourcesMax = 2 }, new StillTime());
        var rates = pump.For(new ListenerTerms { SourceRateBytes = Rate }).Rates;
        Assert.True(rates.Admits(Record("a", 60_000)));
        Assert.True(rates.Admits(Record("b", 60_000)));
        Assert.True(rates.Admits(Record("c", 60_000)));
        Assert.False(rates.Admits(Record("d", 60_000)));
    }

    private static int Cost(string line) => line.Length + IntakeLimits.RecordOverheadBytes;

    private static string Lines(int count) => string.Concat(Enumerable.Repeat("<13>x\n", count));

    private static long Of(Pump pump, string source) => pump.Reception.Counts.Sources().Where(counts => counts.Source == source).Sum(counts => counts.Accepted);

    private static Source Some(string id, IPAddress peer, long? rate) => new() { Id = id, RateBytes = rate, Match = new SourceMatch { Peer = new IPNetwork(peer, 32) } };

    private static RawRecord Record(string source, int bytes) => new()
    {
        ReceivedAt = new ReceiveTime(1), Source = source, Identity = SenderIdentity.Address, Via = "syslog-udp", Peer = "192.0.2.1:514", Payload = new byte[bytes],
    };
}
