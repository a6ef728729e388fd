namespace Yagura.Importing;

/// <summary>How far a file was imported: what a second run goes on from.</summary>
internal sealed record ImportState
{
    /// <summary>Full path of the file.</summary>
    public required string Path { get; init; }

    /// <summary>Source that its records count for.</summary>
    public required string Source { get; init; }

    /// <summary>Unpacked bytes whose records are durable.</summary>
    public required long Offset { get; init; }

    /// <summary>Records that are durable.</summary>
    public required long Lines { get; init; }

    /// <summary>The spool's last sequence when this was written: what of the file is not counted above can only stand behind it.</summary>
    public required long Sequence { get; init; }

    /// <summary>Length in bytes of the head by which the file is known again.</summary>
    public required int HeadBytes { get; init; }

    /// <summary>SHA-256 of that head.</summary>
    public required string Head { get; init; }
}
