using System.Text;
using Xunit;
using Yagura.Archive.Seal;
using Yagura.Archive.Spool;
using Yagura.Events;

namespace Yagura.Tests.Archive.Seal;

public class SealerTests
{
    [Fact]
    public void A_period_is_sealed_when_a_batch_behind_its_end_was_committed()
    {
        using var archive = new SampleArchive().WithTraffic(0, 300);
        Assert.Null(archive.Seal(299));
        archive.Commit(300, new AliveNote(SampleArchive.At(300)));
        var head = archive.Seal(301)!;
        Assert.Equal((1, SampleArchive.At(0), SampleArchive.At(300), 45), (head.Index, head.From, head.To, head.LastSequence));
        Assert.Equal(45, archive.Evidence(archive.Newest()).Split('\n').Length - 1);
    }

    [Fact]
    public void A_seal_reads_back_as_it_was_written_and_stands_where_the_format_says()
    {
        using var archive = new SampleArchive().WithTraffic(0, 320);
        archive.Seal(400);
        var seal = archive.Newest();
        Assert.EndsWith("/archive/2026/11/22/node-1-0000000001.seal", seal.Path(".seal"), StringComparison.Ordinal);
        Assert.Equal(["dns1", "fw1", "web1"], seal.Content.Sources.Select(source => source.Source));
        Assert.Equal([15L, 15, 15], seal.Content.Sources.Select(source => source.Records));
        Assert.Equal(SealContent.NoHash, seal.Content.Previous);
        Assert.Equal(0, Assert.Single(seal.Content.Members).Offset);
    }

    [Fact]
    public void An_empty_period_is_sealed_too_and_says_so()
    {
        using var archive = new SampleArchive();
        for (var second = 0; second <= 600; second += 60) archive.Commit(second, new AliveNote(SampleArchive.At(second)));
        archive.Seal(601);
        var seals = archive.Seals();
        Assert.Equal(2, seals.Count);
        Assert.All(seals, seal => Assert.Equal((0L, 0L, 0L, null), (seal.Content.First, seal.Content.Last, seal.Content.Count, seal.Content.Earliest)));
        Assert.Equal("", archive.Evidence(seals[0]));
        Assert.True(archive.Verify().Ok, string.Join('\n', archive.Verify().Faults));
    }

    [Fact]
    public void A_long_down_time_is_one_empty_seal_after_the_period_that_was_open()
    {
        using var archive = new SampleArchive().WithTraffic(0, 100);
        archive.Commit(200_000, new DownNote(SampleArchive.At(99), SampleArchive.At(199_999), DownReason.Crashed));
        archive.Commit(200_400, new AliveNote(SampleArchive.At(200_400)));
        archive.Seal(200_401);
        var periods = archive.Seals().Select(seal => (seal.Content.From, seal.Content.To, seal.Content.Count)).ToList();
        Assert.Equal([
            (SampleArchive.At(0), SampleArchive.At(300), 15),
            (SampleArchive.At(300), SampleArchive.At(199_800), 0),
            (SampleArchive.At(199_800), SampleArchive.At(200_100), 0),
            (SampleArchive.At(200_100), SampleArchive.At(200_400), 0),
        ], periods);
        Assert.Equal(new SealedDown(SampleArchive.At(99), SampleArchive.At(199_999), DownReason.Crashed), Assert.Single(archive.Seals()[2].Content.Down));
    }

    [Fact]
    public void A_period_is_cut_early_at_the_byte_limit_and_at_a_batch_boundary()
    {
        using var archive = new SampleArchive();
        archive.Setup = archive.Setup with { EvidenceBytesMax = 1000 };
        archive.WithTraffic(0, 120);
        archive.Seal(120);
        var seals = archive.Seals();
        Assert.True(seals.Count > 1);
        Assert.All(seals, seal => Assert.Equal(0, seal.Content.Count % 3));
        Assert.Equal(SampleArchive.At(20).UtcTicks + 1, seals[0].Content.To.UtcTicks);
        Assert.True(archive.Verify().Ok);
    }

    [Fact]
    public void Notes_become_lines_and_alive_is_not_printed()
    {
        using var archive = new SampleArchive().WithTraffic(0, 40);
        archive.Skip(5);
        archive.Commit(40, new DamagedNote(7, 11, SampleArchive.At(20), SampleArchive.At(40), "Bad CRC!"),
            new LossNote(SampleArchive.At(30), "syslog-udp", "kernel-drop", 3), new LossNote(SampleArchive.At(31), "syslog-udp", "kernel-drop", 4), new LossNote(SampleArchive.At(31), "syslog-udp", "kernel-drop", null),
            new ClockNote(SampleArchive.At(35), -1.25m, Synchronised: false), new AliveNote(SampleArchive.At(40)));
        archive.Commit(60, [SampleArchive.Record(60, "fw1", "after")]);
        archive.Close(61);
        var text = Encoding.ASCII.GetString(File.ReadAllBytes(archive.Newest().Path(".seal")));
        Assert.Contains("\ndamaged 7 11 2026-11-22T02:50:20.0000000Z 2026-11-22T02:50:40.0000000Z bad-crc\n", text, StringComparison.Ordinal);
        Assert.Contains("\nlost 2026-11-22T02:50Z syslog-udp kernel-drop 7\nlost 2026-11-22T02:50Z syslog-udp kernel-drop -\n", text, StringComparison.Ordinal);
        Assert.Contains("\nclock 2026-11-22T02:50:35.0000000Z -1.25 free\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("alive", text, StringComparison.Ordinal);
        Assert.True(archive.Verify().Ok, string.Join('\n', archive.Verify().Faults));
    }

    [Fact]
    public void A_stop_in_good_order_is_said_by_the_last_seal_and_a_restart_continues_behind_it()
    {
        using var archive = new SampleArchive().WithTraffic(0, 60);
        archive.Commit(61, new StoppedNote(SampleArchive.At(60.5)));
        var head = archive.Close(62);
        Assert.Equal(new SealedDown(SampleArchive.At(60.5), head.To, DownReason.Stopped), Assert.Single(archive.Newest().Content.Down));
        archive.Commit(100, new DownNote(SampleArchive.At(60.5), SampleArchive.At(100), DownReason.Stopped));
        archive.WithTraffic(120, 320);
        archive.Seal(320);
        Assert.Equal((head.To, SampleArchive.At(300)), (archive.Newest().Content.From, archive.Newest().Content.To));
        Assert.True(archive.Verify().Ok, string.Join('\n', archive.Verify().Faults));
    }

    [Fact]
    public void Repeats_are_evidence_and_count_no_events()
    {
        using var archive = new SampleArchive();
        var record = SampleArchive.Record(1, "fw1", "same");
        archive.Batches.Add(new SpoolBatch(1, SampleArchive.At(1), [new StoredRecord(1, record, 0), new StoredRecord(2, record, 1)], []));
        archive.Close(2);
        var seal = archive.Newest();
        Assert.Equal(2, seal.Content.Count);
        using var gzip = new System.IO.Compression.GZipStream(File.OpenRead(seal.Path(".minutes.gz")), System.IO.Compression.CompressionMode.Decompress);
        Assert.Equal("2026-11-22T02:50Z fw1 1\n", new StreamReader(gzip).ReadToEnd());
        Assert.True(archive.Verify().Ok);
    }

    [Fact]
    public void The_fastest_level_is_used_only_while_behind_and_the_members_header_says_so()
    {
        using var archive = new SampleArchive().WithTraffic(0, 320);
        archive.Seal(301 + Sealer.BehindAfter.TotalSeconds);
        archive.WithTraffic(320, 640);
        archive.Seal(640);
        var marks = archive.Seals().Select(seal => EvidenceMember.SaysFastest(File.ReadAllBytes(seal.Path(".log.gz")))).ToList();
        Assert.Equal([true, false], marks);
    }

    [Fact]
    public void Large_evidence_has_members_of_about_a_mebibyte_that_tile_the_file()
    {
        using var archive = new SampleArchive();
        var random = new Random(7);
        for (var batch = 0; batch < 40; batch++)
            archive.Commit(batch, [.. Enumerable.Range(0, 300).Select(line => SampleArchive.Record(batch, "fw" + (line % 3), Convert.ToHexString(BitConverter.GetBytes(random.NextInt64())) + new string('x', 200)))]);
        archive.Close(50);
        var seal = archive.Newest().Content;
        Assert.True(seal.Members.Count >= 3);
        Assert.True(archive.Verify().Ok);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(19)]
    public void The_first_sources_hash_covers_its_lines_before_and_behind_the_second_source(int second)
    {
        using var archive = new SampleArchive();
        // A member of about a mebibyte holds seven of these batches.
        for (var batch = 0; batch < 20; batch++)
            archive.Commit(batch, [.. Enumerable.Range(0, 300).Select(line => SampleArchive.Record(batch, batch == second && line == 100 ? "web1" : "fw1", $"{batch} {line} " + new string('x', 400)))]);
        archive.Close(50);
        Assert.True(archive.Newest().Content.Members.Count >= 3);
        var lines = archive.Evidence(archive.Newest()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var hashes = archive.Newest().Content.Sources.Select(source => (source.Source, source.Hash));
        Assert.Equal([("fw1", Hash(lines, "fw1")), ("web1", Hash(lines, "web1"))], hashes);
        Assert.True(archive.Verify().Ok);

        static string Hash(string[] lines, string source) =>
            EvidenceMember.Hash(Encoding.UTF8.GetBytes(string.Concat(lines.Where(line => line.Contains($"\"src\":\"{source}\"", StringComparison.Ordinal)).Select(line => line + "\n"))));
    }

    [Fact]
    public void Unsealed_evidence_is_made_again_when_the_spool_has_its_records()
    {
        using var archive = new SampleArchive().WithTraffic(0, 320);
        archive.Seal(320);
        var seal = archive.Newest();
        File.Delete(seal.Path(".seal"));
        File.WriteAllText(seal.Path(".seal.tmp"), "half");
        archive.Seal(320);
        Assert.Empty(archive.Alarms);
        Assert.Equal(seal.Content.ContentHash, archive.Newest().Content.ContentHash);
        Assert.True(archive.Verify().Ok);
    }

    [Fact]
    public void Unsealed_evidence_goes_to_quarantine_when_the_spool_lacks_one_of_its_records()
    {
        using var archive = new SampleArchive().WithTraffic(0, 320);
        archive.Seal(320);
        var seal = archive.Newest();
        File.Delete(seal.Path(".seal"));
        archive.Batches.RemoveAt(3);
        archive.Seal(320);
        Assert.Single(archive.Alarms);
        Assert.Equal(["node-1-0000000001.log.gz"], Directory.GetFiles(archive.Archive + "/quarantine").Select(Path.GetFileName));
    }

    [Fact]
    public void A_sequence_is_never_sealed_twice()
    {
        using var archive = new SampleArchive().WithTraffic(0, 320);
        archive.Seal(320);
        archive.Batches.Add(new SpoolBatch(999, SampleArchive.At(330), [new StoredRecord(1, SampleArchive.Record(330, "fw1", "again"), 0)], []));
        Assert.Throws<ArchiveException>(() => archive.Close(331));
    }

    [Fact]
    public void Another_node_or_origin_is_refused()
    {
        using var archive = new SampleArchive().WithTraffic(0, 320);
        archive.Seal(320);
        Assert.Throws<ArchiveException>(() => Sealer.Open(archive.Disk, archive.Setup with { Node = "node-2" }));
        File.WriteAllText(archive.Archive + "/origin", "another\n");
        Assert.Throws<ArchiveException>(() => Sealer.Open(archive.Disk, archive.Setup));
    }
}
