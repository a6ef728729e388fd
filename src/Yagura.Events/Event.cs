using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Yagura.Events;

/// <summary>What a decoder made of a record: a slot for each field of its layout, and a bounded list of keys that nobody declared.</summary>
/// <remarks>
/// Reused: <see cref="Begin"/> makes it fresh without giving memory back, so that decoding allocates nothing per event once warm (STYLE 19).
/// Not thread-safe while it is being filled; read-only afterwards.
/// </remarks>
public sealed class Event
{
    /// <summary>Most undeclared keys kept; further ones are counted in <see cref="UndeclaredDropped"/>.</summary>
    public const int UndeclaredMax = 128;

    // An event fills a few dozen of its layout's thousands of fields: their values stand together, each at the place that its field has in places.
    // The three grow together (BeginAt), so that whatever places says stands in the other two: At and Value rely on it.
    private ushort[] places = [];
    private Slot[] values = new Slot[1]; // at 0 the absent value: the place of every field that has none
    private ushort[] present = [];
    private int presentCount;
    private byte[] payload = []; // of Stored, which is asked a hundred times a line
    private int payloadStart;
    private int payloadLength;
    private byte[] constants = []; // of Layout
    private byte[] arena = new byte[1024];
    private int arenaUsed;
    private Slot[] elements = new Slot[16];
    private int elementsUsed;
    private (Slot Name, Slot Value)[] undeclared = new (Slot, Slot)[UndeclaredMax];

    /// <summary>The layout its slots follow.</summary>
    public EventLayout Layout { get; private set; } = EventLayout.Of(number: 0, []);

    /// <summary>The record it was decoded from.</summary>
    public StoredRecord? Stored { get; private set; }

    /// <summary>Which item of the record it is, from 0.</summary>
    public int Item { get; private set; }

    /// <summary>Number of undeclared keys kept.</summary>
    public int UndeclaredCount { get; private set; }

    /// <summary>Number of undeclared keys that did not fit.</summary>
    public int UndeclaredDropped { get; private set; }

    /// <summary>Bytes of the record.</summary>
    public ReadOnlySpan<byte> Payload => payload.AsSpan(payloadStart, payloadLength);

    /// <summary>Empties the event for the next item of a record.</summary>
    public void Begin(EventLayout layout, StoredRecord stored, int item)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(stored.Record.Payload.Length, Slot.Max, nameof(stored)); // no door receives as much
        if (!MemoryMarshal.TryGetArray(stored.Record.Payload, out var bytes))
            bytes = stored.Record.Payload.ToArray();
        BeginAt(layout, stored, bytes, item);
    }

    /// <summary>Empties the event for an item of a record of which it is known where its payload is.</summary>
    internal void BeginAt(EventLayout layout, StoredRecord stored, ArraySegment<byte> bytes, int item)
    {
        foreach (var slot in Present)
            places[slot] = 0;
        presentCount = 0;
        if (places.Length < layout.Count)
        {
            places = new ushort[layout.Count];
            present = new ushort[layout.Count];
            values = new Slot[layout.Count + 1];
        }

        Layout = layout;
        constants = layout.Constants;
        Stored = stored;
        (payload, payloadStart, payloadLength) = (bytes.Array!, bytes.Offset, bytes.Count);
        Item = item;
        arenaUsed = 0;
        elementsUsed = 0;
        UndeclaredCount = 0;
        UndeclaredDropped = 0;
    }

    /// <summary>The slot of a field as it is, absent when the number is -1.</summary>
    public Slot Value(int slot) => slot < 0 ? default : Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(values), places[slot]);

    /// <summary>The slots that have a value, each once, in the order in which they were first set.</summary>
    /// <remarks>A layout has thousands of slots and an event fills a few dozen: whoever walks or clears an event walks these.</remarks>
    public ReadOnlySpan<ushort> Present => present.AsSpan(0, presentCount);

    /// <summary>Whether the field is there (null counts as there).</summary>
    public bool Has(int slot) => slot >= 0 && places[slot] != 0;

    /// <summary>Bytes of a value; empty for an absent, null or list value.</summary>
    public ReadOnlySpan<byte> Bytes(Slot slot)
    {
        if (slot.Kind is ValueKind.Absent or ValueKind.Null or ValueKind.List)
            return default;
        return slot.Room == Room.Payload ? payload.AsSpan(payloadStart + slot.Offset, slot.Length) : (slot.Room == Room.Arena ? arena : constants).AsSpan(slot.Offset, slot.Length);
    }

    /// <summary>Bytes of a field's value; empty for an absent, null or list value.</summary>
    public ReadOnlySpan<byte> Bytes(int slot) => Bytes(Value(slot));

    /// <summary>Elements of a list value; empty for any other.</summary>
    public ReadOnlySpan<Slot> Elements(Slot slot) => slot.Kind == ValueKind.List ? elements.AsSpan(slot.Offset, slot.Length) : default;

    /// <summary>Text of a field's value as a string, null when absent or null. Allocates: not for the hot path.</summary>
    public string? Text(int slot)
    {
        var value = Value(slot);
        return value.Kind switch
        {
            ValueKind.Absent or ValueKind.Null => null,
            ValueKind.List => ListText(value),
            _ => System.Text.Encoding.UTF8.GetString(Bytes(value)),
        };
    }

    /// <summary>Sets a field to bytes that stand in the payload.</summary>
    public void SetPayload(int slot, int offset, int length, ValueKind kind) => At(slot) = new Slot(offset, length, kind, Room.Payload);

    /// <summary>Sets a field to a copy of the bytes.</summary>
    public void SetCopy(int slot, ReadOnlySpan<byte> value, ValueKind kind) => At(slot) = Copy(value, kind);

    /// <summary>Sets a field to a whole number.</summary>
    public void SetInteger(int slot, long value)
    {
        Span<byte> text = stackalloc byte[20];
        Utf8Formatter.TryFormat(value, text, out var written);
        At(slot) = Copy(text[..written], ValueKind.Integer);
    }

    /// <summary>Sets a field to null.</summary>
    public void SetNull(int slot) => At(slot) = new Slot(0, 0, ValueKind.Null, Room.Payload);

    /// <summary>Sets a field to a slot made by <see cref="Copy"/> or by its layout, or taken from another field of this event; an absent value changes nothing.</summary>
    public void SetSlot(int slot, Slot value)
    {
        if (value.Kind != ValueKind.Absent)
            At(slot) = value;
    }

    /// <summary>Sets a field to several values; one value stays a single value, none changes nothing.</summary>
    public void SetList(int slot, ReadOnlySpan<Slot> values) => SetSlot(slot, List(values));

    /// <summary>Makes one value of several; one stays a single value, none is absent.</summary>
    public Slot List(ReadOnlySpan<Slot> values)
    {
        if (values.Length < 2)
            return values.IsEmpty ? default : values[0];
        if (elements.Length - elementsUsed < values.Length)
            Array.Resize(ref elements, Math.Max(elements.Length * 2, elementsUsed + values.Length));
        values.CopyTo(elements.AsSpan(elementsUsed));
        var list = new Slot(elementsUsed, values.Length, ValueKind.List, Room.Arena);
        elementsUsed += values.Length;
        return list;
    }

    /// <summary>A list with one value more; in place when nothing was listed since, else as a copy.</summary>
    public Slot Append(Slot list, Slot value)
    {
        if (list.Kind == ValueKind.List && list.Offset + list.Length == elementsUsed && elementsUsed < elements.Length)
        {
            elements[elementsUsed++] = value;
            return list with { Length = list.Length + 1 };
        }

        var before = list.Kind == ValueKind.List ? list.Length : 1;
        if (elements.Length - elementsUsed < before + 1)
            Array.Resize(ref elements, Math.Max(elements.Length * 2, elementsUsed + before + 1));
        var start = elementsUsed;
        if (list.Kind == ValueKind.List)
            elements.AsSpan(list.Offset, before).CopyTo(elements.AsSpan(start));
        else
            elements[start] = list;
        elements[start + before] = value;
        elementsUsed += before + 1;
        return new Slot(start, before + 1, ValueKind.List, Room.Arena);
    }

    /// <summary>Exchanges everything with another event of the same record, so that the better of two readings can be kept.</summary>
    public void Exchange(Event other)
    {
        (places, other.places) = (other.places, places);
        (values, other.values) = (other.values, values);
        (payload, other.payload) = (other.payload, payload);
        (payloadStart, other.payloadStart) = (other.payloadStart, payloadStart);
        (payloadLength, other.payloadLength) = (other.payloadLength, payloadLength);
        (present, other.present) = (other.present, present);
        (presentCount, other.presentCount) = (other.presentCount, presentCount);
        (constants, other.constants) = (other.constants, constants);
        (arena, other.arena) = (other.arena, arena);
        (arenaUsed, other.arenaUsed) = (other.arenaUsed, arenaUsed);
        (elements, other.elements) = (other.elements, elements);
        (elementsUsed, other.elementsUsed) = (other.elementsUsed, elementsUsed);
        (undeclared, other.undeclared) = (other.undeclared, undeclared);
        (UndeclaredCount, other.UndeclaredCount) = (other.UndeclaredCount, UndeclaredCount);
        (UndeclaredDropped, other.UndeclaredDropped) = (other.UndeclaredDropped, UndeclaredDropped);
        (Layout, other.Layout) = (other.Layout, Layout);
        (Stored, other.Stored) = (other.Stored, Stored);
        (Item, other.Item) = (other.Item, Item);
    }

    /// <summary>Copies bytes into the arena and returns where they are.</summary>
    public Slot Copy(ReadOnlySpan<byte> value, ValueKind kind)
    {
        var target = Reserve(value.Length);
        value.CopyTo(target);
        return Keep(value.Length, kind);
    }

    /// <summary>Room in the arena to write a value in place; finish with <see cref="Keep"/>.</summary>
    public Span<byte> Reserve(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Slot.Max - arenaUsed);
        if (arena.Length - arenaUsed < length)
            Array.Resize(ref arena, Math.Max(arena.Length * 2, arenaUsed + length));
        return arena.AsSpan(arenaUsed, length);
    }

    /// <summary>Keeps the first bytes of the room last reserved.</summary>
    public Slot Keep(int length, ValueKind kind)
    {
        var slot = new Slot(arenaUsed, length, kind, Room.Arena);
        arenaUsed += length;
        return slot;
    }

    /// <summary>Keeps a key that no decoder or rule declares; counted when the list is full.</summary>
    public void AddUndeclared(Slot name, Slot value)
    {
        if (UndeclaredCount == UndeclaredMax)
            UndeclaredDropped++;
        else
            undeclared[UndeclaredCount++] = (name, value);
    }

    /// <summary>An undeclared key and its value.</summary>
    public (Slot Name, Slot Value) Undeclared(int index) => undeclared[index];

    /// <summary>How much it holds, to keep it elsewhere.</summary>
    internal EventSize Size => new(presentCount, elementsUsed, UndeclaredCount, UndeclaredDropped, arenaUsed);

    /// <summary>Copies what it holds.</summary>
    internal void CopyTo(EventParts parts)
    {
        Present.CopyTo(parts.Fields);
        values.AsSpan(1, presentCount).CopyTo(parts.Values);
        elements.AsSpan(0, elementsUsed).CopyTo(parts.Elements);
        undeclared.AsSpan(0, UndeclaredCount).CopyTo(parts.Undeclared);
        arena.AsSpan(0, arenaUsed).CopyTo(parts.Arena);
    }

    /// <summary>Gives an event that was just begun back what it held.</summary>
    internal void Restore(EventParts parts)
    {
        presentCount = parts.Fields.Length;
        parts.Fields.CopyTo(present);
        parts.Values.CopyTo(values.AsSpan(1));
        for (var i = 0; i < presentCount; i++)
            places[present[i]] = (ushort)(i + 1);
        parts.Arena.CopyTo(Reserve(parts.Arena.Length));
        arenaUsed = parts.Arena.Length;
        if (elements.Length < parts.Elements.Length)
            elements = new Slot[parts.Elements.Length];
        parts.Elements.CopyTo(elements);
        elementsUsed = parts.Elements.Length;
        parts.Undeclared.CopyTo(undeclared);
        (UndeclaredCount, UndeclaredDropped) = (parts.Undeclared.Length, parts.Dropped);
    }

    /// <summary>Where the value of a field stands, or will stand.</summary>
    private ref Slot At(int slot)
    {
        // Done fifty times a line: places asks whether there is such a field, and the other two need not ask again.
        ref var place = ref places[slot];
        if (place == 0)
        {
            Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(present), presentCount) = (ushort)slot; // EventLayout.FieldsMax fits
            place = (ushort)++presentCount;
        }

        return ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(values), place);
    }

    private string ListText(Slot value)
    {
        var texts = new string[value.Length];
        for (var i = 0; i < texts.Length; i++)
            texts[i] = System.Text.Encoding.UTF8.GetString(Bytes(elements[value.Offset + i]));
        return string.Join(',', texts);
    }
}
