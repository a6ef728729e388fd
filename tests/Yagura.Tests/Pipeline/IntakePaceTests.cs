using Xunit;
using Yagura.Archive.Spool;
using Yagura.Events;
using Yagura.Intake;
using Yagura.Intake.Counting;
using Yagura.Intake.Gate;
using Yagura.Intake.Listeners;
using Yagura.Pipeline;
using Yagura.Tests.Archive.Seal;

namespace Yagura.Tests.Pipeline;

public sealed class IntakePaceTests
{
    private readonly Reception reception = Reception.Open([], new IntakeLimits(), TimeProvider.System);
    private ReceiveTime now = SampleArchive.At(100);

    [Fact]
    public async Task While_more_waits_than_a_sync_takes_along_a_stage_waits_and_then_goes_on()
    {
        var pace = new IntakePace(reception.Gate, TimeProvider.System, () => now);
        await pace.GiveWayAsync(SampleArchive.At(99), TestContext.Current.CancellationToken);
        using var door = reception.Gate.OpenKeeping(reception.Counts.Of("relp"));
        Fill(door);
        Assert.True(pace.IsBusy());

        var waiting = pace.GiveWayAsync(SampleArchive.At(99), TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);
        Assert.True(pace.GivesWay);

        (await reception.Gate.TakeAsync(int.MaxValue, long.MaxValue, TestContext.Current.CancellationToken))!.Acknowledge();
        await waiting.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.False(pace.GivesWay);
        Assert.False(pace.IsBusy());
    }

    [Fact]
    public async Task Who_is_half_a_minute_behind_gives_way_no_more_however_busy_the_intake_is()
    {
        var pace = new IntakePace(reception.Gate, TimeProvider.System, () => now);
        using var door = reception.Gate.OpenKeeping(reception.Counts.Of("relp"));
        Fill(door);
        SpoolBatch[] batches = [new(1, SampleArchive.At(69), [], []), new(2, SampleArchive.At(71), [], [])];
        using var behind = pace.Behind(batches).GetEnumerator();
        Assert.True(behind.MoveNext());

        var next = Task.Run(behind.MoveNext, TestContext.Current.CancellationToken);
        Assert.NotSame(next, await Task.WhenAny(next, Task.Delay(300, TestContext.Current.CancellationToken)));
        now = SampleArchive.At(102);
        Assert.True(await next.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.Equal(2, behind.Current.Number);
    }

    private static void Fill(Door door)
    {
        while (door.TryPut([SampleArchive.Record(1, "fw1", new byte[60_000])]) == 1)
        {
            // Until the door is full: four times what makes the intake busy.
        }
    }
}
