using Xunit;
using Yagura.Archive.Chain;
using Yagura.Archive.Disk;
using Yagura.Archive.Retention;
using Yagura.Archive.Seal;
using Yagura.Archive.Verify;
using Yagura.Tests.Archive.Disk;
using Yagura.Tests.Archive.Spool;

namespace Yagura.Tests.Archive.Seal;

/// <summary>Each disk call of a deletion and of the seal that vouches for it × each outcome of a power cut: missing evidence always has its statement.</summary>
public class DeletionFaultTests
{
    private static readonly JournalHead Entry = new(12, new string('a', 64));

    private static string? FirstWrong(Func<FaultDisk, IDisk> wrap)
    {
        for (var call = 1; ; call++)
        {
            var disk = new FaultDisk();
            using var archive = new SampleArchive(disk, "/data", SealerSetup.EvidenceBytesMaxDefault) { Twice = false };
            archive.Commit(500, [SampleArchive.Record(500, "fw1", "old")]);
            archive.Close(501);
            archive.Commit(900, [SampleArchive.Record(900, "fw1", "young")]);
            archive.Close(901);
            archive.Commit(1000, [SampleArchive.Record(1000, "fw1", "younger")]);
            disk.PowerCutAt = disk.Calls + call;
            if (Run(archive, wrap(disk))) return null;
            foreach (var survival in Survival.Each)
                if (Wrong(archive, disk.Restart(survival)) is { } wrong) return $"power cut in call {call}, {survival.Label}: {wrong}";
        }
    }

    private static bool Run(SampleArchive archive, IDisk disk)
    {
        try
        {
            var seals = new SealFolder(disk, archive.Archive);
            var deletion = new EvidenceDeletion(seals);
            foreach (var seal in deletion.Candidates(SampleArchive.At(600), content => content.Index == 1).ToList())
                deletion.Delete(seal, seals.HeadOf(seals.Newest()!), Entry, SampleArchive.At(950));
            using var sealer = Sealer.Open(disk, archive.Setup);
            sealer.Close(SampleArchive.At(1001));
            return true;
        }
        catch (Exception fault) when (fault is PowerCutException or DiskException)
        {
            return false;
        }
    }

    private static string? Wrong(SampleArchive archive, FaultDisk survived)
    {
        var options = archive.Options() with { Parallel = 1 };
        if (Verifier.Run(survived, options, _ => { }).Faults is [var fault, ..]) return "after the cut: " + fault;
        if (!Run(archive, survived)) return "a sound disk failed";
        var result = Verifier.Run(survived, options, _ => { });
        if (!result.Ok) return "after the next run: " + result.Faults[0];
        return result.Deleted == 1 ? null : "the deletion was not finished";
    }

    [Fact]
    public void Missing_evidence_always_has_its_statement_whichever_call_the_power_goes_in() => Assert.Null(FirstWrong(static disk => disk));

    [Fact]
    public void Planted_bug_swallowed_fdatasync_is_found() => Assert.NotNull(FirstWrong(static disk => new PlantedBugs(disk) { SwallowSync = true }));

    [Fact]
    public void Planted_bug_swallowed_folder_sync_is_found() => Assert.NotNull(FirstWrong(static disk => new PlantedBugs(disk) { SwallowFolderSync = true }));

    [Fact]
    public void Planted_bug_swallowed_rename_is_found() => Assert.NotNull(FirstWrong(static disk => new PlantedBugs(disk) { SwallowRename = true }));
}
