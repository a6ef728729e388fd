using Yagura.Archive.Disk;
using Yagura.Archive.Seal;
using Yagura.Archive.Spool;
using Yagura.Events;

namespace Yagura.Archive.Reading;

/// <summary>The one reader of every later stage: records from a sequence on, out of sealed evidence first, then the spool's tail.</summary>
/// <remarks>
/// Streams; memory is one member of evidence (about 1 MiB unpacked) or one batch. A stage asks again with the sequence
/// after the last one it took. One reader a stage: it remembers the newest seal it saw, so a poll at the tail costs one
/// file system call beside the spool's own. Not for use by several threads.
/// </remarks>
/// <param name="disk">The disk of archive and spool.</param>
/// <param name="archive">The archive's folder.</param>
/// <param name="tail">The spool's synced records from a sequence on, in order: <see cref="RecordSpool.ReadFrom"/>.</param>
public sealed class RecordReader(IDisk disk, string archive, Func<long, IEnumerable<StoredRecord>> tail)
{
    private readonly SealFolder _seals = new(disk, archive);
    private SealFolder.Found? _newest;
    private long _sealedTo;

    /// <summary>Every record from a sequence on, up to the last synced one; then it ends.</summary>
    /// <param name="from">The first sequence wanted, from 1.</param>
    /// <param name="unreadable">Told of each sealed range that cannot be read; reading goes on behind it.</param>
    /// <exception cref="ArchiveException">A seal cannot be read.</exception>
    /// <exception cref="DiskException">Any errno.</exception>
    public IEnumerable<StoredRecord> Read(long from, Action<UnreadableRange> unreadable)
    {
        var next = Math.Max(from, 1);
        do
        {
            for (var seal = Holding(next); seal is not null; seal = NextHolding(seal, next))
            {
                foreach (var stored in new EvidenceFile(disk, seal, unreadable).Read(next)) yield return stored;
                next = seal.Content.Last + 1;
            }
            foreach (var stored in Tail(next))
            {
                next = stored.Sequence + 1;
                yield return stored;
            }
        }
        while (IsSealed(next));
    }

    /// <summary>The spool's part. It ends early when a record is not there but has meanwhile been sealed: the spool's file went.</summary>
    private IEnumerable<StoredRecord> Tail(long next)
    {
        using var records = Open(next);
        while (records is not null && Advance(records, next))
        {
            var stored = records.Current;
            if (stored.Sequence > next && IsSealed(next)) yield break;
            next = stored.Sequence + 1;
            yield return stored;
        }
    }

    private IEnumerator<StoredRecord>? Open(long next)
    {
        try
        {
            return tail(next).GetEnumerator();
        }
        catch (SpoolPassedException) when (IsSealed(next))
        {
            return null;
        }
    }

    private bool Advance(IEnumerator<StoredRecord> records, long next)
    {
        try
        {
            return records.MoveNext();
        }
        catch (SpoolPassedException) when (IsSealed(next))
        {
            return false;
        }
    }

    private bool IsSealed(long sequence)
    {
        if (_newest is null)
        {
            _newest = _seals.Newest();
            if (_newest is not null) _sealedTo = _seals.HeadOf(_newest).LastSequence;
        }
        while (_newest is not null && _seals.After(_newest) is { } after)
        {
            _newest = after;
            if (after.Content.Count > 0) _sealedTo = after.Content.Last;
        }
        return _newest is not null && _sealedTo >= sequence;
    }

    /// <summary>The first seal that holds this sequence or a later one; null when none does.</summary>
    private SealFolder.Found? Holding(long sequence)
    {
        if (!IsSealed(sequence)) return null;
        var days = ArchivePaths.DayFolders(disk, archive).ToList();
        var (low, high) = (0, days.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_seals.FirstIn(days[middle]) is { } seal && FirstFrom(seal) is { } first && first <= sequence) low = middle;
            else high = middle - 1;
        }
        // A folder without seals, or days that hold none of it, lie before: walk on from here.
        var start = days.Skip(low).Select(_seals.FirstIn).FirstOrDefault(seal => seal is not null);
        return start is null || Holds(start, sequence) ? start : NextHolding(start, sequence);
    }

    /// <summary>The first sequence in this seal or after it; null when there is none.</summary>
    private long? FirstFrom(SealFolder.Found? seal)
    {
        while (seal is { Content.Count: 0 }) seal = _seals.Following(seal);
        return seal?.Content.First;
    }

    private SealFolder.Found? NextHolding(SealFolder.Found seal, long sequence)
    {
        var next = Following(seal);
        while (next is not null && !Holds(next, sequence)) next = Following(next);
        return next;
    }

    private SealFolder.Found? Following(SealFolder.Found seal) =>
        seal.Content.Index >= (_newest?.Content.Index ?? 0) ? _seals.After(seal) : _seals.Following(seal);

    private static bool Holds(SealFolder.Found seal, long sequence) => seal.Content.Count > 0 && seal.Content.Last >= sequence;
}
