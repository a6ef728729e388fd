using System.Text;
using Yagura.Detection.Values;
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
            var at = ByteHash.Of(names[slot]) & mask;
            while (table[at] != 0)
                at = (at + 1) & mask;
            table[at] = slot + 1;
        }
    }

    /// <summary>Slot of a name, -1 when the layout does not have it.</summary>
    public int Find(ReadOnlySpan<byte> name)
    {
        for (var at = ByteHash.Of(name) & mask; table[at] != 0; at = (at + 1) & mask)
        {
            if (names[table[at] - 1].AsSpan().SequenceEqual(name))
                return table[at] - 1;
        }

        return -1;
    }
}
