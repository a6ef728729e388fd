using Xunit;
using Yagura.Archive.Spool;

namespace Yagura.Tests.Archive.Spool;

public sealed class SpoolSpaceTests
{
    [Theory]
    [InlineData(150, 100, 40, 50, SpaceDecision.GoOn)]
    [InlineData(149, 100, 40, 50, SpaceDecision.DropIndex)]
    [InlineData(0, 100, 1, 50, SpaceDecision.DropIndex)]
    [InlineData(149, 100, 0, 50, SpaceDecision.PauseIndexAndHunts)]
    [InlineData(100, 100, 0, 50, SpaceDecision.PauseIndexAndHunts)]
    [InlineData(99, 100, 0, 50, SpaceDecision.StopAcknowledging)]
    [InlineData(0, 0, 0, 0, SpaceDecision.GoOn)]
    public void The_index_goes_first_then_work_pauses_then_nothing_is_acknowledged(long free, long reserve, long index, long unsealed, SpaceDecision expected)
    {
        Assert.Equal(expected, SpoolSpace.Decide(new SpaceState(free, reserve, index, unsealed)));
    }
}
