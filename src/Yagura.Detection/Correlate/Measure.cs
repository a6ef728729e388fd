using Yagura.Detection.Sigma;

namespace Yagura.Detection.Correlate;

/// <summary>Whether what a window comes to fulfils its correlation.</summary>
internal static class Measure
{
    /// <summary>Its bounds, or for the temporal kinds without bounds that every rule was seen (in order).</summary>
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
}
