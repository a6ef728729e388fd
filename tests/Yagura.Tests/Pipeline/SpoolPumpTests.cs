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
