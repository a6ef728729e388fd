namespace Yagura.Archive.Spool;

/// <summary>The last records of a session, oldest first, at most <see cref="RepeatFinder.WindowMax"/>.</summary>
internal sealed class RepeatTail
{
    private const int EntriesAtFirst = 16;

    private RepeatEntry[] _ring = new RepeatEntry[EntriesAtFirst];
    private int _first;

    internal int Count { get; private set; }

    internal RepeatEntry this[int index] => _ring[(_first + index) % _ring.Length];

    internal void Add(in RepeatEntry entry)
    {
        if (Count == _ring.Length && Count < RepeatFinder.WindowMax) Grow();
        if (Count == _ring.Length) _first = (_first + 1) % _ring.Length;
        else Count++;
        _ring[(_first + Count - 1) % _ring.Length] = entry;
    }

    internal int? IndexOf(long sequence)
    {
        for (var i = 0; i < Count; i++)
        {
            if (this[i].Sequence == sequence) return i;
        }
        return null;
    }

    /// <summary>Where the longest suffix begins of which the records are the beginning, or that is the records' beginning.</summary>
    internal int? LongestSuffixBegunBy(List<RepeatEntry> records)
    {
        for (var start = 0; start < Count; start++)
        {
            if (Goes(start, records)) return start;
        }
        return null;
    }

    /// <summary>The same for a suffix of which <paramref name="done"/> records, those from <paramref name="known"/> on, have come already.</summary>
    internal int? LongestSuffixCarriedOn(int known, int done, List<RepeatEntry> records)
    {
        for (var start = 0; start + done < Count; start++)
        {
            if (SameRun(start, known, done) && Goes(start + done, records)) return start;
        }
        return null;
    }

    private bool Goes(int from, List<RepeatEntry> records)
    {
        var compared = Math.Min(Count - from, records.Count);
        for (var i = 0; i < compared; i++)
        {
            if (!this[from + i].SameBytes(records[i])) return false;
        }
        return true;
    }

    private bool SameRun(int left, int right, int length)
    {
        for (var i = 0; left != right && i < length; i++)
        {
            if (!this[left + i].SameBytes(this[right + i])) return false;
        }
        return true;
    }

    private void Grow()
    {
        var grown = new RepeatEntry[Math.Min(RepeatFinder.WindowMax, _ring.Length * 2)];
        for (var i = 0; i < Count; i++) grown[i] = this[i];
        _ring = grown;
        _first = 0;
    }
}

/// <summary>A stored record as far as repeats need it.</summary>
internal readonly record struct RepeatEntry(long Sequence, int Length, ulong Fingerprint)
{
    internal bool SameBytes(in RepeatEntry other) => Length == other.Length && Fingerprint == other.Fingerprint;
}
