using Yagura.Archive.Seal;
using Yagura.Events;

namespace Yagura.Archive.Chain;

/// <summary>Where the journal stands.</summary>
/// <param name="Number">Number of its last entry; 0 for an empty journal.</param>
/// <param name="Hash">Its hash; 64 zeros for an empty journal.</param>
public sealed record JournalHead(long Number, string Hash)
{
    /// <summary>A journal without entries.</summary>
    public static readonly JournalHead Empty = new(0, SealContent.NoHash);
}

/// <summary>What a checkpoint signs (CUSTODY 4).</summary>
public sealed record CheckpointContent
{
    /// <summary>The archive's id.</summary>
    public required string Origin { get; init; }

    /// <summary>The node.</summary>
    public required string Node { get; init; }

    /// <summary>Index of the seal it vouches for, and through the chain for all before it.</summary>
    public required long SealIndex { get; init; }

    /// <summary>SHA-256 of that seal's bytes.</summary>
    public required string SealHash { get; init; }

    /// <summary>Where the journal stood.</summary>
    public required JournalHead Journal { get; init; }

    /// <summary>SHA-256 of the previous checkpoint file; 64 zeros for the first.</summary>
    public required string Previous { get; init; }

    /// <summary>When it was signed, by this node's clock.</summary>
    public required ReceiveTime Time { get; init; }

    /// <summary>In a rotation: the key that signs from now on. It signs this checkpoint too.</summary>
    public required KeyName? Rotate { get; init; }
}

/// <summary>A key by its names.</summary>
/// <param name="Id">Its id in files and signature lines: <c>k</c> and the first 16 digits of the fingerprint.</param>
/// <param name="Fingerprint">SHA-256 of the SubjectPublicKeyInfo in DER, lower-case hex: what people compare.</param>
public sealed record KeyName(string Id, string Fingerprint);

/// <summary>A signature line.</summary>
/// <param name="KeyId">Which key.</param>
/// <param name="Der">ECDSA P-256 over SHA-256 of the body, RFC 3279 DER.</param>
public sealed record CheckpointSignature(string KeyId, byte[] Der);

/// <summary>A checkpoint as it stands on the disk.</summary>
/// <param name="Content">What it says.</param>
/// <param name="Body">The signed bytes: all before the blank line.</param>
/// <param name="Signatures">One, or in a rotation two: the old key's, then the new key's.</param>
/// <param name="Hash">SHA-256 of the whole file.</param>
public sealed record Checkpoint(CheckpointContent Content, byte[] Body, IReadOnlyList<CheckpointSignature> Signatures, string Hash);
