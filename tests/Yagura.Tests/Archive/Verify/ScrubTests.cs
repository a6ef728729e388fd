using Xunit;
using Yagura.Archive.Verify;
using Yagura.Events;
using Yagura.Tests.Archive.Seal;

namespace Yagura.Tests.Archive.Verify;

public class ScrubTests
{
    // A "day" of an hour, so that the archive stays small: 03:00 to 04:00 UTC.
    private static ScrubResult Run(SampleArchive archive, int turn) =>
        Scrub.Run(archive.Disk, new ScrubOptions(archive.Archive, SampleArchive.At(600), SampleArchive.At(4200), turn, 2));

    [Fact]
    public void A_whole_day_says_its_seals_sources_and_records()
    {
        using var archive = new SampleArchive().WithTraffic(0, 5000);
        archive.Close(5001);
        var day = Run(archive, turn: 29).Day;
        Assert.Equal(new ScrubbedDay(Ok: true, Covered: true, 3, 14, 3, 540, 0), day);
    }

    [Fact]
    public void Evidence_altered_on_that_day_is_lost_and_on_another_day_is_found_in_its_turn()
    {
        using var archive = new SampleArchive().WithTraffic(0, 5000);
        archive.Close(5001);
        Flip(archive, 4);
        var day = Run(archive, turn: 29).Day;
        Assert.False(day.Ok);
        Assert.Equal(45, day.Lost);
        using var other = new SampleArchive().WithTraffic(0, 5000);
        other.Close(5001);
        Flip(other, 16);
        Assert.True(Run(other, turn: 29).Day.Ok);
        var turned = Run(other, turn: 16);
        Assert.True(turned.Day.Ok);
        Assert.Contains(turned.Whole.Faults, fault => fault.Seal == 16);
    }

    [Fact]
    public void A_day_that_the_seals_do_not_cover_is_not_verified()
    {
        using var archive = new SampleArchive().WithTraffic(1000, 2000);
        archive.Close(2001);
        var day = Run(archive, turn: 29).Day;
        Assert.False(day.Covered);
        Assert.False(day.Ok);
    }

    private static void Flip(SampleArchive archive, int index)
    {
        var path = archive.Seals().Single(seal => seal.Content.Index == index).Path(".log.gz");
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);
    }
}
