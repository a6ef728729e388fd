using Yagura.Detection.Sigma;

namespace Yagura.Detection.Correlate;

/// <summary>What a correlation computes over the entries of a group's window.</summary>
internal static class Measure
{
    /// <summary>The number that the bounds are asked about.</summary>
    public static decimal Of(SigmaCorrelation correlation, List<Entry> entries) => correlation.Kind switch
    {
        CorrelationKind.EventCount => entries.Count,
        CorrelationKind.ValueCount => Distinct(entries, static entry => entry.Value),
        CorrelationKind.Temporal => Distinct(entries, static entry => (ulong)entry.Source),
        CorrelationKind.TemporalOrdered => LongestInOrder(entries),
        CorrelationKind.ValueSum => entries.Sum(static entry => entry.Number),
        CorrelationKind.ValueAverage => entries.Count == 0 ? 0 : entries.Sum(static entry => entry.Number) / entries.Count,
        _ => Percentile(entries, correlation.Percentile),
    };

    /// <summary>Whether the window fulfils the correlation: its bounds, or for the temporal kinds without bounds that every rule was seen (in order).</summary>
    public static bool Holds(SigmaCorrelation correlation, decimal measured)
    {
        if (correlation.Bounds.IsEmpty)
            return measured >= correlation.Sources.Length;
        foreach (var bound in correlation.Bounds)
        {
            if (!bound.Holds(measured))
                return false;
        }

        return true;
    }

    private static int Distinct(List<Entry> entries, Func<Entry, ulong> value)
    {
        var seen = new HashSet<ulong>();
        foreach (var entry in entries)
            seen.Add(value(entry));
        return seen.Count;
    }

    /// <summary>How many of the rules, from the first on, were seen one after another.</summary>
    private static int LongestInOrder(List<Entry> entries)
    {
        var reached = 0;
        foreach (var entry in entries)
        {
            if (entry.Source == reached)
                reached++;
        }

        return reached;
    }

    /// <summary>Nearest rank: the smallest value that at least so many percent of the values do not exceed.</summary>
    private static decimal Percentile(List<Entry> entries, int percent)
    {
        if (entries.Count == 0)
            return 0;
        var sorted = entries.Select(static entry => entry.Number).Order().ToList();
        var rank = (int)Math.Ceiling(percent / 100m * sorted.Count);
        return sorted[Math.Max(rank, 1) - 1];
    }
}
