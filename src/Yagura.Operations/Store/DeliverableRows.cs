namespace Yagura.Operations.Store;

/// <summary>A deliverable of a period as its journal entries left it.</summary>
public sealed class DeliverableRow
{
    /// <summary>The journal subject <c>deliverable:&lt;id&gt;@&lt;period&gt;</c>.</summary>
    public string Subject { get; set; } = "";

    /// <summary>The deliverable's id in the contract, for example <c>daily-report</c>.</summary>
    public string Deliverable { get; set; } = "";

    /// <summary>The period it covers: <c>2026-11-21</c>, <c>2026-11</c>, …</summary>
    public string Period { get; set; } = "";

    /// <summary>ordered, submitted, rejected, accepted or waived.</summary>
    public string State { get; set; } = "";

    /// <summary>First submission; null when there was none.</summary>
    public DateTimeOffset? SubmittedAt { get; set; }

    /// <summary>The version submitted last; 0 for none.</summary>
    public int SubmittedVersion { get; set; }

    /// <summary>Number of its newest journal entry.</summary>
    public long Version { get; set; }
}

/// <summary>A report as it was printed: never rewritten, a new printing is a new version.</summary>
public sealed class ReportRow
{
    /// <summary>The deliverable's id.</summary>
    public string Deliverable { get; set; } = "";

    /// <summary>The period it covers.</summary>
    public string Period { get; set; } = "";

    /// <summary>Language: <c>ja</c> or <c>en</c>.</summary>
    public string Language { get; set; } = "";

    /// <summary>From 1 for each deliverable, period and language.</summary>
    public int Version { get; set; }

    /// <summary>The printed HTML.</summary>
    public string Html { get; set; } = "";

    /// <summary>SHA-256 of the HTML's UTF-8 bytes, lower-case hex.</summary>
    public string Sha256 { get; set; } = "";

    /// <summary>The instant up to which facts are in it.</summary>
    public DateTimeOffset AsOf { get; set; }

    /// <summary>Number of the newest journal entry in it.</summary>
    public long JournalNumber { get; set; }

    /// <summary>When it was printed.</summary>
    public DateTimeOffset CreatedAt { get; set; }
}
