using System.Numerics;

namespace Yagura.Operations.Sources;

/// <summary>The gaps between a source's records, in buckets that double: what is learned about its cadence in 24 numbers.</summary>
internal sealed class GapHistogram
{
    /// <summary>Buckets: under 1 s, under 2 s, under 4 s, … up to 97 days.</summary>
    internal const int Buckets = 24;

    /// <summary>Gaps after which the older half of the weight is forgotten.</summary>
    internal const long WeightMax = 100_000;

    /// <summary>Gaps that must have been seen before anything is concluded.</summary>
    internal const long EnoughMin = 200;

    /// <summary>The shortest cadence that is ever learned: nobody is called for less.</summary>
    internal static readonly TimeSpan LearnedMin = TimeSpan.FromMinutes(2);

    private readonly long[] _counts = new long[Buckets];

    internal long Weight { get; private set; }

    internal static GapHistogram Read(string text)
    {
        var gaps = new GapHistogram();
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < words.Length && i < Buckets; i++)
        {
            if (!long.TryParse(words[i], out var count)) continue;
            gaps._counts[i] = count;
            gaps.Weight += count;
        }

        return gaps;
    }

    internal void Add(TimeSpan gap)
    {
        var seconds = (ulong)Math.Max(0, gap.TotalSeconds);
        _counts[Math.Min(Buckets - 1, seconds == 0 ? 0 : BitOperations.Log2(seconds) + 1)]++;
        if (++Weight < WeightMax) return;
        Weight = 0;
        for (var i = 0; i < Buckets; i++) Weight += _counts[i] /= 2;
    }

    internal void Add(GapHistogram other)
    {
        for (var i = 0; i < Buckets; i++)
        {
            _counts[i] += other._counts[i];
            Weight += other._counts[i];
        }
    }

    /// <summary>Twice the gap that 999 of 1,000 stay under; null while too little was seen.</summary>
    internal TimeSpan? Cadence()
    {
        if (Weight < EnoughMin) return null;
        long seen = 0;
        for (var i = 0; i < Buckets; i++)
        {
            seen += _counts[i];
            if (seen * 1000 < Weight * 999) continue;
            var cadence = TimeSpan.FromSeconds(2L << i);
            return cadence < LearnedMin ? LearnedMin : cadence;
        }

        return null;
    }

    internal string Write() => string.Join(' ', _counts);
}
