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
    [InlineData(30)]
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
    public void A_failed_sync_and_then_a_power_cut_lose_nothing() => Assert.Null(FirstWrongAfterFailedSync(Plain));

    [Fact]
    public void Planted_bug_reuse_of_a_file_after_a_failed_sync_is_found() =>
        Assert.NotNull(FirstWrongAfterFailedSync(static disk => new PlantedBugs(disk) { ReuseAfterFailedSync = true }));

    [Fact]
    public void Random_campaigns_seal_every_record_once()
    {
        var seed = Environment.TickCount;
        var until = Soak.Length(TimeSpan.FromSeconds(2));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var rounds = 0;
        for (; watch.Elapsed < until || rounds < 30; rounds++) Campaign(unchecked(seed + rounds));
        TestContext.Current.TestOutputHelper?.WriteLine($"{rounds} rounds from seed {seed}");
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

    private static void Campaign(int seed)
    {
        var random = new Random(seed);
        var trial = new SealTrial(Plain);
        var disk = new FaultDisk { PowerCutAt = random.Next(1, 2 * Calls()) };
        if (random.Next(2) == 0) disk.Fails = (call, _) => new Random(unchecked((seed * 31) + call)).Next(60) == 0 ? 5 : 0;
        trial.Run(disk);
        for (var cuts = random.Next(4); cuts > 0; cuts--)
        {
            disk = disk.Restart(Survival.Random(random));
            disk.PowerCutAt = random.Next(1, Calls());
            trial.Run(disk);
        }
        var survival = Survival.Random(random);
        if (trial.Wrong(disk.Restart(survival)) is { } wrong) Assert.Fail($"seed {seed}, {survival.Label}: {wrong}");
    }

    private static string? FirstWrongAfterFailedSync(Func<FaultDisk, IDisk> wrap)
    {
        var nothing = Survival.Each.Single(static survival => survival.Label == "nothing, all names");
        var calls = Calls();
        for (var call = 1; call <= calls; call++)
        {
            var failing = call;
            for (var cut = call + 1; cut <= calls + 1; cut += 3)
            {
                var trial = new SealTrial(wrap);
                var disk = new FaultDisk { PowerCutAt = cut, Fails = (number, name) => number == failing && name == "fdatasync" ? 5 : 0 };
                trial.Run(disk);
                if (trial.Wrong(disk.Restart(nothing)) is { } wrong) return $"sync {call} fails, power cut in call {cut}: {wrong}";
            }
        }
        return null;
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
