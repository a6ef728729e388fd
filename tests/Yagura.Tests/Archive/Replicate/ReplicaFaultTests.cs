using Xunit;
using Yagura.Archive.Chain;
using Yagura.Archive.Disk;
using Yagura.Archive.Replicate;
using Yagura.Archive.Retention;
using Yagura.Archive.Seal;
using Yagura.Archive.Verify;
using Yagura.Tests.Archive.Disk;
using Yagura.Tests.Archive.Seal;
using Yagura.Tests.Archive.Spool;

namespace Yagura.Tests.Archive.Replicate;

/// <summary>Each disk call of a pull × each outcome of a power cut, and bugs put in on purpose: the copy is never wrong, and the next pull makes it whole.</summary>
public class ReplicaFaultTests
{
    private static readonly Func<FaultDisk, IDisk> Plain = static disk => disk;
    private static readonly FaultDisk Source = Made();

    private static FaultDisk Made()
    {
        var disk = new FaultDisk();
        using var archive = new SampleArchive(disk, "/source", SealerSetup.EvidenceBytesMaxDefault);
        for (var second = 500; second < 1300; second += 130)
            archive.Commit(second, [SampleArchive.Record(second, "fw1", $"a {second}")]);
        archive.Close(1301);
        var seals = new SealFolder(disk, "/source/archive");
        new EvidenceDeletion(seals).Delete(archive.Seals()[0], seals.HeadOf(seals.Newest()!), new JournalHead(12, new string('a', 64)), SampleArchive.At(1400));
        archive.Commit(1500, [SampleArchive.Record(1500, "fw1", "later")]);
        archive.Close(1501);
        return disk;
    }

    private static void Pull(IDisk disk) => new Replica(Source, "/source/archive", disk, "/copy/archive", []).Pull(_ => { }, CancellationToken.None);

    private static int Calls()
    {
        var disk = new FaultDisk();
        Pull(disk);
        return disk.Calls;
    }

    private static string? Wrong(IDisk disk, bool whole)
    {
        var result = Verifier.Run(disk, new VerifyOptions { Archive = "/copy/archive", Checkpoints = [], Pins = [], TrustedFingerprints = [], Quick = false, Parallel = 1 }, _ => { });
        // Before the first seal there is nothing to be right; before the last step the id and the newest checkpoint may be still to come, and so may deletions.
        var wrong = result.Faults.FirstOrDefault(fault => whole || fault.Kind is not ("archive-empty" or "origin-wrong" or "checkpoint-missing" or "deletion-missing"));
        return wrong?.ToString();
    }

    private static string? FirstWrong(Func<FaultDisk, IDisk> wrap)
    {
        for (var call = 1; call <= Calls(); call++)
        {
            foreach (var survival in Survival.Each)
            {
                var disk = new FaultDisk { PowerCutAt = call };
                try
                {
                    Pull(wrap(disk));
                }
                catch (Exception cut) when (cut is PowerCutException or DiskException)
                {
                    // as asked
                }
                if (Again(wrap, disk.Restart(survival)) is { } wrong) return $"power cut in call {call}, {survival.Label}: {wrong}";
            }
        }
        return null;
    }

    private static string? Again(Func<FaultDisk, IDisk> wrap, FaultDisk survived)
    {
        try
        {
            if (Wrong(survived, whole: false) is { } wrong) return "after the cut: " + wrong;
            Pull(wrap(survived));
            var later = survived.Restart(Survival.Each.Single(each => each.Label == "nothing, no names"));
            return Wrong(survived, whole: true) ?? Wrong(later, whole: true);
        }
        catch (Exception fault) when (fault is ArchiveException or DiskException)
        {
            return fault.Message;
        }
    }

    [Fact]
    public void A_copy_is_never_wrong_and_the_next_pull_makes_it_whole_whichever_call_the_power_goes_in() => Assert.Null(FirstWrong(Plain));

    [Theory]
    [InlineData(5)]
    [InlineData(28)]
    [InlineData(30)]
    public void One_failing_call_is_told_and_the_next_pull_makes_it_whole(int errno)
    {
        for (var call = 1; call <= Calls(); call++)
        {
            var failing = call;
            var disk = new FaultDisk { Fails = (number, _) => number == failing ? errno : 0 };
            Assert.Throws<DiskException>(() => Pull(disk));
            disk.Fails = static (_, _) => 0;
            Assert.Null(Again(Plain, disk.Restart(Survival.Each.Single(each => each.Label == "nothing, all names"))));
            Assert.Null(Again(Plain, disk));
        }
    }

    [Fact]
    public void Planted_bug_swallowed_fdatasync_is_found() => Assert.NotNull(FirstWrong(static disk => new PlantedBugs(disk) { SwallowSync = true }));

    [Fact]
    public void Planted_bug_swallowed_folder_sync_is_found() => Assert.NotNull(FirstWrong(static disk => new PlantedBugs(disk) { SwallowFolderSync = true }));

    [Fact]
    public void Planted_bug_swallowed_rename_is_found() => Assert.NotNull(FirstWrong(static disk => new PlantedBugs(disk) { SwallowRename = true }));
}
