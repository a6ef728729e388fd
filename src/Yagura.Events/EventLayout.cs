using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;

namespace Yagura.Events;

/// <summary>The numbered, immutable list of the fields that an event has slots for: the union of what decoders and rules name.</summary>
/// <remarks>
/// Built once at load and replaced at reload; an event carries the layout it was decoded with (DESIGN 4). Constants are only ever added.
/// The first slots are always <see cref="WellKnown"/>, so that code can name them by constant.
/// </remarks>
public sealed class EventLayout
{
    /// <summary>Most fields that a layout may have: decoders hold slots in signed numbers of 16 bits.</summary>
    public const int FieldsMax = 32_768;

    private readonly FrozenDictionary<string, int> slots;
    private readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup;
    private readonly Lock adding = new();
    private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);
    private int constantsUsed;
    private volatile byte[] constants = new byte[4096];

    private EventLayout(int number, ImmutableArray<string> names)
    {
        Number = number;
        Names = names;
        slots = names.Select((name, slot) => KeyValuePair.Create(name, slot)).ToFrozenDictionary(StringComparer.Ordinal);
        lookup = slots.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Number of the layout within this process, from 1.</summary>
    public int Number { get; }

    /// <summary>Field name of each slot.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>Number of slots.</summary>
    public int Count => Names.Length;

    /// <summary>A layout of the well-known fields and the named ones, each once, in order of first mention.</summary>
    /// <exception cref="ArgumentException">More than <see cref="FieldsMax"/> fields.</exception>
    public static EventLayout Of(int number, IEnumerable<string> names)
    {
        var all = WellKnown.Names.Concat(names).Distinct(StringComparer.Ordinal).ToImmutableArray();
        return all.Length <= FieldsMax
            ? new EventLayout(number, all)
            : throw new ArgumentException($"{all.Length} fields are named by decoders and rules; at most {FieldsMax} are allowed", nameof(names));
    }

    /// <summary>What the constants stand in, as far as they were made before it is asked for.</summary>
    internal byte[] Constants => constants;

    /// <summary>A value that decoders write into many events, whose bytes are kept here once instead of being copied into each. Made at load; events begun afterwards can hold it.</summary>
    public Slot Constant(ReadOnlySpan<byte> value, ValueKind kind)
    {
        var text = Encoding.Latin1.GetString(value); // a character a byte, whatever the bytes are
        lock (adding)
        {
            if (!places.TryGetValue(text, out var offset))
            {
                // Events hold the array that they were begun with: what stands in it is never changed.
                var room = constants;
                if (room.Length - constantsUsed < value.Length)
                    Array.Resize(ref room, Math.Max(room.Length * 2, constantsUsed + value.Length));
                places.Add(text, offset = constantsUsed);
                value.CopyTo(room.AsSpan(offset));
                constantsUsed += value.Length;
                constants = room;
            }

            return new Slot(offset, value.Length, kind, Room.Layout);
        }
    }

    /// <summary>Slot of a field, or -1.</summary>
    public int Find(string name) => slots.GetValueOrDefault(name, -1);

    /// <summary>Slot of a field, or -1, without making a string.</summary>
    public int Find(ReadOnlySpan<char> name) => lookup.TryGetValue(name, out var slot) ? slot : -1;
}
