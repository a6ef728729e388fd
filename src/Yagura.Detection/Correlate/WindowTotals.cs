using Yagura.Detection.Sigma;

namespace Yagura.Detection.Correlate;

/// <summary>What a window's entries come to, kept up as they come and go: no event looks at all of a window again.</summary>
internal sealed class WindowTotals(SigmaCorrelation correlation)
{
    /// <summary>So many entries are compared with each other; more are counted in a table.</summary>
    private const int ComparedMax = 16;

    private readonly int[]? bySource = correlation.Kind == CorrelationKind.Temporal ? new int[correlation.Sources.Length] : null;
    private readonly bool sums = correlation.Kind is CorrelationKind.ValueSum or CorrelationKind.ValueAverage;
    private readonly List<decimal>? sorted = correlation.Kind == CorrelationKind.ValuePercentile ? [] : null;
    private Dictionary<ulong, int>? byValue;
    private decimal sum;
    private int sources;

    /// <summary>An entry came.</summary>
    public void Add(in Entry entry)
    {
        if (bySource is not null && bySource[entry.Source]++ == 0)
            sources++;
        if (byValue is not null)
            System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(byValue, entry.Value, out _)++;
        sorted?.Insert(PlaceOf(entry.Number), entry.Number);
        if (sums)
            sum += entry.Number;
    }

    /// <summary>An entry left.</summary>
    public void Remove(in Entry entry)
    {
        if (bySource is not null && --bySource[entry.Source] == 0)
            sources--;
        if (byValue is not null && --System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrNullRef(byValue, entry.Value) == 0)
            byValue.Remove(entry.Value);
        sorted?.RemoveAt(PlaceOf(entry.Number));
        if (sums)
            sum -= entry.Number;
    }

    /// <summary>The number that the correlation's bounds are asked about.</summary>
    public decimal Measure(ReadOnlySpan<Entry> entries) => correlation.Kind switch
    {
        CorrelationKind.EventCount => entries.Length,
        CorrelationKind.ValueCount => Distinct(entries),
        CorrelationKind.Temporal => sources,
        CorrelationKind.TemporalOrdered => LongestInOrder(entries),
        CorrelationKind.ValueSum => sum,
        CorrelationKind.ValueAverage => entries.IsEmpty ? 0 : sum / entries.Length,
        _ => Percentile(),
    };

    private int Distinct(ReadOnlySpan<Entry> entries)
    {
        if (byValue is null && entries.Length > ComparedMax)
        {
            byValue = [];
            foreach (ref readonly var entry in entries)
                System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(byValue, entry.Value, out _)++;
        }

        return byValue?.Count ?? DistinctOfFew(entries);
    }

    private static int DistinctOfFew(ReadOnlySpan<Entry> entries)
    {
        var distinct = 0;
        for (var i = 0; i < entries.Length; i++)
        {
            var before = 0;
            while (before < i && entries[before].Value != entries[i].Value)
                before++;
            if (before == i)
                distinct++;
        }

        return distinct;
    }

    /// <summary>How many of the rules, from the first on, were seen one after another.</summary>
    private static int LongestInOrder(ReadOnlySpan<Entry> entries)
    {
        var reached = 0;
        foreach (ref readonly var entry in entries)
        {
            if (entry.Source == reached)
                reached++;
        }

        return reached;
    }

    /// <summary>Nearest rank: the smallest value that at least so many percent of the values do not exceed.</summary>
    private decimal Percentile()
    {
        if (sorted!.Count == 0)
            return 0;
        var rank = (int)Math.Ceiling(correlation.Percentile / 100m * sorted.Count);
        return sorted[Math.Max(rank, 1) - 1];
    }

    private int PlaceOf(decimal number)
    {
        var place = sorted!.BinarySearch(number);
        return place < 0 ? ~place : place;
    }
}
