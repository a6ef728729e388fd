using Yagura.ServiceLevel.Contracts;
using Yagura.ServiceLevel.Coverage;
using Yagura.ServiceLevel.Measures;

namespace Yagura.Operations.Coverage;

/// <summary>Coverage of a period as it was read: the minutes and why.</summary>
/// <param name="Input">For the pure function.</param>
/// <param name="Causes">The reasons, in the order of time.</param>
/// <param name="Sources">Every source that was ever registered.</param>
public sealed record CoverageReading(CoverageInput Input, IReadOnlyList<LossCause> Causes, IReadOnlyList<CoveredSource> Sources);

/// <summary>The running month.</summary>
/// <param name="Reading">What was read of it.</param>
/// <param name="Meters">Each counting source.</param>
/// <param name="Figure">The contract's union figure so far; null when the contract measures no receive loss.</param>
/// <param name="Unsealed">Minutes at the end that no seal covers yet; they are not in the figure while they are few.</param>
public sealed record CoverageMonth(CoverageReading Reading, IReadOnlyList<LossMeter> Meters, LossFigure? Figure, long Unsealed)
{
    /// <summary>How far seals may be behind before what is not sealed cannot be proven: two periods.</summary>
    public static readonly TimeSpan SealsBehindMax = TimeSpan.FromMinutes(10);

    internal static CoverageMonth Of(CoverageReading reading, IReadOnlyList<LossMeter> meters, Contract? contract, DateTimeOffset now)
    {
        var behind = reading.Input.ReachesTo == DateTimeOffset.MinValue ? TimeSpan.MaxValue : now - reading.Input.ReachesTo;
        var fresh = behind <= SealsBehindMax;
        var input = fresh ? reading.Input with { ReachesTo = now.AddMinutes(1) } : reading.Input;
        var figure = contract?.Measures.OfType<CoverageMeasure>().FirstOrDefault() is { } measure ? LossFigure.OfSeals(measure, Scope(contract, now), input) : null;
        return new CoverageMonth(reading, meters, figure, fresh ? (long)Math.Max(0, Math.Ceiling(behind.TotalMinutes)) : 0);
    }

    private static MeasureScope Scope(Contract contract, DateTimeOffset now)
    {
        var today = contract.Zone.DateOf(now);
        var first = new DateOnly(today.Year, today.Month, 1);
        // Against the whole month: on its first day one minute would be more than 0.01 % of the time so far.
        return new MeasureScope(first, first.AddMonths(1).AddDays(-1), now, contract);
    }
}
