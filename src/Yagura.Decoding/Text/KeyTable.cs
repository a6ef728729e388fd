using System.Text;

namespace Yagura.Decoding.Text;

/// <summary>Finds a number by the bytes of a key, without making a string. Built once at load, then read-only.</summary>
/// <remarks>A key stands in the table itself as far as <see cref="ShortText"/> says it: a line asks some dozens of tables, and what is looked up must not be scattered over the memory.</remarks>
internal sealed class KeyTable
{
    private readonly Entry[] entries;
    private readonly byte[][] keys;
    private readonly int mask;
    private readonly int lengthMin = int.MaxValue;
    private readonly int lengthMax = -1;

    public KeyTable(IReadOnlyList<KeyValuePair<string, int>> entries)
    {
        keys = [.. entries.Select(entry => Encoding.UTF8.GetBytes(entry.Key))];
        var size = 2;
        while (size * 2 < entries.Count * 3)
            size *= 2;
        mask = size - 1;
        this.entries = new Entry[size];
        for (var i = 0; i < keys.Length; i++)
        {
            Place(i, entries[i].Value);
            lengthMin = Math.Min(lengthMin, keys[i].Length);
            lengthMax = Math.Max(lengthMax, keys[i].Length);
        }
    }

    /// <summary>Length of the longest key, in bytes; -1 when there is none.</summary>
    public int LengthMax => lengthMax;

    /// <summary>The keys.</summary>
    public IReadOnlyList<byte[]> Keys => keys;

    /// <summary>Number of keys.</summary>
    public int Count => keys.Length;

    /// <summary>The number stored for the key, or -1.</summary>
    public int Find(ReadOnlySpan<byte> key)
    {
        if (key.Length < lengthMin || key.Length > lengthMax)
            return -1;
        var text = ShortText.Of(key);
        for (var bucket = Hash(text) & mask; ; bucket = (bucket + 1) & mask)
        {
            ref readonly var entry = ref entries[bucket];
            if (entry.Key == 0)
                return -1;
            if (entry.Text == text && (key.Length <= ShortText.LengthMax || key.SequenceEqual(keys[entry.Key - 1])))
                return entry.Value;
        }
    }

    private void Place(int key, int value)
    {
        var text = ShortText.Of(keys[key]);
        var bucket = Hash(text) & mask;
        while (entries[bucket].Key != 0)
            bucket = (bucket + 1) & mask;
        entries[bucket] = new Entry(text, key + 1, value);
    }

    private static int Hash(in ShortText text)
    {
        var hash = ((text.First * 0x9E3779B97F4A7C15) ^ (text.Last + (uint)text.Length)) * 0xD6E8FEB86659FD93;
        return (int)(hash >> 32) ^ (int)(hash >> 45);
    }

    /// <summary>One key: its number from 1 (0 for an empty place), and what is stored for it.</summary>
    private readonly record struct Entry(ShortText Text, int Key, int Value);
}
