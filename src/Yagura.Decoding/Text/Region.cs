using System.Runtime.InteropServices;
using Yagura.Events;

namespace Yagura.Decoding.Text;

/// <summary>Bytes together with where they stand, so that any part of them can become a slot.</summary>
/// <remarks>
/// An arena may move when it grows; the region then still shows the old copy, which has the same bytes, so it stays readable.
/// Two numbers wide, so that calls hand it on in registers: forms hand regions on dozens of times a line.
/// </remarks>
internal readonly ref struct Region
{
    private readonly ref readonly byte first;

    /// <summary>Where they stand, and how many they are; the kind says nothing.</summary>
    private readonly Slot place;

    public Region(ReadOnlySpan<byte> bytes, int offset, Room room)
        : this(bytes, new Slot(offset, bytes.Length, ValueKind.Text, room))
    {
    }

    private Region(ReadOnlySpan<byte> bytes, Slot place)
    {
        first = ref MemoryMarshal.GetReference(bytes);
        this.place = place;
    }

    public ReadOnlySpan<byte> Bytes => MemoryMarshal.CreateReadOnlySpan(in first, place.Length);

    public int Offset => place.Offset;

    public Room Room => place.Room;

    public int Length => place.Length;

    public bool IsEmpty => Length == 0;

    /// <summary>The region that a value of an event stands in; an empty one of a value that has no bytes of its own: a list's offset is none of bytes.</summary>
    public static Region Of(Event target, Slot slot) => slot.Kind is ValueKind.Absent or ValueKind.Null or ValueKind.List ? default : new(target.Bytes(slot), slot);

    public Region Slice(int start) => Slice(start, Length - start);

    public Region Slice(int start, int length) => new(Bytes.Slice(start, length), place.Slice(start, length));

    public Slot Slot(ValueKind kind) => place with { Kind = kind };

    public Slot Slot(int start, int length, ValueKind kind) => new(Offset + start, length, kind, Room);

    /// <summary>The region without white space at its ends.</summary>
    public Region Trim()
    {
        var bytes = Bytes;
        if (bytes.IsEmpty || (!Scan.IsSpace(bytes[0]) && !Scan.IsSpace(bytes[^1])))
            return this;
        var start = bytes.IndexOfAnyExcept(Scan.Spaces);
        return start < 0 ? Slice(0, 0) : Slice(start, bytes.LastIndexOfAnyExcept(Scan.Spaces) + 1 - start);
    }
}
