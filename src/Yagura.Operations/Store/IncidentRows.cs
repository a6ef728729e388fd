namespace Yagura.Operations.Store;

/// <summary>An incident's present state: a fold of its journal entries, kept for lists, written in their transaction.</summary>
public sealed class IncidentRow
{
    /// <summary>The n of <c>INC-n</c>.</summary>
    public long Number { get; set; }

    /// <summary>The journal subject <c>INC-n</c>.</summary>
    public string Subject { get; set; } = "";

    /// <summary>Title, as opened.</summary>
    public string Title { get; set; } = "";

    /// <summary>One of <see cref="IncidentStates"/>.</summary>
    public string State { get; set; } = "";

    /// <summary>1 to 3; null while nobody set one.</summary>
    public int? Severity { get; set; }

    /// <summary>Whether the severity is the contract's mapping and not yet a person's.</summary>
    public bool SeverityProvisional { get; set; }

    /// <summary>Rule that opened it; null for a client's report.</summary>
    public string? RuleId { get; set; }

    /// <summary>Who or what it is about (an address, a user, a host); empty when nothing names it.</summary>
    public string Entity { get; set; } = "";

    /// <summary>When it was opened.</summary>
    public DateTimeOffset OpenedAt { get; set; }

    /// <summary>Receive time of the record that triggered its earliest finding; null for none.</summary>
    public DateTimeOffset? DetectedAt { get; set; }

    /// <summary>When the client reported it first; null when he did not.</summary>
    public DateTimeOffset? ReportedAt { get; set; }

    /// <summary>When the client was reached first; null when not yet.</summary>
    public DateTimeOffset? ContactedAt { get; set; }

    /// <summary>When it was closed, withdrawn or merged; null while it is open.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Who works on it; null for nobody.</summary>
    public string? Assignee { get; set; }

    /// <summary>Subject of the incident that it was merged into; null otherwise.</summary>
    public string? MergedInto { get; set; }

    /// <summary>The closing outcome or the withdrawal's reason; null while open.</summary>
    public string? Outcome { get; set; }

    /// <summary>Whether it is a drill (set by its first entry).</summary>
    public bool Drill { get; set; }

    /// <summary>Findings grouped into it, those beyond the row limits included.</summary>
    public long Findings { get; set; }

    /// <summary>Containment targets as JSON: <c>[{"target":…,"state":"open|completed|failed|declined|released"}]</c>.</summary>
    public string Targets { get; set; } = "[]";

    /// <summary>Number of its newest journal entry: two people's acts at once are told apart by it.</summary>
    public long Version { get; set; }
}

/// <summary>The states of an incident.</summary>
public static class IncidentStates
{
    /// <summary>Being worked on.</summary>
    public const string Open = "open";

    /// <summary>Closed with an outcome.</summary>
    public const string Closed = "closed";

    /// <summary>取消: it was none.</summary>
    public const string Withdrawn = "withdrawn";

    /// <summary>統合: it lives on in another.</summary>
    public const string Merged = "merged";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> All = [Open, Closed, Withdrawn, Merged];
}

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

/// <summary>A sandbox's alert: one occurrence of A4, whose start is our receive time of its first copy.</summary>
public sealed class SandboxRow
{
    /// <summary>The journal subject <c>detection:&lt;alert id&gt;</c>.</summary>
    public string Subject { get; set; } = "";

    /// <summary>The sandbox's alert id.</summary>
    public string Alert { get; set; } = "";

    /// <summary>Id of the source that reported it.</summary>
    public string Source { get; set; } = "";

    /// <summary>Hash of the sample, lower-case hex; empty when the alert names none.</summary>
    public string Hash { get; set; } = "";

    /// <summary>Title, for lists.</summary>
    public string Title { get; set; } = "";

    /// <summary>Whom it is about; empty when nothing names it.</summary>
    public string Entity { get; set; } = "";

    /// <summary>Receive time of the first copy.</summary>
    public DateTimeOffset ReceivedAt { get; set; }

    /// <summary>Node of the first copy.</summary>
    public string Node { get; set; } = "";

    /// <summary>Sequence of the first copy.</summary>
    public long Sequence { get; set; }

    /// <summary>Event number within it.</summary>
    public int Item { get; set; }

    /// <summary>Further copies of the same alert.</summary>
    public int Duplicates { get; set; }

    /// <summary>Verdict of the judgement; null while it waits.</summary>
    public string? Verdict { get; set; }

    /// <summary>When it was judged; null while it waits.</summary>
    public DateTimeOffset? JudgedAt { get; set; }

    /// <summary>Subject of the alert whose judgement was reused; null otherwise.</summary>
    public string? ReusedOf { get; set; }

    /// <summary>Number of its newest journal entry.</summary>
    public long Version { get; set; }
}
