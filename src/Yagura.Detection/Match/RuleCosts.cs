using System.Diagnostics;

namespace Yagura.Detection.Match;

/// <summary>What each rule costs, measured on one event of many: a clock read around every evaluation of every event would cost more than the rules.</summary>
/// <remarks>Written by the detector's thread; others read numbers that may be a moment old.</remarks>
internal sealed class RuleCosts(int rules)
{
    /// <summary>One event of so many is measured.</summary>
    public const int OneOf = 512;

    private readonly long[] ticks = new long[rules];
    private long events;

    /// <summary>Events that were measured.</summary>
    public long Measured => events / OneOf;

    /// <summary>Whether the event that begins now is measured.</summary>
    public bool Begin() => ++events % OneOf == 0;

    public void Add(int rule, long since) => ticks[rule] += Stopwatch.GetTimestamp() - since;

    /// <summary>Mean nanoseconds that a rule takes of one event, whether the index chose it or not; 0 before the first measured event.</summary>
    public double NanosecondsOf(int rule) => Measured == 0 ? 0 : ticks[rule] * (1e9 / Stopwatch.Frequency) / Measured;
}
