using Xunit;
using Yagura.Archive.Disk;
using Yagura.Tests.Archive.Disk;
using Yagura.Tests.Archive.Spool;

namespace Yagura.Tests.Archive.Seal;

/// <summary>Each disk call of sealing × each outcome of a power cut; each call × each errno; and bugs put in on purpose, which must be found.</summary>
public class SealerFaultTests
{
    private static readonly Func<FaultDisk, IDisk> Plain = static disk => disk;

    [Fact]
    public void Every_record_is_sealed_once_whichever_call_the_power_goes_in() => Assert.Null(FirstWrong(Plain));

    [Theory]
    [InlineData(5)]
    [InlineData(28)]
    public void One_failing_call_loses_nothing_with_or_without_a_power_cut_behind_it(int errno)
    {
        for (var call = 1; call <= Calls(); call++)
        {
            var failing = call;
            foreach (var survival in Survival.Each.Where((_, number) => number % 7 == 0))
            {
                var trial = new SealTrial(Plain);
                var disk = new FaultDisk { Fails = (number, _) => number == failing ? errno : 0 };
                Assert.False(trial.Run(disk));
                disk.Fails = static (_, _) => 0;
                Assert.True(trial.Wrong(disk.Restart(survival)) is null, $"errno {errno} in call {call}, then {survival.Label}");
            }
            var again = new SealTrial(Plain);
            var same = new FaultDisk { Fails = (number, _) => number == failing ? errno : 0 };
            Assert.False(again.Run(same));
            Assert.Null(again.Wrong(same));
        }
    }

    [Fact]
    public void Planted_bug_swallowed_fdatasync_is_found() => Assert.NotNull(FirstWrong(static disk => new PlantedBugs(disk) { SwallowSync = true }));

    [Fact]
    public void Planted_bug_sync_that_comes_late_is_found() => Assert.NotNull(FirstWrong(static disk => new PlantedBugs(disk) { SyncLate = true }));

    [Fact]
    public void Planted_bug_swallowed_folder_sync_is_found() => Assert.NotNull(FirstWrong(static disk => new PlantedBugs(disk) { SwallowFolderSync = true }));

    [Fact]
    public void Planted_bug_swallowed_rename_is_found() => Assert.NotNull(FirstWrong(static disk => new PlantedBugs(disk) { SwallowRename = true }));

    private static int Calls()
    {
        var disk = new FaultDisk();
        Assert.True(new SealTrial(Plain).Run(disk));
        return disk.Calls;
    }

    private static string? FirstWrong(Func<FaultDisk, IDisk> wrap)
    {
        for (var call = 1; call <= Calls(); call++)
        {
            foreach (var survival in Survival.Each)
            {
                var trial = new SealTrial(wrap);
                var disk = new FaultDisk { PowerCutAt = call };
                trial.Run(disk);
                if (trial.Wrong(disk.Restart(survival)) is { } wrong) return $"power cut in call {call}, {survival.Label}: {wrong}";
            }
        }
        return null;
    }
}
