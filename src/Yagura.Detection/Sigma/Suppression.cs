using System.Collections.Immutable;

namespace Yagura.Detection.Sigma;

/// <summary>What somebody has decided not to be told of, until a day: findings of some rules about events that fulfil a condition.</summary>
/// <remarks>What is suppressed is counted under the suppression's id, never hidden; correlations see it all the same.</remarks>
public sealed record Suppression
{
    /// <summary>Its id: findings that it covers are counted under <c>suppressed:&lt;id&gt;</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Ids or names of the rules.</summary>
    public required ImmutableArray<string> Rules { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>Who answers for it.</summary>
    public required string Owner { get; init; }

    /// <summary>The last day on which it holds, in Japan's time.</summary>
    public required DateOnly Expires { get; init; }

    /// <summary>What must hold of the event.</summary>
    internal Condition Condition { get; init; } = new AllOf([]);

    /// <summary>Whether it holds at an instant of receive time.</summary>
    public bool HoldsAt(DateTimeOffset received) => DateOnly.FromDateTime(received.ToOffset(Japan).DateTime) <= Expires;

    private static readonly TimeSpan Japan = TimeSpan.FromHours(9);
}
