using Yagura.Archive.Disk;
using Yagura.Tests.Archive.Disk;
using Xunit;

namespace Yagura.Tests.Archive.Spool;

/// <summary>Each disk call × each outcome of a power cut; each call × each errno; and bugs put in on purpose, which must be found.</summary>
public sealed class SpoolFaultTests
{
    private const int Commits = 24;
    private static readonly Func<FaultDisk, IDisk> Plain = static disk => disk;

    [Fact]
    public void Nothing_acknowledged_is_lost_or_invented_whichever_call_the_power_goes_in()
    {
        Assert.Null(FirstWrong(Plain));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(28)]
    [InlineData(30)]
    public void One_failing_call_loses_nothing_acknowledged(int errno)
    {
        for (var call = 1; call <= CallsOfARun(); call++)
        {
            var failing = call;
            var disk = new FaultDisk { Fails = (number, _) => number == failing ? errno : 0 };
            var trial = new SpoolTrial(Plain);
            trial.Run(disk, Commits);
            foreach (var survival in Survival.Each) Right(trial, disk, survival, $"errno {errno} in call {call}");
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(28)]
    [InlineData(30)]
    public void A_disk_that_fails_from_some_call_on_halts_the_spool_and_loses_nothing_acknowledged(int errno)
    {
        for (var call = 1; call <= CallsOfARun(); call++)
        {
            var first = call;
            var disk = new FaultDisk { Fails = (number, _) => number >= first ? errno : 0 };
            var trial = new SpoolTrial(Plain);
            Assert.False(trial.Run(disk, Commits));
            foreach (var survival in Survival.Each) Right(trial, disk, survival, $"errno {errno} from call {call}");
        }
    }

    [Fact]
    public void A_failed_sync_and_then_a_power_cut_lose_nothing_acknowledged()
    {
        Assert.Null(FirstWrongAfterFailedSync(Plain));
    }

    [Fact]
    public void A_power_cut_during_recovery_loses_nothing_acknowledged()
    {
        for (var call = 10; call <= CallsOfARun(); call += 7)
        {
            var (trial, disk) = CutAt(call, Plain);
            foreach (var survival in Survival.Each.Where(static (_, index) => index % 3 == 0)) RecoverUnderCuts(trial, disk, survival, call);
        }
    }

    [Fact]
    public void Random_campaigns_lose_nothing_acknowledged()
    {
        var seed = Environment.TickCount;
        var until = Soak.Length(TimeSpan.FromSeconds(3));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var rounds = 0;
        for (; watch.Elapsed < until || rounds < 50; rounds++) Campaign(unchecked(seed + rounds));
        TestContext.Current.TestOutputHelper?.WriteLine($"{rounds} rounds from seed {seed}");
    }

    [Fact]
    public void Planted_bug_acknowledge_before_the_sync_is_found() => Assert.NotNull(FirstWrong(static disk => new PlantedBugs(disk) { SyncLate = true }));

    [Fact]
    public void Planted_bug_swallowed_fdatasync_is_found() => Assert.NotNull(FirstWrong(static disk => new PlantedBugs(disk) { SwallowSync = true }));

    [Fact]
    public void Planted_bug_swallowed_folder_sync_is_found() => Assert.NotNull(FirstWrong(static disk => new PlantedBugs(disk) { SwallowFolderSync = true }));

    [Fact]
    public void Planted_bug_swallowed_rename_is_found() => Assert.NotNull(FirstWrong(static disk => new PlantedBugs(disk) { SwallowRename = true }));

    [Fact]
    public void Planted_bug_reuse_of_a_file_after_a_failed_sync_is_found() =>
        Assert.NotNull(FirstWrongAfterFailedSync(static disk => new PlantedBugs(disk) { ReuseAfterFailedSync = true }));

    private static int CallsOfARun()
    {
        var disk = new FaultDisk();
        Assert.True(new SpoolTrial(Plain).Run(disk, Commits));
        return disk.Calls;
    }

    private static (SpoolTrial Trial, FaultDisk Disk) CutAt(int call, Func<FaultDisk, IDisk> wrap)
    {
        var disk = new FaultDisk { PowerCutAt = call };
        var trial = new SpoolTrial(wrap);
        trial.Run(disk, Commits);
        return (trial, disk);
    }

    private static string? FirstWrong(Func<FaultDisk, IDisk> wrap)
    {
        for (var call = 1; call <= CallsOfARun() + 1; call++)
        {
            var (trial, disk) = CutAt(call, wrap);
            foreach (var survival in Survival.Each)
            {
                if (trial.Wrong(disk.Restart(survival)) is { } wrong) return $"power cut in call {call}, {survival.Label}: {wrong}";
            }
        }
        return null;
    }

    private static string? FirstWrongAfterFailedSync(Func<FaultDisk, IDisk> wrap)
    {
        var nothing = Survival.Each.Single(static survival => survival.Label == "nothing, all names");
        var calls = CallsOfARun();
        for (var call = 1; call <= calls; call++)
        {
            for (var cut = call + 1; cut <= Math.Min(call + 12, calls + 4); cut++)
            {
                var failing = call;
                var disk = new FaultDisk { PowerCutAt = cut, Fails = (number, name) => number == failing && name == "fdatasync" ? 5 : 0 };
                var trial = new SpoolTrial(wrap);
                trial.Run(disk, Commits);
                if (trial.Wrong(disk.Restart(nothing)) is { } wrong) return $"sync {call} fails, power cut in call {cut}: {wrong}";
            }
        }
        return null;
    }

    private static void RecoverUnderCuts(SpoolTrial trial, FaultDisk disk, Survival survival, int call)
    {
        for (var cut = 1; cut <= 12; cut++)
        {
            var recovering = disk.Restart(survival);
            recovering.PowerCutAt = cut;
            try
            {
                Yagura.Archive.Spool.RecordSpool.Open(recovering, SpoolTrial.Folder, SpoolTrial.Small, SpoolTrial.Start).Dispose();
            }
            catch (PowerCutException)
            {
                // as asked
            }
            foreach (var second in Survival.Each.Where(static (_, index) => index % 4 == 0))
                Right(trial, recovering, second, $"cut in call {call}, {survival.Label}, then in call {cut} of the recovery");
        }
    }

    private static void Campaign(int seed)
    {
        var random = new Random(seed);
        var disk = new FaultDisk { PowerCutAt = random.Next(1, 400) };
        if (random.Next(2) == 0) disk.Fails = (call, _) => new Random(unchecked((seed * 31) + call)).Next(60) == 0 ? 5 : 0;
        var trial = new SpoolTrial(Plain);
        trial.Run(disk, random.Next(1, 60));
        for (var cuts = random.Next(3); cuts > 0; cuts--)
        {
            disk = disk.Restart(Survival.Random(random));
            disk.PowerCutAt = random.Next(1, 12);
            try
            {
                Yagura.Archive.Spool.RecordSpool.Open(disk, SpoolTrial.Folder, SpoolTrial.Small, SpoolTrial.Start).Dispose();
            }
            catch (PowerCutException)
            {
                // once more
            }
        }
        Right(trial, disk, Survival.Random(random), $"seed {seed}");
    }

    private static void Right(SpoolTrial trial, FaultDisk disk, Survival survival, string when)
    {
        if (trial.Wrong(disk.Restart(survival)) is { } wrong) Assert.Fail($"{when}, {survival.Label}: {wrong}");
    }
}
