namespace Yagura.Operations.Store;

/// <summary>One finding, unique by rule id, rule hash, node, trigger sequence, item and group key (FIGURES 2).</summary>
public sealed class FindingRow
{
    /// <summary>Row number, for pages.</summary>
    public long Id { get; set; }

    /// <summary>The rule's id.</summary>
    public string RuleId { get; set; } = "";

    /// <summary>SHA-256 of the rule's text.</summary>
    public string RuleHash { get; set; } = "";

    /// <summary>Node whose archive holds the record.</summary>
    public string Node { get; set; } = "";

    /// <summary>Sequence of the record that triggered it.</summary>
    public long Sequence { get; set; }

    /// <summary>Event number within that record, from 0.</summary>
    public int Item { get; set; }

    /// <summary>Group of a correlation; empty for a single event's rule.</summary>
    public string GroupKey { get; set; } = "";

    /// <summary>The rule's title.</summary>
    public string Title { get; set; } = "";

    /// <summary>The rule's title in Japanese; null when it has none.</summary>
    public string? TitleJa { get; set; }

    /// <summary>The rule's level: informational, low, medium, high, critical.</summary>
    public string Level { get; set; } = "";

    /// <summary>The rule's tags, separated by spaces.</summary>
    public string Tags { get; set; } = "";

    /// <summary>Id of the source whose record triggered it.</summary>
    public string Source { get; set; } = "";

    /// <summary>Who or what it is about; empty when nothing names it.</summary>
    public string Entity { get; set; } = "";

    /// <summary>Receive time of the record that triggered it.</summary>
    public DateTimeOffset ReceivedAt { get; set; }

    /// <summary>The record's lane: live, resend, import, or hunt.</summary>
    public string Lane { get; set; } = "";

    /// <summary>Sequences of the events behind it, separated by spaces, at most <see cref="EvidenceMax"/>.</summary>
    public string Evidence { get; set; } = "";

    /// <summary>The indicator that was found (value, kind, source, confidence, expiry, field) as JSON; null for a rule's finding.</summary>
    public string? Indicator { get; set; }

    /// <summary>Severity that the contract maps it to; null when it maps to none.</summary>
    public int? Severity { get; set; }

    /// <summary>One of <see cref="FindingStates"/>.</summary>
    public string State { get; set; } = "";

    /// <summary>Incident that it is grouped into; null for none.</summary>
    public long? Incident { get; set; }

    /// <summary>Verdict of its triage; null while nobody looked.</summary>
    public string? Verdict { get; set; }

    /// <summary>When it was stored.</summary>
    public DateTimeOffset StoredAt { get; set; }

    /// <summary>The identity as entries and addresses name it: node, sequence, item, rule, group.</summary>
    public string Identity => $"{Node}:{Sequence}.{Item}:{RuleId}{(GroupKey.Length > 0 ? ":" + GroupKey : "")}";

    /// <summary>Evidence sequences kept on a finding, at most: a page shows them, a correlation may count thousands.</summary>
    public const int EvidenceMax = 200;
}

/// <summary>What became of a finding.</summary>
public static class FindingStates
{
    /// <summary>In an incident.</summary>
    public const string Grouped = "grouped";

    /// <summary>The contract maps it to no severity; kept for search and hunts.</summary>
    public const string Unmapped = "unmapped";

    /// <summary>From a hunt or an import: waits for a person or a policy.</summary>
    public const string Queued = "queued";

    /// <summary>Refused from the queue.</summary>
    public const string Rejected = "rejected";

    /// <summary>A sandbox's alert: waits for its own judgement, not for an incident.</summary>
    public const string Sandbox = "sandbox";
}

/// <summary>Findings beyond the row limits, as counts on their group and minute.</summary>
public sealed class FindingCountRow
{
    /// <summary>The rule's id.</summary>
    public string RuleId { get; set; } = "";

    /// <summary>The group key, or the entity when the rule has no group.</summary>
    public string GroupKey { get; set; } = "";

    /// <summary>Minute of receipt.</summary>
    public DateTimeOffset Minute { get; set; }

    /// <summary>How many.</summary>
    public long Count { get; set; }

    /// <summary>The incident that they count for; null for none.</summary>
    public long? Incident { get; set; }
}
