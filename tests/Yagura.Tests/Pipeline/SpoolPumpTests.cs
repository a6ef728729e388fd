using System.Net;
using Xunit;
using Yagura.Archive.Disk;
using Yagura.Archive.Spool;
using Yagura.Events;
using Yagura.Intake;
using Yagura.Intake.Listeners;
using Yagura.Pipeline;

namespace Yagura.Tests.Pipeline;

public sealed class SpoolPumpTests : IDisposable
{
    private readonly DataFolder folder = new(Directory.CreateTempSubdirectory("yagura-pump-").FullName);
    private readonly LinuxDisk disk = new();

    public void Dispose() => Directory.Delete(folder.Root, recursive: true);

    [Fact]
    public async Task A_pump_that_meets_what_nobody_foresaw_refuses_from_then_on_says_so_and_still_stops()
    {
        var clock = TimeProvider.System;
        var reception = Reception.Open([], new IntakeLimits(), clock);
        using var spool = RecordSpool.Open(disk, folder.Spool, SpoolSettings.Server, reception.Clock.Now());
        // Asked for more room than any disk has, it alarms; the alarm is what fails here.
        var space = new SpaceWatch(disk, folder, long.MaxValue / 2, clock, _ => throw new InvalidOperationException("not foreseen"));
        string? told = null;
        var pump = new SpoolPump(reception, spool, space, clock, SpoolUse.Server, sentence => told = sentence);
        var running = Task.Run(pump.RunAsync, TestContext.Current.CancellationToken);

        using (var door = reception.Gate.OpenKeeping(reception.Counts.Of("import")))
        {
            await door.PutAsync([Line("one")], TestContext.Current.CancellationToken);
            await door.SettledAsync();
            Assert.True(door.IsShut);
        }

        reception.Gate.Complete();
        await running;
        Assert.Equal("not foreseen", pump.Halted);
        Assert.Contains("nothing is acknowledged any more", told, StringComparison.Ordinal);
        Assert.Equal(0, spool.LastSequence);
    }

    [Theory]
    [InlineData(90, "s ahead of the receive time")]
    [InlineData(-90, "s behind the receive time")]
    public async Task A_clock_that_is_set_is_alarmed_and_written_down_for_the_seal(int seconds, string told)
    {
        var clock = new SteppedTime();
        var reception = Reception.Open([], new IntakeLimits(), clock);
        using var spool = RecordSpool.Open(disk, folder.Spool, SpoolSettings.Server, reception.Clock.Now());
        var alarms = new List<string>();
        var pump = new SpoolPump(reception, spool, new SpaceWatch(disk, folder, 1, clock, _ => { }), clock, SpoolUse.Server, alarms.Add);
        var running = Task.Run(pump.RunAsync, TestContext.Current.CancellationToken);
        await UntilAsync(() => spool.LastBatch > 0);
        Assert.Empty(alarms);
        clock.Step(TimeSpan.FromSeconds(seconds));
        await UntilAsync(() => alarms.Count > 0);
        reception.Gate.Complete();
        await running;
        Assert.Contains(told, Assert.Single(alarms), StringComparison.Ordinal);
        var note = Assert.Single(spool.ReadBatches(0).SelectMany(batch => batch.Notes).OfType<ClockNote>(), note => note.OffsetSeconds != 0);
        Assert.InRange(note.OffsetSeconds, seconds - 0.5m, seconds + 0.5m);
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        for (var since = Environment.TickCount64; !holds(); await Task.Delay(20, TestContext.Current.CancellationToken))
            Assert.True(Environment.TickCount64 - since < 30_000, "waited for 30 s");
    }

    // The monotonic clock and the timers are real; the wall clock is set by hand.
    private sealed class SteppedTime : TimeProvider
    {
        private TimeSpan offset;

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + offset;

        public void Step(TimeSpan by) => offset += by;
    }

    private static RawRecord Line(string text) => new()
    {
        ReceivedAt = ReceiveTime.From(new DateTimeOffset(2026, 11, 22, 3, 0, 0, TimeSpan.Zero)),
        Source = "fw1",
        Identity = SenderIdentity.Address,
        Via = "import",
        Peer = new IPEndPoint(IPAddress.Loopback, 1).ToString(),
        CutFrom = 0,
        Session = 1,
        Transaction = 1,
        Payload = System.Text.Encoding.UTF8.GetBytes(text),
    };
}
