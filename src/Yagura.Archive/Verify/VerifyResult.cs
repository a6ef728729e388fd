using Yagura.Archive.Chain;
using Yagura.Events;

namespace Yagura.Archive.Verify;

/// <summary>What to verify, and against what.</summary>
public sealed record VerifyOptions
{
    /// <summary>The archive's folder.</summary>
    public required string Archive { get; init; }

    /// <summary>Checkpoint files held outside, as bytes, with the name to print.</summary>
    public required IReadOnlyList<(string Name, byte[] Bytes)> Checkpoints { get; init; }

    /// <summary>Pins held outside.</summary>
    public required IReadOnlyList<Pin> Pins { get; init; }

    /// <summary>Fingerprints of the keys that the verifier trusts, from printed reports; empty to take the archive's word and say so.</summary>
    public required IReadOnlyList<string> TrustedFingerprints { get; init; }

    /// <summary>Hashes of the files only; nothing is unpacked.</summary>
    public required bool Quick { get; init; }

    /// <summary>Seals whose evidence is read, by index and period; null for all. The chain is always walked whole.</summary>
    public Func<long, ReceiveTime, ReceiveTime, bool>? Only { get; init; }

    /// <summary>Seals that are checked at the same time: the cores.</summary>
    public required int Parallel { get; init; }
}

/// <summary>One thing that is wrong.</summary>
/// <param name="Kind">A stable word: see docs/formats/archive.md.</param>
/// <param name="File">The file, relative to the archive.</param>
/// <param name="Seal">The seal's index; null when no one seal is concerned.</param>
/// <param name="First">First record concerned; null when unknown or none.</param>
/// <param name="Last">Last record concerned.</param>
/// <param name="From">Start of the time concerned.</param>
/// <param name="To">End of the time concerned.</param>
/// <param name="What">A sentence.</param>
public sealed record VerifyFault(string Kind, string File, long? Seal, long? First, long? Last, ReceiveTime? From, ReceiveTime? To, string What);

/// <summary>The outcome of a verification.</summary>
public sealed record VerifyResult
{
    /// <summary>Whether nothing is wrong.</summary>
    public bool Ok => Faults.Count == 0;

    /// <summary>The archive's id; null when no seal could be read.</summary>
    public required string? Origin { get; init; }

    /// <summary>Seals read.</summary>
    public required long Seals { get; init; }

    /// <summary>Index and hash of the newest seal; null without any.</summary>
    public required Pin? Newest { get; init; }

    /// <summary>Records that the seals state.</summary>
    public required long Records { get; init; }

    /// <summary>Evidence files that were deleted by the rules.</summary>
    public required long Deleted { get; init; }

    /// <summary>Of those, deletions behind the newest seal, which the next one has yet to vouch for: until then anybody could have written them.</summary>
    public required int Unvouched { get; init; }

    /// <summary>Unpacked bytes that were read; 0 in quick mode.</summary>
    public required long UnpackedBytes { get; init; }

    /// <summary>The newest seal that a valid checkpoint vouches for; null for none.</summary>
    public required long? CheckpointedTo { get; init; }

    /// <summary>Fingerprints of the keys whose signatures were used: compare them with a printed report.</summary>
    public required IReadOnlyList<string> Fingerprints { get; init; }

    /// <summary>The newest pin that could be used; null means that a chain rewritten as a whole would not have been found.</summary>
    public required Pin? NewestPin { get; init; }

    /// <summary>Since when nothing held outside binds the chain; null when the newest pin is the newest seal.</summary>
    public required ReceiveTime? UnpinnedSince { get; init; }

    /// <summary>What is no fault but must be said.</summary>
    public required IReadOnlyList<string> Notices { get; init; }

    /// <summary>Faults in the order of the chain.</summary>
    public required IReadOnlyList<VerifyFault> Faults { get; init; }
}

/// <summary>How far a verification has come.</summary>
/// <param name="Done">Seals checked.</param>
/// <param name="Of">Seals in all.</param>
public sealed record VerifyProgress(long Done, long Of);
