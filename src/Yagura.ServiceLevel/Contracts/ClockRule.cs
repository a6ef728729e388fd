namespace Yagura.ServiceLevel.Contracts;

/// <summary>How several start terms make one start.</summary>
public enum StartChoice
{
    /// <summary>One kind starts it.</summary>
    Single,

    /// <summary>The latest of the terms; the first term must be there.</summary>
    Latest,

    /// <summary>The earliest of the terms.</summary>
    Earliest,
}

/// <summary>What starts a clock.</summary>
/// <param name="Choice">How the terms combine.</param>
/// <param name="Terms">Entry kinds, or <see cref="CountsFrom"/>.</param>
/// <param name="Once">Whether only the first start of a subject counts.</param>
public sealed record ClockStart(StartChoice Choice, IReadOnlyList<string> Terms, bool Once)
{
    /// <summary>The term that stands for the first instant of the service period.</summary>
    public const string CountsFrom = "counts-from";
}

/// <summary>What stops a clock: a small tree over entry kinds.</summary>
public abstract record StopRule;

/// <summary>The first entry of a kind.</summary>
/// <param name="Kind">An entry kind.</param>
public sealed record KindStop(string Kind) : StopRule;

/// <summary>The earliest of several.</summary>
/// <param name="Of">At least one.</param>
public sealed record AnyStop(IReadOnlyList<StopRule> Of) : StopRule;

/// <summary>When the last of several has come.</summary>
/// <param name="Of">At least one.</param>
public sealed record AllStop(IReadOnlyList<StopRule> Of) : StopRule;

/// <summary>When at least one named thing (target, server) is done and none named is open, for the first time.</summary>
/// <param name="Word">The data member that names them, singular.</param>
/// <param name="Kind">The kind that does one.</param>
public sealed record EachStop(string Word, string Kind) : StopRule;

/// <summary>A condition on a subject.</summary>
/// <param name="Member">A data member (<c>severity</c>).</param>
/// <param name="Values">One of these, as text.</param>
public sealed record WhereRule(string Member, IReadOnlyList<string> Values);

/// <summary>A clock as the contract writes it (FIGURES 3 and 7).</summary>
/// <param name="Start">What starts it.</param>
/// <param name="Stop">What stops it.</param>
/// <param name="Where">Conditions; all must hold.</param>
/// <param name="Per">The data member that splits a subject into spans (<c>target</c>, <c>server</c>); null: one span a start.</param>
/// <param name="Needs">A kind without which the clock does not exist; null: none.</param>
public sealed record ClockRule(ClockStart Start, StopRule Stop, IReadOnlyList<WhereRule> Where, string? Per, string? Needs)
{
    /// <summary>Whether a raised severity runs from the start entry (else from the raise).</summary>
    public bool RaiseFromDetection { get; init; } = true;

    /// <summary>Whether an over stays when the subject leaves the measure later.</summary>
    public bool LowerKeepsOver { get; init; } = true;

    /// <summary>Channels whose delivery counts as contact (<c>phone-answered</c>); empty: every <c>incident.contacted</c>.</summary>
    public IReadOnlyList<string> Contact { get; init; } = [];

    /// <summary>How long a judgement may be reused for the same hash; null: for ever.</summary>
    public TimeSpan? Reuse { get; init; }

    /// <summary>Whether only business time counts.</summary>
    public bool BusinessTime { get; init; }

    /// <summary>Every entry kind that the clock reads.</summary>
    public IEnumerable<string> Kinds =>
        Start.Terms.Where(term => term != ClockStart.CountsFrom).Concat(KindsOf(Stop)).Concat(Needs is null ? [] : [Needs]);

    /// <summary>The kinds of a stop rule.</summary>
    /// <param name="stop">Any.</param>
    public static IEnumerable<string> KindsOf(StopRule stop) => stop switch
    {
        KindStop one => [one.Kind],
        EachStop each => [each.Kind],
        AnyStop any => any.Of.SelectMany(KindsOf),
        AllStop all => all.Of.SelectMany(KindsOf),
        _ => [],
    };
}
