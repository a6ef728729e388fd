namespace Yagura.Detection.Correlate;

/// <summary>What one group of a correlation has seen within the timespan. Times in ticks; sequences of the records beside them.</summary>
/// <remarks>
/// Bounded: it keeps at most <c>capacity</c> records, the newest; a capacity is what the correlation's bound needs.
/// What leaves is skipped at the front until the array is full.
/// </remarks>
internal sealed class Window(int capacity, WindowTotals totals)
{
    private const int RoomMin = 4;

    /// <summary>Room that a window keeps though it has become empty; what is above is given back.</summary>
    private const int RoomKept = 64;

    // An array and no list: with fifty thousand groups each object on the way is a miss of the caches.
    private Entry[] entries = new Entry[RoomMin];
    private int first;
    private int end;

    /// <summary>The group's key; set once.</summary>
    public required string Key { get; init; }

    /// <summary>Newest time seen, in ticks.</summary>
    public long Newest { get; private set; } = long.MinValue;

    /// <summary>Whether the condition held when the group was last looked at.</summary>
    public bool Held { get; set; }

    /// <summary>Time of the last look, in ticks.</summary>
    public long LookedAt { get; set; } = long.MinValue;

    /// <summary>Neighbours in order of last use.</summary>
    public Window? Older { get; set; }

    /// <summary>Neighbours in order of last use.</summary>
    public Window? Newer { get; set; }

    /// <summary>Number of entries.</summary>
    public int Count => end - first;

    /// <summary>Entries that there is memory for.</summary>
    public int Room => entries.Length;

    /// <summary>The entries, oldest first; valid until the next one is added.</summary>
    public ReadOnlySpan<Entry> Entries => entries.AsSpan(first, Count);

    /// <summary>What the entries come to.</summary>
    public WindowTotals Totals => totals;

    /// <summary>Takes an entry in its place by time and lets go of what left the timespan; false when it came too late to count.</summary>
    public bool Add(Entry entry, long timespan)
    {
        if (Newest != long.MinValue && entry.At < Newest - timespan)
            return false;
        Newest = Math.Max(Newest, entry.At);
        MakeRoom();
        var place = end++;
        for (; place > first && entries[place - 1].At > entry.At; place--)
            entries[place] = entries[place - 1];
        entries[place] = entry;
        totals.Add(entry);
        while (first < end && (entries[first].At < Newest - timespan || Count > capacity))
            totals.Remove(entries[first++]);
        if (entries.Length > RoomKept && Count < entries.Length / 8)
            MoveInto(new Entry[Math.Max(RoomMin, Count * 2)]);
        return true;
    }

    /// <summary>Writes the window for a snapshot.</summary>
    public void WriteTo(BinaryWriter writer)
    {
        writer.Write(Key);
        writer.Write(Newest);
        writer.Write(Held);
        writer.Write(LookedAt);
        writer.Write(Count);
        foreach (ref readonly var entry in Entries)
        {
            writer.Write(entry.At);
            writer.Write(entry.Sequence);
            writer.Write(entry.Source);
            writer.Write(entry.Value);
            writer.Write(entry.Number);
        }
    }

    /// <summary>Takes what <see cref="WriteTo"/> wrote, but the key, into a new window.</summary>
    public void ReadFrom(BinaryReader reader)
    {
        Newest = reader.ReadInt64();
        Held = reader.ReadBoolean();
        LookedAt = reader.ReadInt64();
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var entry = new Entry(reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt32(), reader.ReadUInt64(), reader.ReadDecimal());
            MakeRoom();
            entries[end++] = entry;
            totals.Add(entry);
        }
    }

    /// <summary>At the end of the array: what stays goes to its front, and when that is more than half of it, into one of twice the size. So an entry is moved once on average.</summary>
    private void MakeRoom()
    {
        if (end == entries.Length)
            MoveInto(Count > entries.Length / 2 ? new Entry[entries.Length * 2] : entries);
    }

    private void MoveInto(Entry[] into)
    {
        Array.Copy(entries, first, into, 0, Count);
        (entries, end, first) = (into, Count, 0);
    }
}

/// <summary>One record that fed a correlation.</summary>
/// <param name="At">Event time in ticks.</param>
/// <param name="Sequence">Sequence of the record.</param>
/// <param name="Source">Which of the correlation's rules held.</param>
/// <param name="Value">Hash of the counted value, for distinct counts.</param>
/// <param name="Number">The value as a number, for sums.</param>
internal readonly record struct Entry(long At, long Sequence, int Source, ulong Value, decimal Number);
