using System.Buffers.Binary;
using System.Text;

namespace Yagura.Decoding.Text;

/// <summary>Finds a number by the bytes of a key, without making a string. Built once at load, then read-only.</summary>
internal sealed class KeyTable
{
    private readonly byte[][] keys;
    private readonly int[] values;
    private readonly int[] buckets;
    private readonly int mask;

    public KeyTable(IReadOnlyList<KeyValuePair<string, int>> entries)
    {
        keys = [.. entries.Select(entry => Encoding.UTF8.GetBytes(entry.Key))];
        values = [.. entries.Select(entry => entry.Value)];
        var size = 8;
        while (size < entries.Count * 2)
            size *= 2;
        mask = size - 1;
        buckets = new int[size];
        for (var i = 0; i < keys.Length; i++)
            Place(i);
    }

    /// <summary>Number of keys.</summary>
    public int Count => keys.Length;

    /// <summary>The number stored for the key, or -1.</summary>
    public int Find(ReadOnlySpan<byte> key)
    {
        for (var bucket = Hash(key) & mask; buckets[bucket] != 0; bucket = (bucket + 1) & mask)
        {
            var entry = buckets[bucket] - 1;
            if (key.SequenceEqual(keys[entry]))
                return values[entry];
        }

        return -1;
    }

    private void Place(int entry)
    {
        var bucket = Hash(keys[entry]) & mask;
        while (buckets[bucket] != 0)
            bucket = (bucket + 1) & mask;
        buckets[bucket] = entry + 1;
    }

    /// <summary>Length, first and last eight bytes: keys of one decoder rarely share all three, and a collision only costs a comparison.</summary>
    private static int Hash(ReadOnlySpan<byte> key)
    {
        ulong hash = (uint)key.Length;
        if (key.Length >= 8)
        {
            hash ^= BinaryPrimitives.ReadUInt64LittleEndian(key) * 0x9E3779B97F4A7C15;
            hash = (hash << 23 | hash >> 41) ^ BinaryPrimitives.ReadUInt64LittleEndian(key[^8..]);
        }
        else
        {
            foreach (var value in key)
                hash = hash * 257 + value;
        }

        hash *= 0xD6E8FEB86659FD93;
        return (int)(hash >> 32);
    }
}
