using Yagura.Archive.Chain;
using Yagura.Archive.Disk;
using Yagura.Archive.Reading;
using Yagura.Archive.Seal;
using Yagura.Archive.Spool;
using Yagura.Archive.Verify;
using Yagura.Tests.Archive.Disk;

namespace Yagura.Tests.Archive.Seal;

/// <summary>A sealer on a faulty disk in front of a spool that lets go of what a seal covers, and the check of what is there afterwards.</summary>
internal sealed class SealTrial(Func<FaultDisk, IDisk> wrap)
{
    private const string Archive = "/data/archive";
    private static readonly SigningKey Key = SigningKey.Create().Key;

    private readonly List<SpoolBatch> _spool = Batches();
    private readonly List<string> _alarms = [];
    private readonly long _records = Batches().Sum(batch => batch.Records.Count);

    /// <summary>Seals all, with checkpoints. True when it came to the end.</summary>
    public bool Run(FaultDisk disk)
    {
        try
        {
            var broken = wrap(disk);
            using var sealer = Sealer.Open(broken, Setup());
            while (sealer.Step(SampleArchive.At(4000)) is { } head) Sealed(broken, head);
            if (sealer.Close(SampleArchive.At(4000)) is { } last) Sealed(broken, last);
            return true;
        }
        catch (Exception fault) when (fault is PowerCutException or DiskException)
        {
            return false;
        }
    }

    /// <summary>Seals the rest on what survived; null when every record is sealed once and all verifies, else what is wrong.</summary>
    public string? Wrong(FaultDisk survived)
    {
        try
        {
            if (!Run(survived)) return "a sound disk failed";
            if (_alarms.Count > 0) return _alarms[0];
            if (Check(survived) is { } wrong) return wrong;
            return Check(survived.Restart(Survival.Each.Single(each => each.Label == "nothing, no names"))) is { } later ? "after a second power cut: " + later : null;
        }
        catch (Exception fault) when (fault is ArchiveException or DiskException)
        {
            return fault.Message;
        }
    }

    private static List<SpoolBatch> Batches()
    {
        using var archive = new SampleArchive(new FaultDisk(), "/none", SealerSetup.EvidenceBytesMaxDefault);
        for (var second = 500; second < 1300; second += 130)
            archive.Commit(second, [SampleArchive.Record(second, "fw1", $"a {second}"), SampleArchive.Record(second, "dns1", [0xff, (byte)second])], new AliveNote(SampleArchive.At(second)));
        return archive.Batches;
    }

    private SealerSetup Setup() => new()
    {
        Archive = Archive,
        Node = "node-1",
        NewOrigin = "origin-1",
        Batches = from => _spool.Where(batch => batch.CommittedAt >= from),
        Analysed = () => new AnalysedCursor(0, SealContent.NoHash),
        Alarm = _alarms.Add,
        EvidenceBytesMax = SealerSetup.EvidenceBytesMaxDefault,
    };

    private void Sealed(IDisk disk, SealHead head)
    {
        _spool.RemoveAll(batch => batch.CommittedAt < head.To);
        var checkpoints = new Checkpoints(disk, Archive);
        if (checkpoints.IsDue(head)) checkpoints.Write(head, JournalHead.Empty, SampleArchive.At(4000), Key);
    }

    private string? Check(FaultDisk disk)
    {
        var options = new VerifyOptions { Archive = Archive, Checkpoints = [], Pins = [], TrustedFingerprints = [], Quick = false, Parallel = 1 };
        var result = Verifier.Run(disk, options, _ => { });
        if (!result.Ok) return result.Faults[0].ToString();
        var read = new RecordReader(disk, Archive, _ => []).Read(1, _ => { }).Select(record => record.Sequence).ToList();
        return read.SequenceEqual(Enumerable.Range(1, (int)_records).Select(sequence => (long)sequence)) ? null : $"sealed are {string.Join(' ', read)}";
    }
}
