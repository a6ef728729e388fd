namespace Yagura.ServiceLevel.Journal;

/// <summary>What an entry's subject may be. A clock starts and stops on one subject.</summary>
[Flags]
public enum SubjectKinds
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>An incident's id.</summary>
    Incident = 1,

    /// <summary><c>detection:&lt;alert id&gt;</c>.</summary>
    Detection = 2,

    /// <summary>A vulnerability's id; the data names the server.</summary>
    Vulnerability = 4,

    /// <summary><c>server:&lt;id&gt;</c>.</summary>
    Server = 8,

    /// <summary><c>deliverable:&lt;id&gt;@&lt;period&gt;</c>.</summary>
    Deliverable = 16,

    /// <summary><c>source:&lt;id&gt;</c>.</summary>
    Source = 32,

    /// <summary><c>service:&lt;id&gt;</c>.</summary>
    Service = 64,

    /// <summary>The product, a contract, a rule set, a report.</summary>
    Other = 128,

    /// <summary>A kind that can stand on any subject.</summary>
    Any = Incident | Detection | Vulnerability | Server | Deliverable | Source | Service | Other,
}

/// <summary>A kind of entry: what its subject is, what its data must say, and what it does.</summary>
/// <param name="Name"><c>family.act</c>.</param>
/// <param name="Subjects">What its subject may be.</param>
/// <param name="Required">Data members without which the entry says too little.</param>
/// <param name="Optional">Data members that are understood beside them.</param>
/// <param name="Text">What it records, in both languages.</param>
public sealed record EntryKind(string Name, SubjectKinds Subjects, IReadOnlyList<string> Required, IReadOnlyList<string> Optional, Bilingual Text)
{
    /// <summary>Whether it can come again in a subject's life and then starts a clock anew (a service goes down twice; an incident is detected once).</summary>
    public bool Recurs { get; init; }

    /// <summary>The data member that carries the time that counts, before the effective time (<c>received</c>, <c>time</c>); null when none.</summary>
    public string? TimeMember { get; init; }

    /// <summary>Whether only a client-approved correction or retraction may touch it, whatever the contract's clocks are (excuses, holds, retention).</summary>
    public bool Guarded { get; init; }
}
