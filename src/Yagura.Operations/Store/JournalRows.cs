namespace Yagura.Operations.Store;

/// <summary>One journal entry as stored: the exact line decides, the columns beside it are for finding it.</summary>
public sealed class JournalRow
{
    /// <summary>From 1, dense; taken from the head, never from an identity column (FIGURES 1).</summary>
    public long Number { get; set; }

    /// <summary>When it was recorded.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>When it is said to have happened; null when as recorded.</summary>
    public DateTimeOffset? Stated { get; set; }

    /// <summary>The entry's kind.</summary>
    public string Kind { get; set; } = "";

    /// <summary>The entry's subject.</summary>
    public string Subject { get; set; } = "";

    /// <summary><c>role:name</c> or <c>machine</c>.</summary>
    public string Actor { get; set; } = "";

    /// <summary>The exact NDJSON text that is hashed, without line end and without a hash member.</summary>
    public string Line { get; set; } = "";

    /// <summary>SHA-256 of previous hash, LF and the line; lower-case hex.</summary>
    public string Hash { get; set; } = "";
}

/// <summary>The journal's only row of head: number and hash of the newest entry.</summary>
public sealed class JournalHeadRow
{
    /// <summary>Always <see cref="OnlyId"/>.</summary>
    public int Id { get; set; }

    /// <summary>Number of the newest entry, 0 when there is none.</summary>
    public long Number { get; set; }

    /// <summary>Hash of the newest entry, 64 zeros when there is none.</summary>
    public string Hash { get; set; } = "";

    /// <summary>The id of the only row.</summary>
    public const int OnlyId = 1;
}

/// <summary>How far a stage of the path has come, written in the transaction of its output (CUSTODY 3).</summary>
public sealed class CursorRow
{
    /// <summary>The stage's id: <c>detect</c>, <c>sources</c>, …</summary>
    public string Stage { get; set; } = "";

    /// <summary>The last record sequence whose output is committed; 0 for none.</summary>
    public long Sequence { get; set; }

    /// <summary>What else the stage needs to go on (for detection: the rule-set hash); empty for nothing.</summary>
    public string Detail { get; set; } = "";

    /// <summary>When it moved last.</summary>
    public DateTimeOffset At { get; set; }
}

/// <summary>A configured fact of which the journal has an entry, or a preference of the installation.</summary>
public sealed class SettingRow
{
    /// <summary>For example <c>file:contracts/jst-soc.yaml</c> (its hash) or <c>archive.origin</c>.</summary>
    public string Key { get; set; } = "";

    /// <summary>The value.</summary>
    public string Value { get; set; } = "";

    /// <summary>When it changed last.</summary>
    public DateTimeOffset At { get; set; }
}
