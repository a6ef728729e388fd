using Xunit;
using Yagura.Events;
using Yagura.Intake;

namespace Yagura.Tests.Intake;

public sealed class ReceiveClockTests
{
    private readonly TwoClocks _time = new();

    [Fact]
    public void It_runs_with_the_monotonic_clock_whatever_the_wall_clock_does()
    {
        var clock = new ReceiveClock(_time);
        var start = clock.Now();
        _time.Run(TimeSpan.FromSeconds(10));
        _time.StepWall(TimeSpan.FromHours(-3));
        Assert.Equal(start.UtcTicks + TimeSpan.FromSeconds(10).Ticks, clock.Now().UtcTicks);
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(3600)]
    [InlineData(-0.5)]
    [InlineData(0.5)]
    public void It_is_slewed_towards_the_wall_clock_and_never_runs_backwards(double stepSeconds)
    {
        var clock = new ReceiveClock(_time);
        _time.StepWall(TimeSpan.FromSeconds(stepSeconds));
        var last = clock.Now();
        // 3600 s at 5 % take 20 hours; 0.5 s at 500 ppm take 17 minutes.
        for (var i = 0; i < 21 * 360; i++)
        {
            clock.Compare();
            _time.Run(TimeSpan.FromSeconds(10));
            var now = clock.Now();
            Assert.True(now > last);
            last = now;
        }
        Assert.Equal(_time.GetUtcNow().UtcTicks / 1e7, last.UtcTicks / 1e7, tolerance: 0.01);
    }

    [Fact]
    public void A_step_of_more_than_a_second_is_reported_once()
    {
        var clock = new ReceiveClock(_time);
        Assert.Null(clock.Compare());
        _time.StepWall(TimeSpan.FromSeconds(0.9));
        Assert.Null(clock.Compare());
        _time.StepWall(TimeSpan.FromSeconds(-61));
        var step = clock.Compare();
        Assert.Equal(-60.1m, step!.Value.OffsetSeconds);
        _time.Run(TimeSpan.FromSeconds(1));
        Assert.Null(clock.Compare());
        _time.StepWall(TimeSpan.FromSeconds(30));
        Assert.NotNull(clock.Compare());
    }

    [Fact]
    public async Task Many_threads_never_see_it_go_back()
    {
        var clock = new ReceiveClock(TimeProvider.System);
        var threads = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            var last = default(ReceiveTime);
            for (var i = 0; i < 50_000; i++)
            {
                var now = clock.Now();
                Assert.True(now >= last);
                last = now;
                if (i % 1000 == 0) clock.Compare();
            }
        }));
        await Task.WhenAll(threads);
    }

    private sealed class TwoClocks : TimeProvider
    {
        private DateTimeOffset _wall = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);
        private long _monotonic = 1_000_000;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => _wall;

        public override long GetTimestamp() => _monotonic;

        public void Run(TimeSpan by)
        {
            _wall += by;
            _monotonic += by.Ticks;
        }

        public void StepWall(TimeSpan by) => _wall += by;
    }
}
