using Yagura.Events;

namespace Yagura.Decoding.Text;

/// <summary>Bytes together with where they stand, so that any part of them can become a slot.</summary>
/// <remarks>An arena may move when it grows; the span then still shows the old copy, which has the same bytes, so a region stays readable.</remarks>
internal readonly ref struct Region(ReadOnlySpan<byte> bytes, int offset, Room room)
{
    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    public int Offset { get; } = offset;

    public Room Room { get; } = room;

    public int Length => Bytes.Length;

    public bool IsEmpty => Bytes.IsEmpty;

    /// <summary>The region that a value of an event stands in; an empty one of a value that has no bytes of its own: a list's offset is none of bytes.</summary>
    public static Region Of(Event target, Slot slot) => slot.Kind is ValueKind.Absent or ValueKind.Null or ValueKind.List ? default : new(target.Bytes(slot), slot.Offset, slot.Room);

    public Region Slice(int start) => new(Bytes[start..], Offset + start, Room);

    public Region Slice(int start, int length) => new(Bytes.Slice(start, length), Offset + start, Room);

    public Slot Slot(ValueKind kind) => new(Offset, Bytes.Length, kind, Room);

    public Slot Slot(int start, int length, ValueKind kind) => new(Offset + start, length, kind, Room);

    /// <summary>The region without white space at its ends.</summary>
    public Region Trim()
    {
        if (Bytes.IsEmpty || (!Scan.IsSpace(Bytes[0]) && !Scan.IsSpace(Bytes[^1])))
            return this;
        var start = Bytes.IndexOfAnyExcept(Scan.Spaces);
        return start < 0 ? Slice(0, 0) : Slice(start, Bytes.LastIndexOfAnyExcept(Scan.Spaces) + 1 - start);
    }
}
