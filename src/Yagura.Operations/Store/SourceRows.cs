namespace Yagura.Operations.Store;

/// <summary>A sender of logs: what the configuration says and what came from it.</summary>
public sealed class SourceRow
{
    /// <summary>The source's id; <c>unregistered.…</c> for one that nobody registered.</summary>
    public string Id { get; set; } = "";

    /// <summary>Registered, retired or unregistered; see <see cref="SourceStates"/>.</summary>
    public string State { get; set; } = "";

    /// <summary>The declaration as canonical JSON; empty when unregistered.</summary>
    public string Definition { get; set; } = "";

    /// <summary>Whether the contract's coverage counts it.</summary>
    public bool Counts { get; set; }

    /// <summary>When it was registered; null when it never was.</summary>
    public DateTimeOffset? RegisteredAt { get; set; }

    /// <summary>When it was retired; null otherwise.</summary>
    public DateTimeOffset? RetiredAt { get; set; }

    /// <summary>The longest silence that is normal as declared, in seconds; null to learn it.</summary>
    public long? CadenceSeconds { get; set; }

    /// <summary>What was learned about its gaps: counts per power-of-two bucket of seconds, separated by spaces.</summary>
    public string Gaps { get; set; } = "";

    /// <summary>Receive time of its first record; null when nothing came yet.</summary>
    public DateTimeOffset? FirstSeen { get; set; }

    /// <summary>Receive time of its newest live record; null when nothing came yet.</summary>
    public DateTimeOffset? LastSeen { get; set; }

    /// <summary>Since when it has been silent past its cadence; null while it is not.</summary>
    public DateTimeOffset? SilentSince { get; set; }

    /// <summary>How the present silence was explained: quiet, off, lost; null while it is not.</summary>
    public string? SilenceExplained { get; set; }

    /// <summary>Records of all lanes, repeats left out.</summary>
    public long Records { get; set; }

    /// <summary>Events in them.</summary>
    public long Events { get; set; }

    /// <summary>Payload bytes of them.</summary>
    public long Bytes { get; set; }

    /// <summary>Records that no decoder could read.</summary>
    public long Unparsed { get; set; }

    /// <summary>Records read in part.</summary>
    public long Partial { get; set; }
}

/// <summary>The states of a source.</summary>
public static class SourceStates
{
    /// <summary>Declared by the configuration.</summary>
    public const string Registered = "registered";

    /// <summary>Once declared, no more.</summary>
    public const string Retired = "retired";

    /// <summary>Sends, but nobody registered it.</summary>
    public const string Unregistered = "unregistered";
}

/// <summary>What came from a source in a minute or an hour of receipt.</summary>
public sealed class SourceCountRow
{
    /// <summary>The source's id.</summary>
    public string Source { get; set; } = "";

    /// <summary><c>m</c> for a minute (kept two days) or <c>h</c> for an hour (kept thirteen months).</summary>
    public string Span { get; set; } = "";

    /// <summary>The span's beginning.</summary>
    public DateTimeOffset From { get; set; }

    /// <summary>Records.</summary>
    public long Records { get; set; }

    /// <summary>Events.</summary>
    public long Events { get; set; }

    /// <summary>Payload bytes.</summary>
    public long Bytes { get; set; }

    /// <summary>Records that no decoder could read.</summary>
    public long Unparsed { get; set; }
}

/// <summary>Lines of one source that no decoder could read, or of which only the form is known, by shape.</summary>
public sealed class UnparsedRow
{
    /// <summary>Its number.</summary>
    public long Id { get; set; }

    /// <summary>The source's id.</summary>
    public string Source { get; set; } = "";

    /// <summary>The envelope's program; empty for none.</summary>
    public string Program { get; set; } = "";

    /// <summary>What the lines have in common; empty for those beyond the shapes that are told apart.</summary>
    public string Shape { get; set; } = "";

    /// <summary>Whether their form (pairs, an object) was known.</summary>
    public bool FormOnly { get; set; }

    /// <summary>How many.</summary>
    public long Records { get; set; }

    /// <summary>Receive time of the first.</summary>
    public DateTimeOffset FirstSeen { get; set; }

    /// <summary>Receive time of the newest.</summary>
    public DateTimeOffset LastSeen { get; set; }

    /// <summary>Sequence numbers of the newest, separated by spaces.</summary>
    public string Samples { get; set; } = "";
}

/// <summary>A span for which a source was silent past its cadence: suspected until it is explained (FIGURES 4).</summary>
public sealed class SilenceRow
{
    /// <summary>The source's id.</summary>
    public string Source { get; set; } = "";

    /// <summary>Receive time of the last record before it.</summary>
    public DateTimeOffset From { get; set; }

    /// <summary>Receive time of the first record after it; null while it lasts.</summary>
    public DateTimeOffset? To { get; set; }

    /// <summary>The cadence that it went past, in seconds.</summary>
    public long CadenceSeconds { get; set; }

    /// <summary>quiet, off or lost; null while nobody explained it.</summary>
    public string? ExplainedAs { get; set; }
}
