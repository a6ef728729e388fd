using Xunit;
using Yagura.Archive.Chain;
using Yagura.Archive.Disk;
using Yagura.Archive.Seal;
using Yagura.Archive.Spool;
using Yagura.Events;
using Yagura.Tests.Archive.Seal;

namespace Yagura.Tests.Archive.Verify;

/// <summary>Makes golden archives: once, when a version of the format is new. Runs only where YAGURA_GOLDEN names an empty folder.</summary>
public class GoldenMaker
{
    [Fact]
    public void Makes_the_golden_archives_where_it_is_told_to()
    {
        var target = Environment.GetEnvironmentVariable("YAGURA_GOLDEN");
        if (string.IsNullOrEmpty(target)) Assert.Skip("YAGURA_GOLDEN is not set: golden archives are made once and kept");
        Ordinary(target);
        Rotated(target);
    }

    private static SampleArchive New(string target, string name) =>
        new(new LinuxDisk(), $"{target}/{name}", SealerSetup.EvidenceBytesMaxDefault);

    private static void Keep(SampleArchive archive, string target, string name)
    {
        var newest = archive.Newest();
        File.WriteAllText($"{target}/{name}.pin", $"{newest.Content.Index}:{newest.Hash}\n");
    }

    private static void Ordinary(string target)
    {
        var archive = New(target, "ordinary");
        archive.WithTraffic(0, 60);
        archive.Commit(70, [SampleArchive.Record(70, "ids1", "引用 \"quote\" \\ back\tslash") with { Lane = Lane.Import, Peer = "import/日誌.log", Via = "import" }],
            new LossNote(SampleArchive.At(70), "syslog-udp", "kernel-drop", 12), new LossNote(SampleArchive.At(70), "syslog-udp", "kernel-drop", null), new ClockNote(SampleArchive.At(70), -0.0015m, Synchronised: true));
        archive.Commit(80, [SampleArchive.Record(80, "fw1", "cut head") with { CutFrom = 1_048_577 }, SampleArchive.Record(80, "fw1", "late") with { Lane = Lane.Resend, Gap = "gap-1" }]);
        var repeated = SampleArchive.Record(81, "fw1", "late");
        archive.Batches.Add(new SpoolBatch(999, SampleArchive.At(81), [new StoredRecord(13, repeated, 12)], []));
        archive.Skip(3);
        archive.Commit(3000, new DamagedNote(14, 15, SampleArchive.At(81), SampleArchive.At(82), "bad-crc"), new DownNote(SampleArchive.At(81), SampleArchive.At(2999), DownReason.Crashed));
        archive.WithTraffic(3000.5, 3040);
        archive.Commit(6000, new DownNote(SampleArchive.At(3041), SampleArchive.At(6000), DownReason.Stopped));
        for (var second = 6001; second < 7300; second += 290) archive.Commit(second, [SampleArchive.Record(second, "dns1", $"{second}")], new AliveNote(SampleArchive.At(second)));
        archive.Close(7301);
        Keep(archive, target, "ordinary");
    }

    private static void Rotated(string target)
    {
        var archive = New(target, "rotated");
        archive.WithTraffic(0, 40);
        var head = archive.Close(41);
        var next = SigningKey.Create().Key;
        new Checkpoints(archive.Disk, archive.Archive).Rotate(head, new JournalHead(2, new string('a', 64)), SampleArchive.At(42), archive.Key, next);
        archive.Key = next;
        archive.Journal = new JournalHead(3, new string('b', 64));
        archive.Commit(400, new AliveNote(SampleArchive.At(400)));
        archive.Close(401);
        Keep(archive, target, "rotated");
    }
}
