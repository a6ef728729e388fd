using System.Text;
using Yagura.Archive.Chain;
using Yagura.Archive.Disk;
using Yagura.Archive.Seal;
using Yagura.Archive.Spool;
using Yagura.Archive.Verify;
using Yagura.Events;
using Yagura.Tests.Archive.Verify;
using Xunit;

namespace Yagura.Tests.Archive.Seal;

/// <summary>An archive in a folder of its own, sealed from batches that the test commits, with invented hosts and documentation addresses.</summary>
internal sealed class SampleArchive : IDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 11, 22, 2, 50, 0, TimeSpan.Zero);

    private readonly IDisposable? _folder;
    private long _sequence;
    private long _batch;

    public SampleArchive()
        : this(new LinuxDisk(), Path.Combine(Path.GetTempPath(), "yagura-" + Guid.NewGuid().ToString("N")), evidenceBytesMax: SealerSetup.EvidenceBytesMaxDefault) =>
        _folder = new Cleanup(Root);

    public SampleArchive(IDisk disk, string root, long evidenceBytesMax)
    {
        (Disk, Root) = (disk, root);
        Archive = root + "/archive";
        Setup = new SealerSetup
        {
            Archive = Archive,
            Node = "node-1",
            NewOrigin = "0123456789abcdef0123456789abcdef",
            Batches = from => Batches.Where(batch => batch.CommittedAt >= from),
            Analysed = () => new AnalysedCursor(0, SealContent.NoHash),
            Alarm = Alarms.Add,
            EvidenceBytesMax = evidenceBytesMax,
        };
        Key = SigningKey.Create().Key;
    }

    public IDisk Disk { get; }

    public string Root { get; }

    public string Archive { get; }

    public SealerSetup Setup { get; set; }

    public SigningKey Key { get; set; }

    public JournalHead Journal { get; set; } = JournalHead.Empty;

    public List<SpoolBatch> Batches { get; } = [];

    public List<string> Alarms { get; } = [];

    public static ReceiveTime At(double seconds) => ReceiveTime.From(Start.AddSeconds(seconds));

    public static RawRecord Record(double seconds, string source, string payload) => Record(seconds, source, Encoding.UTF8.GetBytes(payload));

    public static RawRecord Record(double seconds, string source, byte[] payload) => new()
    {
        ReceivedAt = At(seconds),
        Source = source,
        Identity = SenderIdentity.Address,
        Via = "relp",
        Peer = "192.0.2.1:514",
        Payload = payload,
    };

    public SpoolBatch Commit(double seconds, params SpoolNote[] notes) => Commit(seconds, [], notes);

    public SpoolBatch Commit(double seconds, RawRecord[] records, params SpoolNote[] notes)
    {
        var batch = new SpoolBatch(++_batch, At(seconds), [.. records.Select(record => new StoredRecord(++_sequence, record, 0))], notes);
        Batches.Add(batch);
        return batch;
    }

    public long NextSequence => _sequence + 1;

    public void Skip(long sequences) => _sequence += sequences;

    /// <summary>Ordinary traffic of three sources, a batch every 20 seconds.</summary>
    public SampleArchive WithTraffic(double from, double to)
    {
        for (var second = from; second < to; second += 20)
        {
            Commit(second,
            [
                Record(second, "fw1", $"<134>1 2026-11-22T02:50:00Z fw1.example.jp kernel - - - DROP IN=eth0 SRC=198.51.100.{(int)second % 250} DST=192.0.2.10 n={second}"),
                Record(second, "dns1", $"<30>1 - dns1.example.jp named - - - query: host{second}.example.jp IN A (192.0.2.53)"),
                Record(second, "web1", [0xff, 0xfe, (byte)((int)second % 256), 0]),
            ], new AliveNote(At(second)));
        }
        return this;
    }

    /// <summary>Seals every closed period and writes a checkpoint with each hour's last.</summary>
    public SealHead? Seal(double now)
    {
        using var sealer = Sealer.Open(Disk, Setup);
        while (sealer.Step(At(now)) is { } head) Checkpoint(head, now, onlyIfDue: true);
        return sealer.Head;
    }

    public SealHead Close(double now)
    {
        using var sealer = Sealer.Open(Disk, Setup);
        while (sealer.Step(At(now)) is { } head) Checkpoint(head, now, onlyIfDue: true);
        var last = sealer.Close(At(now))!;
        Checkpoint(last, now, onlyIfDue: false);
        return last;
    }

    public void Checkpoint(SealHead head, double now, bool onlyIfDue)
    {
        var checkpoints = new Checkpoints(Disk, Archive);
        if (!onlyIfDue || checkpoints.IsDue(head)) checkpoints.Write(head, Journal, At(now), Key);
    }

    public VerifyResult Verify(params Pin[] pins) => Verify(Options(pins));

    /// <summary>Whether each verification is done a second time by the script of docs/formats/archive.md, which must agree.</summary>
    public bool Twice { get; set; } = true;

    public VerifyResult Verify(VerifyOptions options)
    {
        var result = Verifier.Run(Disk, options, _ => { });
        if (!Twice || options.Quick || options.TrustedFingerprints.Count > 0 || options.Pins.Count > 1 || options.Checkpoints.Count > 0) return result;
        var (exit, output) = SecondVerifier.Run(Archive, options.Pins.Count == 1 ? $"{options.Pins[0].Index}:{options.Pins[0].Hash}" : null);
        Assert.True(result.Ok == (exit == 0), $"the two verifiers disagree.\nfirst: {string.Join("\n  ", result.Faults)}\nsecond ({exit}): {output}");
        return result;
    }

    public VerifyOptions Options(params Pin[] pins) => new()
    {
        Archive = Archive,
        Checkpoints = [],
        Pins = pins,
        TrustedFingerprints = [],
        Quick = false,
        Parallel = 2,
    };

    public SealFolder.Found Newest() => new SealFolder(Disk, Archive).Newest()!;

    /// <summary>Every seal, oldest first.</summary>
    public List<SealFolder.Found> Seals()
    {
        var folder = new SealFolder(Disk, Archive);
        var seals = new List<SealFolder.Found>();
        for (var seal = folder.Newest(); seal is not null; seal = folder.Before(seal)) seals.Insert(0, seal);
        return seals;
    }

    /// <summary>The unpacked evidence of a seal, by zcat's rules.</summary>
    public string Evidence(SealFolder.Found seal)
    {
        using var gzip = new System.IO.Compression.GZipStream(new MemoryStream(DurableFile.Read(Disk, seal.Path(ArchivePaths.Evidence))), System.IO.Compression.CompressionMode.Decompress);
        using var reader = new StreamReader(gzip, new UTF8Encoding(false, true));
        return reader.ReadToEnd();
    }

    public void Dispose() => _folder?.Dispose();

    private sealed class Cleanup(string root) : IDisposable
    {
        public void Dispose()
        {
            if (Directory.Exists(root)) Directory.Delete(root, recursive: true);
        }
    }
}
