namespace Yagura.Archive.Spool;

/// <summary>One session of a peer: the tail of what it sent, and how far it has repeated the tail that it took over.</summary>
internal sealed class RepeatSession(long number, (string Address, string Via) peer)
{
    private int _start;
    private int _next = -1;

    internal long Number { get; } = number;

    internal (string Address, string Via) Peer { get; } = peer;

    internal RepeatTail Tail { get; private set; } = new();

    /// <summary>Its last record, for order among sessions.</summary>
    internal long LastSequence { get; set; }

    /// <summary>First sequence of the batch for which it was decided how its records go on.</summary>
    internal long PlannedFor { get; set; }

    /// <summary>Whether all its records so far repeat, and some of the tail is left.</summary>
    internal bool Repeating => _next >= 0;

    /// <summary>The tail of a broken session becomes this one's; the broken one stays known, with nothing that could be repeated.</summary>
    internal void TakeOver(RepeatSession broken, int start)
    {
        (Tail, broken.Tail) = (broken.Tail, new RepeatTail());
        broken._next = -1;
        _start = _next = start;
    }

    /// <summary>The sequence that the next record repeats, 0 when it is new.</summary>
    internal long TakeRepeated()
    {
        if (_next < 0) return 0;
        var sequence = Tail[_next].Sequence;
        Advance();
        return sequence;
    }

    /// <summary>A former run found this.</summary>
    internal void Observed(long sequence)
    {
        if (Tail.IndexOf(sequence) is not { } index) return;
        if (_next < 0) _start = index;
        _next = index;
        Advance();
    }

    /// <summary>Another batch: the suffix goes on, or a shorter one that began alike does, or the repetition is over.</summary>
    internal void CarryOn(List<RepeatEntry> following)
    {
        var done = _next - _start;
        if (Tail.LongestSuffixCarriedOn(_start, done, following) is { } start)
        {
            _start = start;
            _next = start + done;
        }
        else
        {
            _next = -1;
        }
    }

    private void Advance()
    {
        if (++_next == Tail.Count) _next = -1;
    }
}
