using System.Collections.Immutable;

namespace Yagura.Detection.Sigma;

/// <summary>What a correlation computes over its window.</summary>
internal enum CorrelationKind : byte
{
    EventCount = 0,
    ValueCount = 1,
    Temporal = 2,
    TemporalOrdered = 3,
    ValueSum = 4,
    ValueAverage = 5,
    ValuePercentile = 6,
}

/// <summary>A bound of what was computed: <c>gte: 10</c>.</summary>
/// <param name="Order">lt, lte, gt, gte, eq or neq.</param>
/// <param name="Limit">The number.</param>
internal sealed record CorrelationBound(string Order, decimal Limit)
{
    /// <summary>Whether the number keeps the bound.</summary>
    public bool Holds(decimal measured) => Order switch
    {
        "lt" => measured < Limit,
        "lte" => measured <= Limit,
        "gt" => measured > Limit,
        "gte" => measured >= Limit,
        "eq" => measured == Limit,
        _ => measured != Limit,
    };
}

/// <summary>A correlation rule: findings of other rules, grouped, over a sliding time.</summary>
internal sealed record SigmaCorrelation
{
    /// <summary>Its own metadata: id, title, level, author.</summary>
    public required SigmaRule Rule { get; init; }

    /// <summary>What is computed.</summary>
    public required CorrelationKind Kind { get; init; }

    /// <summary>Names or ids of the rules and correlations that feed it, in order.</summary>
    public required ImmutableArray<string> Sources { get; init; }

    /// <summary>Fields (or aliases) whose values make a group.</summary>
    public ImmutableArray<string> GroupBy { get; init; } = [];

    /// <summary>Length of the sliding window.</summary>
    public required TimeSpan Timespan { get; init; }

    /// <summary>All must hold.</summary>
    public ImmutableArray<CorrelationBound> Bounds { get; init; } = [];

    /// <summary>The field whose values are counted or computed; null for the kinds that need none.</summary>
    public string? ValueField { get; init; }

    /// <summary>For <see cref="CorrelationKind.ValuePercentile"/>: which, 0 to 100.</summary>
    public int Percentile { get; init; } = 50;

    /// <summary>Alias → (source rule → field).</summary>
    public ImmutableDictionary<string, ImmutableDictionary<string, string>> Aliases { get; init; } = ImmutableDictionary<string, ImmutableDictionary<string, string>>.Empty;

    /// <summary>Whether the source rules keep their own findings.</summary>
    public bool Generate { get; init; }

    /// <summary>The group-by fields as the events of one source rule name them.</summary>
    public ImmutableArray<string> GroupByOf(string source) => [.. GroupBy.Select(field => Aliases.TryGetValue(field, out var names) ? names.GetValueOrDefault(source, field) : field)];
}
