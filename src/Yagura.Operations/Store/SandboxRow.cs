namespace Yagura.Operations.Store;

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
