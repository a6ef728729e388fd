using Yagura.Detection.Values;

namespace Yagura.Detection.Match;

/// <summary>A text to look for in a field, and the signal it gives when it is there.</summary>
internal readonly record struct Needle(byte[] Bytes, int Signal);

/// <summary>Needles by a 64-bit key: a chained hash table built once.</summary>
internal sealed class NeedleTable
{
    private readonly int[] heads;
    private readonly int[] nexts;
    private readonly ulong[] keys;
    private readonly Needle[] needles;
    private readonly int mask;

    /// <summary>A table of needles under their keys.</summary>
    public NeedleTable(IReadOnlyList<(ulong Key, Needle Needle)> entries)
    {
        var size = 4;
        while (size < entries.Count * 2)
            size *= 2;
        mask = size - 1;
        heads = new int[size];
        nexts = new int[entries.Count];
        keys = [.. entries.Select(entry => entry.Key)];
        needles = [.. entries.Select(entry => entry.Needle)];
        for (var i = 0; i < needles.Length; i++)
        {
            ref var head = ref heads[ByteHash.Of(keys[i]) & mask];
            nexts[i] = head;
            head = i + 1;
        }
    }

    /// <summary>Number of needles.</summary>
    public int Count => needles.Length;

    /// <summary>First entry under a key, -1 for none.</summary>
    public int First(ulong key) => Skip(heads[ByteHash.Of(key) & mask] - 1, key);

    /// <summary>The next entry under the same key, -1 for none.</summary>
    public int Next(int entry) => Skip(nexts[entry] - 1, keys[entry]);

    /// <summary>The needle of an entry.</summary>
    public ref readonly Needle this[int entry] => ref needles[entry];

    private int Skip(int entry, ulong key)
    {
        while (entry >= 0 && keys[entry] != key)
            entry = nexts[entry] - 1;
        return entry;
    }
}
