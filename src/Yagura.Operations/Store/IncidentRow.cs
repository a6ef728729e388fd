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

    /// <summary>Title in Japanese, where the rule that opened it has one; null otherwise.</summary>
    public string? TitleJa { get; set; }

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
