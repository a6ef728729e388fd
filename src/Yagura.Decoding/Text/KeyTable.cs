using System.Text;

namespace Yagura.Decoding.Text;

/// <summary>Finds a number by the bytes of a key, without making a string. Built once at load, then read-only.</summary>
/// <remarks>A key stands in the table itself as far as <see cref="ShortText"/> says it: a line asks some dozens of tables, and what is looked up must not be scattered over the memory.</remarks>
internal readonly struct KeyTable
{
    private readonly Entry[] entries;
    private readonly byte[][] keys;
    private readonly int lengthMin;

    /// <summary>One more than the length of the longest key; 0 when there is none.</summary>
    private readonly int lengthEnd;

    public KeyTable(IReadOnlyList<KeyValuePair<string, int>> entries)
    {
        keys = [.. entries.Select(entry => Encoding.UTF8.GetBytes(entry.Key))];
        var size = 2;
        while (size * 2 < entries.Count * 3)
            size *= 2;
        this.entries = new Entry[size];
        lengthMin = int.MaxValue;
        for (var i = 0; i < keys.Length; i++)
        {
            Place(i, entries[i].Value);
            lengthMin = Math.Min(lengthMin, keys[i].Length);
            lengthEnd = Math.Max(lengthEnd, keys[i].Length + 1);
        }
    }

    /// <summary>Length of the longest key, in bytes; -1 when there is none.</summary>
    public int LengthMax => lengthEnd - 1;

    /// <summary>The keys.</summary>
    public IReadOnlyList<byte[]> Keys => keys;

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => lengthEnd == 0;

    /// <summary>The number stored for the key, or -1.</summary>
    public int Find(ReadOnlySpan<byte> key)
    {
        if (key.Length < lengthMin || key.Length >= lengthEnd)
            return -1;
        var text = ShortText.Of(key);
        var all = entries;
        for (var bucket = Hash(text); ; bucket++)
        {
            ref readonly var entry = ref all[bucket & (all.Length - 1)];
            if (entry.Key == 0)
                return -1;
            if (entry.Text == text && (key.Length <= ShortText.LengthMax || key.SequenceEqual(keys[entry.Key - 1])))
                return entry.Value;
        }
    }

    private void Place(int key, int value)
    {
        var text = ShortText.Of(keys[key]);
        var bucket = Hash(text) & (entries.Length - 1);
        while (entries[bucket].Key != 0)
            bucket = (bucket + 1) & (entries.Length - 1);
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
