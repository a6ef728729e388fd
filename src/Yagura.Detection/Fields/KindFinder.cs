using System.Collections.Immutable;
using System.Text;
using Yagura.Events;

namespace Yagura.Detection.Fields;

/// <summary>Finds the table of an event by its <c>event.dataset</c>, without allocating for known datasets.</summary>
internal sealed class KindFinder
{
    /// <summary>Datasets that are remembered; events of further ones are offered to no rule and counted in <see cref="Refused"/>.</summary>
    public const int DatasetsMax = 1_024;

    /// <summary>Longest name of a dataset, in bytes.</summary>
    private const int DatasetBytesMax = 128;

    private readonly Dictionary<string, Choice[]> known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Choice[]>.AlternateLookup<ReadOnlySpan<char>> lookup;
    private readonly Choice nameless;
    private int count;

    /// <summary>A finder over tables, with the slots of a layout.</summary>
    public KindFinder(ImmutableArray<KindTable> tables, EventLayout layout)
    {
        lookup = known.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var group in tables.GroupBy(table => table.Dataset, StringComparer.Ordinal))
            known[group.Key] = [.. group.Select(table => new Choice(table, count++, [.. table.When.Select(when => (layout.Find(when.Field), when.Values))]))];
        nameless = new Choice(KindTable.Unlisted(""), count++, []);
    }

    /// <summary>Events whose dataset was one too many or too long a name.</summary>
    public long Refused { get; private set; }

    /// <summary>The table of an event, and its number (dense, from 0); null when it was refused.</summary>
    public (KindTable Table, int Number)? Find(Event next)
    {
        var name = next.Bytes(WellKnown.EventDataset);
        if (name.IsEmpty)
            return (nameless.Table, nameless.Number);
        Span<char> text = stackalloc char[DatasetBytesMax];
        if (name.Length > DatasetBytesMax || !Encoding.UTF8.TryGetChars(name, text, out var length))
            return Refuse();
        if (!lookup.TryGetValue(text[..length], out var choices))
        {
            if (known.Count >= DatasetsMax)
                return Refuse();
            var dataset = text[..length].ToString();
            known[dataset] = choices = [new Choice(KindTable.Unlisted(dataset), count++, [])];
        }

        foreach (var choice in choices)
        {
            if (choice.Fits(next))
                return (choice.Table, choice.Number);
        }

        return (nameless.Table, nameless.Number);
    }

    private (KindTable Table, int Number)? Refuse()
    {
        Refused++;
        return null;
    }

    private sealed record Choice(KindTable Table, int Number, ImmutableArray<(int Slot, ImmutableArray<string> Values)> When)
    {
        public bool Fits(Event next)
        {
            foreach (var (slot, values) in When)
            {
                if (!AnyIs(values, next.Bytes(slot)))
                    return false;
            }

            return true;
        }

        private static bool AnyIs(ImmutableArray<string> values, ReadOnlySpan<byte> bytes)
        {
            foreach (var value in values)
            {
                if (Ascii.EqualsIgnoreCase(bytes, value))
                    return true;
            }

            return false;
        }
    }
}
