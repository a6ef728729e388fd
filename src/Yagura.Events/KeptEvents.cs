using System.Runtime.InteropServices;

namespace Yagura.Events;

/// <summary>What events hold, one behind another in little room, each put back into an event when its turn comes.</summary>
/// <remarks>An event has a slot for each of its layout's thousands of fields; here stand only its values, all of an event together. Reused: <see cref="Clear"/> gives no memory back. Not thread-safe.</remarks>
/// <param name="layout">The layout of the events.</param>
public sealed class KeptEvents(EventLayout layout)
{
    /// <summary>Numbers of a block: room grows by blocks, so that what is kept never moves and leaves no holes.</summary>
    private const int BlockLength = 128 * 1024;

    private readonly List<ulong[]> blocks = [new ulong[BlockLength]];
    private Kept[] events = new Kept[64];
    private int block;
    private int used;

    /// <summary>Number of events.</summary>
    public int Count { get; private set; }

    /// <summary>Forgets all of them.</summary>
    public void Clear() => (Count, block, used) = (0, 0, 0);

    /// <summary>Keeps a copy of what the only event of a record holds; the record stays where it is.</summary>
    /// <returns>Its number, for <see cref="Get"/>.</returns>
    public int Add(Event source)
    {
        if (Count == events.Length)
            Array.Resize(ref events, Count * 2);
        var size = source.Size;
        if (blocks[block].Length - used < size.Room)
            NextBlock(size.Room);
        ref var kept = ref events[Count];
        kept = new Kept(block, used, size);
        source.CopyTo(new EventParts(Room(kept), size));
        used += size.Room;
        return Count++;
    }

    /// <summary>Makes the event what the kept one was.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="stored">Its record.</param>
    /// <param name="bytes">The record's payload.</param>
    /// <param name="target">The event.</param>
    public void Get(int number, StoredRecord stored, ArraySegment<byte> bytes, Event target)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)number, (uint)Count, nameof(number));
        target.BeginAt(layout, stored, bytes, item: 0);
        ref readonly var kept = ref events[number];
        target.Restore(new EventParts(Room(kept), kept.Size));
    }

    /// <summary>Says that a kept event will be asked for; a negative number says nothing.</summary>
    public void ExpectLater(int number)
    {
        if (number >= 0)
            Prefetch.Place(in events[number]);
    }

    /// <summary>Says that a kept event is asked for soon; a negative number says nothing.</summary>
    public void ExpectSoon(int number)
    {
        if (number >= 0)
            Prefetch.Numbers(Room(events[number]));
    }

    private void NextBlock(int least)
    {
        (block, used) = (block + 1, 0);
        if (block == blocks.Count)
            blocks.Add(new ulong[Math.Max(BlockLength, least)]);
        else if (blocks[block].Length < least)
            blocks[block] = new ulong[least];
    }

    private Span<ulong> Room(in Kept kept) => blocks[kept.Block].AsSpan(kept.Start, kept.Size.Room);

    private readonly record struct Kept(int Block, int Start, EventSize Size);
}

/// <summary>How much an event holds.</summary>
internal readonly record struct EventSize(int Values, int Elements, int Undeclared, int Dropped, int Arena)
{
    /// <summary>Numbers of eight bytes that all of it takes.</summary>
    public int Room => Values + Elements + (Undeclared * 2) + ((Values + 3) / 4) + ((Arena + 7) / 8);
}

/// <summary>The parts of a kept event.</summary>
internal readonly ref struct EventParts
{
    public EventParts(Span<ulong> room, EventSize size)
    {
        Dropped = size.Dropped;
        Values = MemoryMarshal.Cast<ulong, Slot>(room[..size.Values]);
        room = room[size.Values..];
        Elements = MemoryMarshal.Cast<ulong, Slot>(room[..size.Elements]);
        room = room[size.Elements..];
        Undeclared = MemoryMarshal.Cast<ulong, (Slot Name, Slot Value)>(room[..(size.Undeclared * 2)]);
        room = room[(size.Undeclared * 2)..];
        Fields = MemoryMarshal.Cast<ulong, ushort>(room)[..size.Values];
        Arena = MemoryMarshal.AsBytes(room[((size.Values + 3) / 4)..])[..size.Arena];
    }

    /// <summary>Values of the fields, in the order in which they were first set.</summary>
    public Span<Slot> Values { get; }

    /// <summary>Elements of all lists.</summary>
    public Span<Slot> Elements { get; }

    /// <summary>Keys that nobody declared.</summary>
    public Span<(Slot Name, Slot Value)> Undeclared { get; }

    /// <summary>The fields, as their layout numbers them.</summary>
    public Span<ushort> Fields { get; }

    /// <summary>What values in <see cref="Room.Arena"/> are places in.</summary>
    public Span<byte> Arena { get; }

    /// <summary>Keys that did not fit.</summary>
    public int Dropped { get; }
}
