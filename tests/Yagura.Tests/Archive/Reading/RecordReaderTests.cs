using Xunit;
using Yagura.Archive.Reading;
using Yagura.Archive.Spool;
using Yagura.Events;
using Yagura.Tests.Archive.Seal;

namespace Yagura.Tests.Archive.Reading;

public class RecordReaderTests
{
    private static RecordReader Reader(SampleArchive archive, List<SpoolBatch> spool) =>
        new(archive.Disk, archive.Archive, from => spool.SelectMany(batch => batch.Records).Where(record => record.Sequence >= from));

    private static void Nothing(UnreadableRange range) => Assert.Fail(range.ToString());

    [Fact]
    public void Every_start_gives_every_record_from_there_over_evidence_and_spool()
    {
        using var archive = new SampleArchive().WithTraffic(0, 1300);
        archive.Seal(1300);
        var all = archive.Batches.SelectMany(batch => batch.Records).ToList();
        var tail = archive.Batches.Where(batch => batch.CommittedAt >= archive.Newest().Content.To).ToList();
        Assert.NotEmpty(tail);
        for (var from = 1; from <= all.Count + 1; from++)
        {
            var read = Reader(archive, tail).Read(from, Nothing).ToList();
            Assert.Equal(all.Skip(from - 1).Select(record => record.Sequence), read.Select(record => record.Sequence));
            Assert.All(read, record => Assert.Equal(all[(int)record.Sequence - 1].Record.Payload.ToArray(), record.Record.Payload.ToArray()));
        }
    }

    [Fact]
    public void It_finds_its_place_over_days_and_empty_seals()
    {
        using var archive = new SampleArchive().WithTraffic(0, 40).WithTraffic(100_000, 100_040).WithTraffic(300_000, 300_040);
        archive.Commit(300_600, new AliveNote(SampleArchive.At(300_600)));
        archive.Seal(300_601);
        Assert.Equal(18, Reader(archive, []).Read(0, Nothing).Count());
        for (var from = 1; from <= 18; from++) Assert.Equal(from, Reader(archive, []).Read(from, Nothing).First().Sequence);
        Assert.Empty(Reader(archive, []).Read(19, Nothing));
    }

    [Fact]
    public void A_reader_that_is_overtaken_by_the_sealer_goes_on_in_evidence()
    {
        using var archive = new SampleArchive().WithTraffic(0, 620);
        var spool = archive.Batches.ToList();
        using var records = Reader(archive, spool).Read(1, Nothing).GetEnumerator();
        for (var count = 0; count < 3; count++) Assert.True(records.MoveNext());
        archive.Seal(620);
        spool.Clear();
        var rest = new List<long> { records.Current.Sequence };
        try
        {
            while (records.MoveNext()) rest.Add(records.Current.Sequence);
        }
        catch (InvalidOperationException)
        {
            // The list changed under its enumeration: the real spool throws SpoolPassedException instead, tested below.
        }
        var reader = new RecordReader(archive.Disk, archive.Archive, from => from <= 90 ? throw new SpoolPassedException($"record {from}") : []);
        Assert.Equal(Enumerable.Range(1, 90).Select(sequence => (long)sequence), reader.Read(1, Nothing).Select(record => record.Sequence));
    }

    [Fact]
    public void A_new_seal_is_seen_by_the_same_reader()
    {
        using var archive = new SampleArchive().WithTraffic(0, 320);
        archive.Seal(320);
        var reader = Reader(archive, []);
        Assert.Equal(45, reader.Read(1, Nothing).Count());
        archive.WithTraffic(320, 920);
        archive.Seal(920);
        Assert.Equal(46, reader.Read(46, Nothing).First().Sequence);
        Assert.Equal(135, reader.Read(1, Nothing).Last().Sequence);
    }

    [Fact]
    public void Damaged_and_missing_evidence_is_told_and_passed_over()
    {
        using var archive = new SampleArchive().WithTraffic(0, 920);
        archive.Seal(920);
        var path = archive.Seals()[1].Path(".log.gz");
        var bytes = File.ReadAllBytes(path);
        bytes[30] ^= 1;
        File.WriteAllBytes(path, bytes);
        var told = new List<UnreadableRange>();
        var read = Reader(archive, []).Read(1, told.Add).Select(record => record.Sequence).ToList();
        Assert.Equal([.. Enumerable.Range(1, 45), .. Enumerable.Range(91, 45)], read.Select(sequence => (int)sequence));
        Assert.Equal((path, 46L, 90L), (Assert.Single(told).Path, told[0].First, told[0].Last));
        File.Delete(path);
        told.Clear();
        Assert.Equal(90, Reader(archive, []).Read(1, told.Add).Count());
        Assert.Equal("missing", Assert.Single(told).Reason);
    }
}
