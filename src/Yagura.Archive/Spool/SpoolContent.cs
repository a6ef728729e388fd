using Yagura.Events;

namespace Yagura.Archive.Spool;

/// <summary>What is durable and may be read: the segments, the last synced batch, and the signal that there is more.</summary>
/// <remarks>The one thing that writer, readers and sealer share; all of it under one gate that is never held over a disk call.</remarks>
internal sealed class SpoolContent
{
    // Bounded by the space left: one segment a file, more only where a file is damaged; cleared by DeleteFilesBelow.
    private readonly List<SpoolSegment> _segments;
    private readonly Lock _gate = new();
    private TaskCompletionSource? _more;
    private long _firstBatch;
    private long _firstSequence;
    private long _lastBatch;
    private long _lastSequence;
    private long _lastCommittedAt;

    internal SpoolContent(List<SpoolSegment> segments, ChainPoint begin, ChainPoint end)
    {
        _segments = segments;
        _firstBatch = begin.NextBatch;
        _firstSequence = begin.NextSequence;
        _lastBatch = end.NextBatch - 1;
        _lastSequence = end.NextSequence - 1;
        _lastCommittedAt = end.CommittedAt;
    }

    internal long LastBatch => Volatile.Read(ref _lastBatch);

    internal long LastSequence => Volatile.Read(ref _lastSequence);

    internal ReceiveTime LastCommittedAt => new(Volatile.Read(ref _lastCommittedAt));

    /// <summary>Where the oldest file begins: the batch that is there or, if it was damaged, that should be.</summary>
    internal long FirstBatch => Volatile.Read(ref _firstBatch);

    /// <summary>The sequence at which the oldest file begins.</summary>
    internal long FirstSequence => Volatile.Read(ref _firstSequence);

    /// <summary>Lets readers see a batch. Called after its sync returned, never before.</summary>
    internal void Publish(SpoolSegment segment, in BatchHeader batch, long offset)
    {
        TaskCompletionSource? waiting;
        lock (_gate)
        {
            Invariant.Holds(batch.Number == _lastBatch + 1 && batch.FirstSequence == _lastSequence + 1, "batch numbers and sequences are dense");
            if (segment.Empty) _segments.Add(segment);
            segment.Add(batch, offset);
            _lastCommittedAt = batch.CommittedAt;
            _lastBatch = batch.Number;
            _lastSequence = batch.LastSequence;
            (waiting, _more) = (_more, null);
        }
        waiting?.SetResult();
    }

    /// <summary>The first segment, in order, for which the test holds, with the mark at which to begin; null when there is none.</summary>
    internal (SpoolSegment Segment, SpoolMark Mark)? Find(Func<SpoolSegment, bool> ends, Func<SpoolMark, bool> before)
    {
        lock (_gate)
        {
            foreach (var segment in _segments)
            {
                if (!segment.Empty && ends(segment)) return (segment, segment.MarkBefore(before));
            }
            return null;
        }
    }

    internal bool Holds(SpoolSegment segment)
    {
        lock (_gate) return _segments.Contains(segment);
    }

    /// <summary>Removes and returns the oldest file's path if all its batches were committed before an instant and two newer files are there.</summary>
    internal string? TakeOldestFileBelow(long committedAt)
    {
        lock (_gate)
        {
            if (_segments.Count == 0) return null;
            var oldest = _segments[0].FileNumber;
            var newer = _segments.FindIndex(segment => segment.FileNumber != oldest);
            // The newest file is being written; the one before it keeps the tail by which repeats are found after a crash.
            if (newer < 0 || _segments[^1].FileNumber == _segments[newer].FileNumber || _segments[newer - 1].LastCommittedAt >= committedAt) return null;
            var path = _segments[0].Path;
            Volatile.Write(ref _firstBatch, _segments[newer - 1].LastBatch + 1);
            Volatile.Write(ref _firstSequence, _segments[newer - 1].LastSequence + 1);
            _segments.RemoveRange(0, newer);
            return path;
        }
    }

    internal async Task WaitUntil(Func<bool> arrived, CancellationToken cancel)
    {
        while (true)
        {
            Task more;
            lock (_gate)
            {
                if (arrived()) return;
                _more ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                more = _more.Task;
            }
            await more.WaitAsync(cancel);
        }
    }
}
