using Xunit;
using Yagura.ServiceLevel.Coverage;

namespace Yagura.Tests.ServiceLevel;

/// <summary>Numbers of a source: what is late, what is missing, what comes back.</summary>
public sealed class SequenceTrackTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 10, 0, 0, TimeSpan.FromHours(9));

    private readonly SequenceTrack track = new();

    [Fact]
    public void A_number_that_comes_within_the_window_was_only_late()
    {
        Take(1, 2, 4);
        Assert.Empty(track.Due(Start.AddSeconds(63)));
        track.Observe(3, Start.AddSeconds(3), Start.AddSeconds(60), resent: false);
        Assert.Empty(track.Due(Start.AddHours(1)));
    }

    [Fact]
    public void A_number_that_does_not_come_is_a_hole_from_the_last_before_to_the_first_after()
    {
        Take(1, 2, 5);
        var hole = Assert.Single(track.Due(Start.AddSeconds(70)));
        Assert.Equal((2L, Start.AddSeconds(2), Start.AddSeconds(5)), (hole.Count, hole.From, hole.To));
    }

    [Fact]
    public void A_declared_hole_is_closed_by_its_last_number_only()
    {
        Take(1, 2, 5);
        track.Due(Start.AddSeconds(70))[0].Entry = 7;
        Assert.Null(track.Observe(3, Start.AddSeconds(3), Start.AddHours(1), resent: true));
        Assert.Equal(7, track.Observe(4, Start.AddSeconds(4), Start.AddHours(1), resent: true)?.Entry);
        Assert.Empty(track.Holes);
    }

    [Fact]
    public void After_2147483647_comes_1()
    {
        track.Observe(SequenceTrack.WrapAfter, Start, Start, resent: false);
        Take(1, 2);
        Assert.Empty(track.Holes);
    }

    [Theory]
    [InlineData(1, "restart")]
    [InlineData(40, "reset")]
    public void Beginning_again_is_a_hole_of_nobody_knows_how_many(long number, string reason)
    {
        track.Observe(100, Start, Start, resent: false);
        track.Observe(number, Start.AddSeconds(9), Start.AddSeconds(9), resent: false);
        var hole = Assert.Single(track.Due(Start.AddMinutes(5)));
        Assert.Equal((reason, (long?)null), (hole.Reason, hole.Count));
        track.Observe(number + 1, Start.AddSeconds(10), Start.AddSeconds(10), resent: false);
        Assert.Single(track.Holes);
    }

    [Fact]
    public void A_second_copy_changes_nothing()
    {
        Take(1, 2, 3);
        track.Observe(2, Start.AddSeconds(2), Start.AddSeconds(30), resent: false);
        Take(4);
        Assert.Empty(track.Holes);
    }

    [Fact]
    public void Numbers_that_go_on_over_a_silence_clear_it_and_numbers_that_jump_do_not()
    {
        Take(1, 2);
        track.Observe(3, Start.AddHours(1), Start.AddHours(1), resent: false);
        Assert.True(track.IsContinuous(Start.AddSeconds(2), Start.AddHours(1)));
        Assert.False(track.IsContinuous(Start.AddSeconds(2), Start.AddHours(2)));
        Assert.False(track.IsContinuous(Start.AddMinutes(-5), Start.AddHours(1)));

        track.Observe(5, Start.AddHours(2), Start.AddHours(2), resent: false);
        Assert.False(track.IsContinuous(Start.AddHours(1), Start.AddHours(2)));
        Assert.True(track.IsContinuous(Start.AddSeconds(2), Start.AddMinutes(59)));
        track.Observe(4, Start.AddMinutes(90), Start.AddHours(3), resent: true);
        Assert.True(track.IsContinuous(Start.AddHours(1), Start.AddHours(2)));
    }

    [Fact]
    public void A_hole_that_was_forgotten_is_never_taken_for_continuity()
    {
        for (var number = 1L; number <= 2 * (SequenceTrack.HolesMax + 1); number++)
        {
            Take(2 * number);
            foreach (var due in track.Due(Start.AddDays(1))) due.Entry = number;
        }

        Assert.Equal(SequenceTrack.HolesMax, track.Holes.Count);
        Assert.False(track.IsContinuous(Start.AddSeconds(2), Start.AddSeconds(4)));
    }

    [Theory]
    [InlineData(62, false)]
    [InlineData(241, true)]
    public void A_minute_is_whole_only_when_the_numbers_go_on_a_window_behind_it(int seconds, bool whole)
    {
        Take(1, 2);
        track.Observe(3, Start.AddSeconds(seconds), Start.AddSeconds(seconds), resent: false);
        Assert.Equal(whole, track.IsWholeOver(Start.AddSeconds(90)));
    }

    [Fact]
    public void A_device_clock_that_runs_ahead_clears_nothing()
    {
        track.Observe(1, Start.AddHours(9), Start, resent: false);
        Assert.False(track.IsContinuous(Start, Start.AddHours(1)));
    }

    private void Take(params long[] numbers)
    {
        foreach (var number in numbers) track.Observe(number, Start.AddSeconds(number), Start.AddSeconds(number), resent: false);
    }
}
