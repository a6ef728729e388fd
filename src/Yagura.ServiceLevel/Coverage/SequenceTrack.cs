namespace Yagura.ServiceLevel.Coverage;

/// <summary>Numbers that did not come, between two that did.</summary>
public sealed class SequenceHole
{
    /// <summary>Numbers still missing, as closed ranges in order; a reset has none, for nobody knows how many there were.</summary>
    public List<NumberRange> Missing { get; init; } = [];

    /// <summary>Device time of the last number before.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Device time of the first number after.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Receive time at which it was noticed: what comes within the reordering window was only late.</summary>
    public required DateTimeOffset Noticed { get; init; }

    /// <summary>Receive time of the last number before.</summary>
    public DateTimeOffset Before { get; init; }

    /// <summary>Null for missing numbers; <c>restart</c> where the sender began at 1 again, <c>reset</c> where it began anywhere else.</summary>
    public string? Reason { get; init; }

    /// <summary>Number of its <c>log.gap</c> entry; 0 while it is not declared.</summary>
    public long Entry { get; set; }

    /// <summary>Numbers still missing; null for a reset.</summary>
    public long? Count => Reason is null ? Missing.Sum(range => range.Last - range.First + 1) : null;

    internal bool Fill(long number)
    {
        var index = Missing.FindIndex(range => number >= range.First && number <= range.Last);
        if (index < 0) return false;
        var (first, last) = Missing[index];
        Missing.RemoveAt(index);
        if (number < last) Missing.Insert(index, new NumberRange(number + 1, last));
        if (number > first) Missing.Insert(index, new NumberRange(first, number - 1));
        return true;
    }
}

/// <summary>A closed range of numbers.</summary>
/// <param name="First">The first.</param>
/// <param name="Last">The last.</param>
public readonly record struct NumberRange(long First, long Last);

/// <summary>Follows the numbers that a source gives its records within one scope (FIGURES 4, DOMAIN.md "where a source's own numbers show a gap"). Pure: time is an argument.</summary>
/// <remarks>
/// A hole lies on the device-time axis, so that a late burst fills it. A sender that begins again below its last number
/// may have lost any number of records: that is a hole too, until somebody gives the reason. Bounded by
/// <see cref="HolesMax"/>: past it the oldest declared hole can no longer be repaired by itself.
/// </remarks>
public sealed class SequenceTrack
{
    /// <summary>How long a number may come late before it is missing.</summary>
    public static readonly TimeSpan ReorderWindow = TimeSpan.FromSeconds(60);

    /// <summary>RFC 5424 7.3.1: after this number comes 1.</summary>
    public const long WrapAfter = 2147483647;

    /// <summary>Open holes kept of one scope.</summary>
    public const int HolesMax = 256;

    /// <summary>Highest number since the last restart; null before the first.</summary>
    public long? Last { get; set; }

    /// <summary>Device time of it.</summary>
    public DateTimeOffset LastTime { get; set; }

    /// <summary>Receive time since which every hole is known: of the first number, or of the last one behind a forgotten hole; null before it.</summary>
    public DateTimeOffset? FirstReceived { get; set; }

    /// <summary>Receive time of <see cref="Last"/>.</summary>
    public DateTimeOffset LastReceived { get; set; }

    /// <summary>Holes that are open.</summary>
    public List<SequenceHole> Holes { get; init; } = [];

    /// <summary>Takes one numbered record.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="device">Its device time.</param>
    /// <param name="received">When it came.</param>
    /// <param name="resent">Whether it came in the resend lane: it fills holes and moves nothing.</param>
    /// <returns>A declared hole that this record closed; null otherwise.</returns>
    public SequenceHole? Observe(long number, DateTimeOffset device, DateTimeOffset received, bool resent)
    {
        if (Holes.Find(hole => hole.Fill(number)) is { } filled) return Closed(filled);
        if (resent) return null;
        if (Last is not { } last || number == last + 1 || (last == WrapAfter && number == 1)) Advance(number, device, received);
        else if (number > last)
        {
            Open(new SequenceHole { Missing = [new NumberRange(last + 1, number - 1)], From = LastTime, To = device, Before = LastReceived, Noticed = received });
            Advance(number, device, received);
        }
        else if (device > LastTime)
        {
            Open(new SequenceHole { From = LastTime, To = device, Before = LastReceived, Noticed = received, Reason = number == 1 ? "restart" : "reset" });
            Advance(number, device, received);
        }

        return null;
    }

    /// <summary>Whether the numbers went on without a hole from before a span to after it: nothing was lost in it, however silent it was (FIGURES 4).</summary>
    /// <param name="from">Receive time of the last record before the span.</param>
    /// <param name="to">Receive time of the first record after it.</param>
    public bool IsContinuous(DateTimeOffset from, DateTimeOffset to) =>
        FirstReceived <= from && LastReceived >= to && !Holes.Exists(hole => hole.Before <= to && hole.Noticed >= from);

    /// <summary>Whether no number is missing from a minute in which input was dropped: the numbers go on from a reordering window before it to one after it (CUSTODY 2).</summary>
    /// <param name="minute">Its beginning, on the receive-time axis.</param>
    public bool IsWholeOver(DateTimeOffset minute) => IsContinuous(minute - ReorderWindow, minute.AddMinutes(1) + ReorderWindow);

    /// <summary>Holes past the reordering window that are not declared yet.</summary>
    /// <param name="now">The receive time up to which records were observed.</param>
    public IReadOnlyList<SequenceHole> Due(DateTimeOffset now) => Holes.FindAll(hole => hole.Entry == 0 && now - hole.Noticed > ReorderWindow);

    private SequenceHole? Closed(SequenceHole hole)
    {
        if (hole.Missing.Count > 0) return null;
        Holes.Remove(hole);
        return hole.Entry > 0 ? hole : null;
    }

    private void Open(SequenceHole hole)
    {
        Holes.Add(hole);
        if (Holes.Count <= HolesMax || Holes.FindIndex(old => old.Entry > 0) is not (var oldest and >= 0)) return;
        // What is forgotten was a hole all the same: from here on continuity is known only behind it.
        if (FirstReceived < Holes[oldest].Noticed) FirstReceived = Holes[oldest].Noticed;
        Holes.RemoveAt(oldest);
    }

    private void Advance(long number, DateTimeOffset device, DateTimeOffset received)
    {
        (Last, LastTime, LastReceived) = (number, device > LastTime ? device : LastTime, received > LastReceived ? received : LastReceived);
        FirstReceived ??= received;
    }
}
