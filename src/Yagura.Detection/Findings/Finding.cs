using System.Collections.Immutable;
using Yagura.Detection.Indicators;
using Yagura.Events;

namespace Yagura.Detection.Findings;

/// <summary>A rule found something. Unique by <see cref="RuleId"/>, <see cref="RuleHash"/>, <see cref="Node"/>, <see cref="TriggerSequence"/>, <see cref="Item"/>, <see cref="GroupKey"/> (FIGURES 2).</summary>
public sealed record Finding
{
    /// <summary>Id of the rule.</summary>
    public required string RuleId { get; init; }

    /// <summary>Hash of the rule as it was.</summary>
    public required string RuleHash { get; init; }

    /// <summary>Rule folder as the configuration names it: a contract maps severities per folder.</summary>
    public required string RuleFolder { get; init; }

    /// <summary>Title of the rule.</summary>
    public required string Title { get; init; }

    /// <summary>Title of the rule in Japanese; null when it has none.</summary>
    public string? TitleJapanese { get; init; }

    /// <summary>informational, low, medium, high, critical; null when the rule gives none.</summary>
    public string? Level { get; init; }

    /// <summary>The rule's tags.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>The rule's author: shown wherever the finding is.</summary>
    public string? Author { get; init; }

    /// <summary>The rule's licence.</summary>
    public string? Licence { get; init; }

    /// <summary>Node that received the triggering record.</summary>
    public required string Node { get; init; }

    /// <summary>Sequence of the record that triggered it.</summary>
    public required long TriggerSequence { get; init; }

    /// <summary>Item of the record, from 0.</summary>
    public required int Item { get; init; }

    /// <summary>Whom it concerns: the values of the rule's entity or group-by fields, else the source. Written <c>a|b</c> for several.</summary>
    public required string GroupKey { get; init; }

    /// <summary>Id of the source of the triggering record.</summary>
    public required string Source { get; init; }

    /// <summary>Receive time of the triggering record: when it was detected (FIGURES 2).</summary>
    public required ReceiveTime ReceivedAt { get; init; }

    /// <summary>Lane of the triggering record; findings of an import open nothing by themselves.</summary>
    public required Lane Lane { get; init; }

    /// <summary>Sequences of the records a correlation rests on, oldest first, at most <see cref="EvidenceMax"/>; the trigger alone for a plain rule.</summary>
    public ImmutableArray<long> Evidence { get; init; } = [];

    /// <summary>What a correlation counted or computed; 1 for a plain rule.</summary>
    public decimal Measured { get; init; } = 1;

    /// <summary>The indicator that was found; null for a rule's finding.</summary>
    public IndicatorMatch? Indicator { get; init; }

    /// <summary>Most sequences kept as evidence; the newest are kept.</summary>
    public const int EvidenceMax = 100;
}

/// <summary>Findings of a rule and group that became no row of their own: counts on their group (FIGURES 2).</summary>
/// <param name="RuleId">Rule.</param>
/// <param name="GroupKey">Group; empty for the groups that were too many to name.</param>
/// <param name="Count">How many.</param>
/// <param name="FirstSequence">Sequence of the first.</param>
/// <param name="LastSequence">Sequence of the last.</param>
public sealed record FindingOverflow(string RuleId, string GroupKey, long Count, long FirstSequence, long LastSequence);

/// <summary>A rule did not see some records: it threw on the first and was switched off for the rest (<c>rule.blind</c>).</summary>
/// <param name="RuleId">Rule.</param>
/// <param name="FirstSequence">First record it missed.</param>
/// <param name="LastSequence">Last record it missed so far.</param>
/// <param name="Reason">Why.</param>
public sealed record BlindRange(string RuleId, long FirstSequence, long LastSequence, string Reason);
