using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Yagura.Events;

/// <summary>The numbered, immutable list of the fields that an event has slots for: the union of what decoders and rules name.</summary>
/// <remarks>
/// Built once at load and replaced at reload; an event carries the layout it was decoded with (DESIGN 4).
/// The first slots are always <see cref="WellKnown"/>, so that code can name them by constant.
/// </remarks>
public sealed class EventLayout
{
    /// <summary>Most fields that a layout may have.</summary>
    public const int FieldsMax = 16_384;

    private readonly FrozenDictionary<string, int> slots;
    private readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup;

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

    /// <summary>Slot of a field, or -1.</summary>
    public int Find(string name) => slots.GetValueOrDefault(name, -1);

    /// <summary>Slot of a field, or -1, without making a string.</summary>
    public int Find(ReadOnlySpan<char> name) => lookup.TryGetValue(name, out var slot) ? slot : -1;
}
