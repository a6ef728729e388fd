using System.Buffers;
using System.Text;
using Xunit;
using Yagura.Decoding;
using Yagura.Events;

namespace Yagura.Tests.Decoding;

public sealed class BatchDecoderTests
{
    private static readonly SourceContext Unknown = new(decoder: null, SourceContext.DefaultZone);

    private readonly Lines lines = new();
    private readonly Event target = new();

    [Fact]
    public void A_batch_gives_the_events_that_each_record_gives_alone_in_the_order_of_the_records()
    {
        var mix = Mix();
        Assert.True(mix.Length > BatchDecoder.RecordsMax);
        var number = 0;
        foreach (var record in new BatchDecoder(lines.Decoder).Walk(mix.Select(one => one.Record), _ => mix[number].Source))
            Assert.Same(mix[number++].Record, record);
        Assert.Equal(Alone(mix), InBatches(mix));
    }

    [Fact]
    public void Arrays_long_records_and_records_that_are_not_decoded_stand_where_they_stood()
    {
        var array = Lines.Record("[{\"a\":1},{\"b\":2},{\"c\":3}]");
        var nothing = Lines.Record("[]");
        var longest = Lines.Record("<13>Nov 22 12:00:00 h1 app1: " + new string('x', 200_000));
        var line = Lines.Record("<13>Nov 22 12:00:00 h1 sshd[5]: Accepted password for alice from 192.0.2.7 port 50123 ssh2");
        (StoredRecord Record, SourceContext? Source)[] mix = [(line, Unknown), (array, Unknown), (line, null), (longest, Unknown), (nothing, Unknown), (array, null), (line, Unknown), (Lines.Record([]), Unknown)];
        var together = InBatches(mix);
        Assert.Equal(Alone(mix), together);
        Assert.Equal([1, 3, 0, 1], together.Take(4).Select(events => events.Count));
    }

    [Fact]
    public void Events_that_nobody_asks_for_are_passed_over()
    {
        var records = Enumerable.Range(0, 100).Select(number => Lines.Record($"{{\"items\":{number}}}")).ToArray();
        var batch = new BatchDecoder(lines.Decoder);
        var at = 0;
        foreach (var record in batch.Walk(records, _ => Unknown))
        {
            if (at % 7 == 3)
            {
                Assert.True(batch.Next(target));
                Assert.Equal(record, target.Stored);
                Assert.Contains($":{at}}}", Encoding.UTF8.GetString(target.Payload), StringComparison.Ordinal);
            }

            at++;
        }

        Assert.Equal(100, at);
        Assert.False(batch.Next(target));
    }

    [Fact]
    public void A_batch_reads_no_further_ahead_than_its_bytes_allow()
    {
        var read = 0;
        var records = Enumerable.Range(0, 50).Select(_ => Lines.Record(new byte[1 << 20])).Select(record =>
        {
            read++;
            return record;
        });
        foreach (var _ in new BatchDecoder(lines.Decoder).Walk(records, _ => null))
        {
            Assert.InRange(read, 1, (BatchDecoder.BytesMax >> 20) + 1);
            break;
        }
    }

    [Fact]
    public void What_went_wrong_in_one_walk_is_not_there_in_the_next()
    {
        var batch = new BatchDecoder(lines.Decoder);
        var record = Lines.Record("<13>Nov 22 12:00:00 h1 sshd[5]: Accepted password for alice from 192.0.2.7 port 50123 ssh2");
        Assert.Throws<IOException>(() => batch.Walk(Broken(), _ => Unknown).Count());
        foreach (var _ in batch.Walk([record, record], _ => Unknown))
        {
            Assert.True(batch.Next(target));
            Assert.False(batch.Next(target));
        }

        IEnumerable<StoredRecord> Broken()
        {
            yield return record;
            throw new IOException("the archive is gone");
        }
    }

    [Fact]
    public void A_warm_batch_allocates_nothing_for_a_record()
    {
        var mix = Mix();
        var records = mix.Select(one => one.Record).ToArray();
        var batch = new BatchDecoder(lines.Decoder);
        for (var round = 0; round < 30; round++)
            All();
        // A regular expression that another test is using at the moment makes itself a second workspace.
        Assert.InRange(Enumerable.Range(0, 5).Min(_ => All()), 0, 400); // the walk's own few objects, however many records there are

        long All()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var number = 0;
            foreach (var _ in batch.Walk(records, _ => mix[number++].Source))
            {
                while (batch.Next(target))
                {
                }
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    /// <summary>Every decoder's samples from a source that names it and from one that does not, their halves too, in a mix that is longer than a batch.</summary>
    private static (StoredRecord Record, SourceContext? Source)[] Mix()
    {
        var sources = Lines.All.Definitions.ToDictionary(one => one.Id, one => new SourceContext(one.Id, SourceContext.DefaultZone), StringComparer.Ordinal);
        (StoredRecord, SourceContext?)[] mix = [.. Lines.All.Definitions.SelectMany(one => one.Samples.SelectMany(sample => new (StoredRecord, SourceContext?)[]
        {
            (Lines.Record(sample.Line), sources[one.Id]), (Lines.Record(sample.Line), Unknown), (Lines.Record(sample.Line[..(sample.Line.Length / 2)]), Unknown),
        }))];
        mix = [.. Enumerable.Repeat(mix, (BatchDecoder.RecordsMax / mix.Length) + 1).SelectMany(all => all)];
        new Random(5).Shuffle(mix);
        return mix;
    }

    private List<List<string>> InBatches((StoredRecord Record, SourceContext? Source)[] mix)
    {
        var batch = new BatchDecoder(lines.Decoder);
        var (number, all) = (0, new List<List<string>>());
        foreach (var _ in batch.Walk(mix.Select(one => one.Record), _ => mix[number++].Source))
        {
            all.Add([]);
            while (batch.Next(target))
                all[^1].Add(Written(batch.Status, batch.DecoderId));
        }

        return all;
    }

    private List<List<string>> Alone((StoredRecord Record, SourceContext? Source)[] mix)
    {
        var all = new List<List<string>>();
        foreach (var (record, source) in mix)
        {
            all.Add([]);
            if (source is null)
                continue;
            lines.Decoder.Begin(record, source);
            while (lines.Decoder.Next(target))
                all[^1].Add(Written(lines.Decoder.Status, lines.Decoder.DecoderId));
        }

        return all;
    }

    private string Written(ParseStatus status, string? id)
    {
        var json = new ArrayBufferWriter<byte>();
        EventJson.WriteFields(target, json);
        return $"{status} {id} {target.Item} {target.UndeclaredCount} {target.UndeclaredDropped} {Encoding.UTF8.GetString(json.WrittenSpan)}";
    }
}
