using Yagura.Archive.Disk;
using Yagura.Events;

namespace Yagura.Archive.Spool;

/// <summary>Reads synced batches, beside the writer; one enumeration is one thread's.</summary>
internal sealed class SpoolReader(IDisk disk, SpoolContent content)
{
    // A larger buffer is let go with its batch, so that one huge request does not hold memory for ever.
    private const int LentBytesKept = 32 << 20;

    internal IEnumerable<SpoolBatch> After(long batch) =>
        Batches(batch + 1, header => header.Number > batch, Own, () =>
        {
            var found = content.Find(segment => segment.LastBatch > batch, mark => mark.Batch <= batch + 1);
            return batch + 1 < content.FirstBatch ? throw new SpoolPassedException($"batch {batch + 1}") : found;
        });

    /// <summary>Each batch's payloads are lent: the next batch is read into the same bytes.</summary>
    internal IEnumerable<SpoolBatch> LendCommittedFrom(long ticks)
    {
        return Batches(0, header => header.CommittedAt >= ticks, Lender(), () => content.Find(segment => segment.LastCommittedAt >= ticks, mark => mark.CommittedAt <= ticks));
    }

    internal IEnumerable<StoredRecord> From(long sequence) =>
        Batches(0, header => header.LastSequence >= sequence, Own, () =>
        {
            var found = content.Find(segment => segment.LastSequence >= sequence, mark => mark.FirstSequence <= sequence);
            return sequence < content.FirstSequence ? throw new SpoolPassedException($"record {sequence}") : found;
        })
        .SelectMany(static batch => batch.Records)
        .SkipWhile(record => record.Sequence < sequence);

    /// <summary>From the first batch that is wanted to the last that is synced when the enumeration gets there.</summary>
    private IEnumerable<SpoolBatch> Batches(long next, Func<BatchHeader, bool> wanted, Func<int, byte[]> room, Func<(SpoolSegment Segment, SpoolMark Mark)?> find)
    {
        var decoder = new BatchReader();
        var found = find();
        while (found is { } place)
        {
            var (segment, mark) = place;
            using var file = Open(segment);
            var offset = mark.Offset;
            // LastBatch is read anew each time: the segment grows while we read.
            for (var number = mark.Batch; number <= Math.Min(segment.LastBatch, content.LastBatch); number++)
            {
                var header = HeaderAt(file, segment, offset, number);
                // Reading begins at a mark, also when the segment grew just after its end had been reached: nothing is handed out twice.
                if (number >= next && wanted(header))
                {
                    var bytes = room(header.ContentBytes).AsMemory(0, header.ContentBytes);
                    if (!file.ContentInto(header, offset, bytes.Span)) throw new SpoolDamagedException(segment.Path, offset);
                    yield return decoder.Read(header, bytes);
                }
                offset += header.PaddedBytes;
                next = Math.Max(next, number + 1);
            }
            var after = next;
            if (after < content.FirstBatch && after <= content.LastBatch) throw new SpoolPassedException($"batch {after}");
            found = content.Find(later => later.LastBatch >= after, batch => batch.Batch <= after);
        }
    }

    private static Func<int, byte[]> Lender()
    {
        byte[] lent = [];
        return bytes => lent = lent.Length < bytes || lent.Length > LentBytesKept ? Own(bytes) : lent;
    }

    private static byte[] Own(int bytes) => GC.AllocateUninitializedArray<byte>(bytes);

    private static BatchHeader HeaderAt(SpoolFileReader file, SpoolSegment segment, long offset, long number) =>
        file.Header(offset, salt: null) is { } read && read.Header.Number == number
            ? read.Header
            : throw new SpoolDamagedException(segment.Path, offset);

    private SpoolFileReader Open(SpoolSegment segment)
    {
        try
        {
            return new SpoolFileReader(disk.OpenRead(segment.Path));
        }
        catch (DiskException) when (!content.Holds(segment))
        {
            throw new SpoolPassedException($"batch {segment.FirstBatch}");
        }
    }
}
