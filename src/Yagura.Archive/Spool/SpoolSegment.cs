namespace Yagura.Archive.Spool;

/// <summary>Neighbouring whole batches of one file. A file without damage has one; the list of all of them is the spool's content.</summary>
/// <remarks>Changed only by the writer, under the gate of <see cref="SpoolContent"/>.</remarks>
internal sealed class SpoolSegment(string path, long fileNumber, long firstBatch, long firstSequence)
{
    // One mark for this many bytes, so a 64 MiB file has at most 257.
    private const long BytesPerMark = 256 * 1024;

    private readonly List<SpoolMark> _marks = [];

    internal string Path { get; } = path;

    internal long FileNumber { get; } = fileNumber;

    internal long FirstBatch { get; } = firstBatch;

    internal long FirstSequence { get; } = firstSequence;

    /// <summary>Last batch; one less than the first while there is none.</summary>
    internal long LastBatch { get; private set; } = firstBatch - 1;

    /// <summary>Last sequence; one less than the first while there is no record.</summary>
    internal long LastSequence { get; private set; } = firstSequence - 1;

    internal long LastCommittedAt { get; private set; }

    /// <summary>Where the batch begins that was added last.</summary>
    internal long LastOffset { get; private set; }

    internal bool Empty => LastBatch < FirstBatch;

    internal void Add(in BatchHeader batch, long offset)
    {
        Invariant.Holds(batch.Number == LastBatch + 1 && batch.FirstSequence == LastSequence + 1, "the batches of a segment are dense");
        Invariant.Holds(batch.CommittedAt > LastCommittedAt, "each batch is committed strictly after the one before");
        if (_marks.Count == 0 || offset - _marks[^1].Offset >= BytesPerMark)
            _marks.Add(new SpoolMark(batch.Number, batch.FirstSequence, batch.CommittedAt, offset));
        LastBatch = batch.Number;
        LastSequence = batch.LastSequence;
        LastCommittedAt = batch.CommittedAt;
        LastOffset = offset;
    }

    /// <summary>Takes the last batch out: it has been written anew to another file.</summary>
    internal void RemoveLast(in ChainPoint before)
    {
        LastBatch = before.NextBatch - 1;
        LastSequence = before.NextSequence - 1;
        LastCommittedAt = before.CommittedAt;
        _marks.RemoveAll(mark => mark.Batch > LastBatch);
    }

    /// <summary>The last mark that fits; reading begins there.</summary>
    internal SpoolMark MarkBefore(Func<SpoolMark, bool> fits)
    {
        var found = _marks[0];
        foreach (var mark in _marks)
        {
            if (!fits(mark)) break;
            found = mark;
        }
        return found;
    }
}

/// <summary>Where a batch begins.</summary>
internal readonly record struct SpoolMark(long Batch, long FirstSequence, long CommittedAt, long Offset);
