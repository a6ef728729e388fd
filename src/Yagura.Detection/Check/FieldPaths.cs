using System.Runtime.InteropServices;
using System.Text;
using Yagura.Events;

namespace Yagura.Detection.Check;

/// <summary>Slots by field name as UTF-8 bytes, for names read from JSON.</summary>
internal sealed class FieldPaths
{
    private readonly int[] table;
    private readonly byte[][] names;
    private readonly int mask;

    /// <summary>The names of a layout.</summary>
    public FieldPaths(EventLayout layout)
    {
        names = [.. layout.Names.Select(Encoding.UTF8.GetBytes)];
        var size = 16;
        while (size < names.Length * 4)
            size *= 2;
        mask = size - 1;
        table = new int[size];
        for (var slot = 0; slot < names.Length; slot++)
        {
            var at = Hash(names[slot]) & mask;
            while (table[at] != 0)
                at = (at + 1) & mask;
            table[at] = slot + 1;
        }
    }

    /// <summary>Slot of a name, -1 when the layout does not have it.</summary>
    public int Find(ReadOnlySpan<byte> name)
    {
        for (var at = Hash(name) & mask; table[at] != 0; at = (at + 1) & mask)
        {
            if (names[table[at] - 1].AsSpan().SequenceEqual(name))
                return table[at] - 1;
        }

        return -1;
    }

    private static int Hash(ReadOnlySpan<byte> name)
    {
        var hash = (ulong)name.Length * 0x9E3779B97F4A7C15UL;
        while (name.Length >= 8)
        {
            hash = (hash ^ MemoryMarshal.Read<ulong>(name)) * 0x9E3779B97F4A7C15UL;
            hash ^= hash >> 29;
            name = name[8..];
        }

        foreach (var letter in name)
            hash = (hash ^ letter) * 0x100000001B3UL;
        return (int)((hash ^ (hash >> 32)) & 0x7FFFFFFF);
    }
}
