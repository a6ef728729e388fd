using System.Numerics;

namespace Yagura.Detection.Indicators;

/// <summary>All indicators, compact: 24 bytes each beside the key, a hash table of 8-byte slots at most half full, and a filter of two bytes each in front of it.</summary>
/// <remarks>
/// Filled by one thread, then read by many. A million mixed indicators take about 75 MB. The filter answers for nearly all values that are no indicator
/// with one look at 2 MB; what passes it is compared byte by byte, so nothing is ever found that is not there.
/// </remarks>
internal sealed class IndicatorTable
{
    /// <summary>Most indicators kept.</summary>
    public const int EntriesMax = 5_000_000;

    /// <summary>Most bytes of keys kept.</summary>
    public const int KeyBytesMax = 1 << 30;

    private const int FilterBitsEach = 16;

    private IndicatorEntry[] entries;
    private byte[] keys;
    private ulong[] slots;
    private ulong[] filter = new ulong[1];
    private int keysUsed;
    private int distinct;

    /// <summary>A table with room for about so many indicators; it grows.</summary>
    public IndicatorTable(int expected)
    {
        var room = Math.Clamp(expected, 16, EntriesMax);
        entries = new IndicatorEntry[room];
        keys = new byte[room * 16];
        slots = new ulong[BitOperations.RoundUpToPowerOf2((uint)room * 2)];
    }

    /// <summary>Number of indicators.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes that the table holds.</summary>
    public long Bytes => (entries.LongLength * 24) + keys.LongLength + (slots.LongLength * 8) + (filter.LongLength * 8);

    /// <summary>Blocks of addresses, by their lengths.</summary>
    public NetworkLengths Networks { get; } = new();

    /// <summary>An indicator.</summary>
    public ref readonly IndicatorEntry this[int entry] => ref entries[entry];

    /// <summary>The key of an indicator.</summary>
    public ReadOnlySpan<byte> Key(int entry) => keys.AsSpan(entries[entry].Offset, entries[entry].Length);

    /// <summary>Adds an indicator; its place, -1 when the table is full. The same value of the same source is merged: the higher confidence and the later expiry hold.</summary>
    /// <param name="wanted">All but offset, length and next.</param>
    /// <param name="key">Its key.</param>
    /// <param name="isSameSource">Whether two origins are the same source.</param>
    public int Add(IndicatorEntry wanted, ReadOnlySpan<byte> key, Func<ushort, ushort, bool> isSameSource)
    {
        var hash = IndicatorHash.Of(wanted.Kind, key);
        var first = Probe(wanted.Kind, key, hash, out var slot);
        for (var entry = first; entry >= 0; entry = entries[entry].Next)
        {
            if (!isSameSource(entries[entry].Origin, wanted.Origin))
                continue;
            Merge(ref entries[entry], wanted);
            return entry;
        }

        if (Count == EntriesMax || keysUsed + key.Length > KeyBytesMax)
            return -1;
        wanted.Offset = first >= 0 ? entries[first].Offset : Keep(key);
        wanted.Length = (ushort)key.Length;
        wanted.Next = first;
        if (Count == entries.Length)
            Array.Resize(ref entries, Math.Min(Count * 2, EntriesMax));
        entries[Count] = wanted;
        slots[slot] = (hash << 32) | (uint)(Count + 1);
        if (first < 0 && ++distinct * 2 > slots.Length)
            Grow();
        if (wanted.Kind == IndicatorKind.Network)
            Networks.Add(key);
        return Count++;
    }

    /// <summary>Ends the filling: gives spare room back and builds the filter.</summary>
    public void Close()
    {
        Array.Resize(ref entries, Count);
        Array.Resize(ref keys, keysUsed);
        filter = new ulong[Math.Max(1, BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, distinct)) * FilterBitsEach / 64)];
        for (var entry = 0; entry < Count; entry++)
        {
            var hash = IndicatorHash.Of(entries[entry].Kind, Key(entry));
            filter[Word(hash)] |= Bits(hash);
        }
    }

    /// <summary>The first entry of a value, -1 when it is no indicator.</summary>
    public int Find(IndicatorKind kind, ReadOnlySpan<byte> key, ulong hash)
    {
        var bits = Bits(hash);
        return (filter[Word(hash)] & bits) == bits ? Probe(kind, key, hash, out _) : -1;
    }

    /// <summary>Of the entries of one value, the one that tells of it at a time: not expired, the highest confidence, then the first read; -1 for none.</summary>
    public int Best(int first, uint at)
    {
        var best = -1;
        for (var entry = first; entry >= 0; entry = entries[entry].Next)
        {
            if (!entries[entry].IsExpired(at) && (best < 0 || Rank(entry) > Rank(best) || (Rank(entry) == Rank(best) && entry < best)))
                best = entry;
        }

        return best;
    }

    // A source that gives no confidence counts as 50.
    private int Rank(int entry) => entries[entry].Confidence == IndicatorEntry.NoConfidence ? 50 : entries[entry].Confidence;

    private int Word(ulong hash) => (int)((uint)(hash >> 18) & (uint)(filter.Length - 1));

    private static ulong Bits(ulong hash) => (1UL << (int)(hash & 63)) | (1UL << (int)((hash >> 6) & 63)) | (1UL << (int)((hash >> 12) & 63));

    private int Probe(IndicatorKind kind, ReadOnlySpan<byte> key, ulong hash, out int slot)
    {
        var mask = slots.Length - 1;
        for (slot = (int)(hash >> 40) & mask; slots[slot] != 0; slot = (slot + 1) & mask)
        {
            if ((uint)(slots[slot] >> 32) != (uint)hash)
                continue;
            var entry = (int)(uint)slots[slot] - 1;
            if (entries[entry].Kind == kind && Key(entry).SequenceEqual(key))
                return entry;
        }

        return -1;
    }

    private void Grow()
    {
        slots = new ulong[slots.Length * 2];
        var mask = slots.Length - 1;
        for (var entry = 0; entry <= Count; entry++)
        {
            var hash = IndicatorHash.Of(entries[entry].Kind, Key(entry));
            var slot = (int)(hash >> 40) & mask;
            // Entries of one value are in the order of their Next: the last one stands in the slot.
            while (slots[slot] != 0 && (int)(uint)slots[slot] - 1 != entries[entry].Next)
                slot = (slot + 1) & mask;
            slots[slot] = (hash << 32) | (uint)(entry + 1);
        }
    }

    private int Keep(ReadOnlySpan<byte> key)
    {
        if (keys.Length - keysUsed < key.Length)
            Array.Resize(ref keys, (int)Math.Min(Math.Max(keys.LongLength * 2, keysUsed + key.Length), KeyBytesMax));
        key.CopyTo(keys.AsSpan(keysUsed));
        keysUsed += key.Length;
        return keysUsed - key.Length;
    }

    private static void Merge(ref IndicatorEntry known, IndicatorEntry other)
    {
        if (known.Expires != IndicatorEntry.NeverExpires)
            known.Expires = other.Expires == IndicatorEntry.NeverExpires ? other.Expires : Math.Max(known.Expires, other.Expires);
        if (other.Confidence != IndicatorEntry.NoConfidence)
            known.Confidence = known.Confidence == IndicatorEntry.NoConfidence ? other.Confidence : Math.Max(known.Confidence, other.Confidence);
    }
}
