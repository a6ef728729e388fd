using System.Collections.Immutable;
using Yagura.Detection.Findings;
using Yagura.Detection.Sigma;
using Yagura.Detection.Values;
using Yagura.Events;
using Yagura.Events.Predicates;

namespace Yagura.Detection.Correlate;

/// <summary>A correlation that fired.</summary>
/// <param name="Correlation">Which.</param>
/// <param name="GroupKey">For which group.</param>
/// <param name="Measured">What was computed.</param>
/// <param name="Evidence">The records it rests on, oldest first.</param>
internal sealed record Firing(SigmaCorrelation Correlation, string GroupKey, decimal Measured, ImmutableArray<long> Evidence);

/// <summary>One correlation with its groups.</summary>
/// <remarks>
/// Windows slide and end with the group's newest event. It fires when its condition becomes true, and again, while it stays true, with the
/// first event of each further timespan as the clock counts timespans from 1970. So what happens at an event depends on two timespans of
/// events before it and on nothing older: a replay of that length comes to the same firings, with the same trigger sequences.
/// </remarks>
internal sealed class Correlator
{
    /// <summary>Records kept for a group when the kind needs values, not just a count.</summary>
    private const int ValuesMax = 10_000;

    /// <summary>Largest number that is summed: ten thousand of them stay far from the end of the type.</summary>
    private const decimal NumberMax = 1_000_000_000_000_000_000m;

    private readonly GroupTable groups;
    private readonly int[][] groupSlots;
    private readonly char[] key = new char[GroupKeys.LengthMax];
    private readonly int valueSlot;

    /// <summary>A correlation over events of a layout.</summary>
    public Correlator(SigmaCorrelation correlation, EventLayout layout)
    {
        Correlation = correlation;
        groups = new GroupTable(correlation, GroupTable.GroupsMax, CapacityOf(correlation));
        groupSlots = [.. correlation.Sources.Select(source => correlation.GroupByOf(source).Select(layout.Find).ToArray())];
        valueSlot = correlation.ValueField is { } field ? layout.Find(field) : -1;
    }

    /// <summary>The correlation.</summary>
    public SigmaCorrelation Correlation { get; }

    /// <summary>Groups let go while they could still have mattered.</summary>
    public long Evicted => groups.Evicted;

    /// <summary>Live groups.</summary>
    public int GroupCount => groups.Count;

    /// <summary>Events that came too late for their group's window, or lacked a group-by field or value.</summary>
    public long Skipped { get; private set; }

    /// <summary>Takes an event for which one of the correlation's rules held; a firing, or null.</summary>
    /// <param name="source">Which of the rules, by its place.</param>
    /// <param name="next">The event.</param>
    /// <param name="at">Event time in ticks.</param>
    public Firing? Feed(int source, Event next, long at)
    {
        if (!TryWriteKey(groupSlots[source], next, out var length) || !TryReadValue(next, out var value, out var number))
        {
            Skipped++;
            return null;
        }

        var window = groups.Use(key.AsSpan(0, length), at);
        var before = window.Count;
        if (!window.Add(new Entry(at, next.Stored!.Sequence, source, value, number), Correlation.Timespan.Ticks))
        {
            Skipped++;
            return null;
        }

        groups.Grew(window.Count - before, at);
        return Look(window);
    }

    /// <summary>Writes the groups for a snapshot.</summary>
    public void WriteTo(BinaryWriter writer) => groups.WriteTo(writer);

    /// <summary>Takes what <see cref="WriteTo"/> wrote.</summary>
    public void ReadFrom(BinaryReader reader) => groups.ReadFrom(reader);

    private Firing? Look(Window window)
    {
        var timespan = Correlation.Timespan.Ticks;
        var measured = window.Totals.Measure(window.Entries);
        var holds = Measure.Holds(Correlation, measured);
        var held = window.Held && window.LookedAt >= window.Newest - timespan;
        var fires = holds && (!held || window.LookedAt / timespan != window.Newest / timespan);
        window.Held = holds;
        window.LookedAt = window.Newest;
        return fires ? new Firing(Correlation, window.Key, measured, EvidenceOf(window.Entries)) : null;
    }

    private static ImmutableArray<long> EvidenceOf(ReadOnlySpan<Entry> entries) =>
        [.. entries.ToArray().Select(entry => entry.Sequence).Distinct().Order().TakeLast(Finding.EvidenceMax)];

    /// <summary>An event that lacks a group-by field belongs to no group.</summary>
    private bool TryWriteKey(int[] slots, Event next, out int length)
    {
        length = 0;
        foreach (var slot in slots)
        {
            var bytes = next.Bytes(slot);
            if (bytes.IsEmpty || length + bytes.Length + 1 > key.Length)
                return false;
            if (length > 0)
                key[length++] = '|';
            length += System.Text.Encoding.UTF8.GetChars(bytes, key.AsSpan(length));
        }

        if (slots.Length == 0)
            key[length++] = '*';
        return true;
    }

    private bool TryReadValue(Event next, out ulong value, out decimal number)
    {
        value = 0;
        number = 0;
        if (Correlation.ValueField is null)
            return true;
        var bytes = next.Bytes(valueSlot);
        if (bytes.IsEmpty)
            return false;
        value = (ulong)ByteHash.Of(bytes) << 32 | (uint)bytes.Length;
        return Correlation.Kind == CorrelationKind.ValueCount || (NumberText.TryRead(bytes, out number) && Math.Abs(number) <= NumberMax);
    }

    private static int CapacityOf(SigmaCorrelation correlation) => correlation.Kind is CorrelationKind.EventCount
        ? (int)Math.Min(ValuesMax, correlation.Bounds.Max(bound => Math.Ceiling(bound.Limit)) + 1)
        : ValuesMax;
}
