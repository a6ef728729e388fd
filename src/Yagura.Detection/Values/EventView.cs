using Yagura.Events;
using Yagura.Events.Predicates;

namespace Yagura.Detection.Values;

/// <summary>One event as the tests see it: a field's values, as they are and folded, folded once an event.</summary>
/// <remarks>Reused for every event of one thread; its buffers grow to the largest event seen, which <see cref="ValueBytesMax"/> and the record's own limit bound.</remarks>
internal sealed class EventView
{
    /// <summary>Bytes of a value that are looked at; the rest is counted in <see cref="ValuesCut"/> (issue: first 64 KB).</summary>
    public const int ValueBytesMax = 65_536;

    private readonly Slot[] one = new Slot[1];
    private int[] foldedAt = [];
    private int[] foldedIn = [];
    private Range[] folded = new Range[256];
    private byte[] buffer = new byte[16_384];
    private int foldedCount;
    private int bufferUsed;
    private int turn;

    /// <summary>The event looked at.</summary>
    public Event Event { get; private set; } = new();

    /// <summary>Values longer than <see cref="ValueBytesMax"/> since the start.</summary>
    public long ValuesCut { get; private set; }

    /// <summary>Turns to another event.</summary>
    public void Look(Event next)
    {
        Event = next;
        if (foldedIn.Length < next.Layout.Count)
        {
            foldedAt = new int[next.Layout.Count];
            foldedIn = new int[next.Layout.Count];
        }

        foldedCount = 0;
        bufferUsed = 0;
        turn++;
    }

    /// <summary>The values of a field: one, or a list's elements; none when it is absent or null. Valid until the next call.</summary>
    public ReadOnlySpan<Slot> Values(int slot)
    {
        var value = Event.Value(slot);
        if (value.Kind == ValueKind.List)
            return Event.Elements(value);
        if (value.Kind is ValueKind.Absent or ValueKind.Null)
            return default;
        one[0] = value;
        return one;
    }

    /// <summary>Number of values of a field.</summary>
    public int Count(int slot)
    {
        var value = Event.Value(slot);
        return value.Kind switch { ValueKind.Absent or ValueKind.Null => 0, ValueKind.List => value.Length, _ => 1 };
    }

    /// <summary>Whether one of a field's values is an object: its members are values of their own, and its text holds names, which keywords must not find.</summary>
    public bool IsObject(int slot, int index)
    {
        var value = Event.Value(slot);
        return (value.Kind == ValueKind.List ? Event.Elements(value)[index].Kind : value.Kind) == ValueKind.Object;
    }

    /// <summary>The bytes of a value as they are, at most <see cref="ValueBytesMax"/>.</summary>
    public ReadOnlySpan<byte> Raw(Slot value)
    {
        var bytes = Event.Bytes(value);
        if (bytes.Length <= ValueBytesMax)
            return bytes;
        ValuesCut++;
        return bytes[..ValueBytesMax];
    }

    /// <summary>The folded bytes of one of a field's values.</summary>
    public ReadOnlySpan<byte> Folded(int slot, int index)
    {
        if (foldedIn[slot] != turn)
            FoldField(slot);
        return buffer.AsSpan(folded[foldedAt[slot] + index]);
    }

    /// <summary>The folded bytes of a value that has no slot of its own; valid until the next call that folds.</summary>
    public ReadOnlySpan<byte> FoldLoose(Slot value)
    {
        var start = bufferUsed;
        var length = FoldInto(Raw(value));
        bufferUsed = start;
        return buffer.AsSpan(start, length);
    }

    private void FoldField(int slot)
    {
        var count = Count(slot);
        foldedAt[slot] = foldedCount;
        foldedIn[slot] = turn;
        if (folded.Length - foldedCount < count)
            Array.Resize(ref folded, Math.Max(folded.Length * 2, foldedCount + count));
        for (var i = 0; i < count; i++)
        {
            var start = bufferUsed;
            var length = FoldInto(Raw(Values(slot)[i]));
            folded[foldedCount++] = new Range(start, start + length);
        }
    }

    private int FoldInto(ReadOnlySpan<byte> bytes)
    {
        var room = TextFold.RoomFor(bytes.Length);
        if (buffer.Length - bufferUsed < room)
            Array.Resize(ref buffer, Math.Max(buffer.Length * 2, bufferUsed + room));
        var length = TextFold.Fold(bytes, buffer.AsSpan(bufferUsed));
        bufferUsed += length;
        return length;
    }
}
