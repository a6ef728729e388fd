namespace Yagura.Archive.Spool;

/// <summary>The last records of a session, oldest first, at most <see cref="RepeatFinder.WindowMax"/>.</summary>
internal sealed class RepeatTail
{
    private const int EntriesAtFirst = 16;

    private RepeatEntry[] _ring = new RepeatEntry[EntriesAtFirst];
    private int _first;

    internal int Count { get; private set; }

    internal RepeatEntry this[int index] => _ring[(_first + index) % _ring.Length];

    /// <summary>Adds an entry; true when the tail holds one more than before.</summary>
    internal bool Add(in RepeatEntry entry)
    {
        var held = Count;
        if (Count == _ring.Length && Count < RepeatFinder.WindowMax) Grow();
        if (Count == _ring.Length) _first = (_first + 1) % _ring.Length;
        else Count++;
        _ring[(_first + Count - 1) % _ring.Length] = entry;
        return Count > held;
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
    internal int? LongestSuffixBegunBy(List<RepeatEntry> records) => EarliestOverlap(records);

    /// <summary>The same for a suffix of which <paramref name="done"/> records, those from <paramref name="known"/> on, have come already.</summary>
    internal int? LongestSuffixCarriedOn(int known, int done, List<RepeatEntry> records)
    {
        var run = new List<RepeatEntry>(done + records.Count);
        for (var i = 0; i < done; i++) run.Add(this[known + i]);
        run.AddRange(records);
        return EarliestOverlap(run) is { } start && start + done < Count ? start : null;
    }

    /// <summary>The smallest start from which the tail and the run agree up to the end of the shorter. Linear (Knuth, Morris, Pratt): a hostile sender cannot make it slow.</summary>
    private int? EarliestOverlap(List<RepeatEntry> run)
    {
        var borders = Borders(run);
        var matched = 0;
        for (var i = 0; i < Count; i++)
        {
            var entry = this[i];
            while (matched > 0 && !entry.SameBytes(run[matched])) matched = borders[matched - 1];
            if (entry.SameBytes(run[matched])) matched++;
            if (matched == run.Count) return i + 1 - matched;
        }
        return matched == 0 ? null : Count - matched;
    }

    private static int[] Borders(List<RepeatEntry> run)
    {
        var borders = new int[run.Count];
        for (int i = 1, border = 0; i < run.Count; i++)
        {
            while (border > 0 && !run[i].SameBytes(run[border])) border = borders[border - 1];
            if (run[i].SameBytes(run[border])) border++;
            borders[i] = border;
        }
        return borders;
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
