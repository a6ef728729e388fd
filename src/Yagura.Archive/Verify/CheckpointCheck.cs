using Yagura.Archive.Chain;
using Yagura.Archive.Disk;
using Yagura.Archive.Seal;

namespace Yagura.Archive.Verify;

/// <summary>Checks the archive's own checkpoints: form, chain, keys, signatures, and that each vouches for the seal that is there.</summary>
internal sealed class CheckpointCheck(IDisk disk, FaultList faults, ChainWalk chain, VerifyOptions options)
{
    /// <summary>Seals that may end an hour behind the newest checkpoint: one, whose checkpoint is being written.</summary>
    private const int HourEndsUncheckedMax = 1;

    private readonly Dictionary<string, PublicKey> _keys = [];
    private readonly HashSet<string> _used = [];

    /// <summary>The newest seal that a valid checkpoint vouches for.</summary>
    public long? CheckpointedTo { get; private set; }

    /// <summary>Fingerprints of the keys whose signatures were used.</summary>
    public IReadOnlyList<string> Fingerprints => [.. _used.Select(id => _keys[id].Name.Fingerprint).Order(StringComparer.Ordinal)];

    /// <summary>The archive's public keys by id.</summary>
    public IReadOnlyDictionary<string, PublicKey> Keys => _keys;

    /// <summary>Checks all of them.</summary>
    public void Run()
    {
        ReadKeys();
        var folder = ArchivePaths.Checkpoints(options.Archive);
        var names = Checkpoints.Names(disk, options.Archive);
        foreach (var name in disk.List(folder).Except(names, StringComparer.Ordinal))
        {
            if (name.EndsWith(ArchivePaths.Temporary, StringComparison.Ordinal)) faults.Notice($"checkpoints/{name}: not finished");
            else faults.Add("stray-file", $"checkpoints/{name}", "is no checkpoint by its name");
        }
        Checkpoint? previous = null;
        foreach (var name in names)
        {
            var file = $"checkpoints/{name}";
            if (FaultList.TryRead(disk, options.Archive, file, what => faults.Add("checkpoint-unreadable", file, what)) is not { } bytes) continue;
            if (!CheckpointText.TryParse(bytes, out var checkpoint, out var fault)) faults.Add("checkpoint-unreadable", file, fault);
            else previous = Check(file, name, checkpoint!, previous);
        }
        CheckUnchecked();
    }

    private void ReadKeys()
    {
        var folder = ArchivePaths.Keys(options.Archive);
        foreach (var name in disk.List(folder))
        {
            if (name.EndsWith(ArchivePaths.Temporary, StringComparison.Ordinal)) continue;
            if (FaultList.TryRead(disk, options.Archive, $"keys/{name}", what => faults.Add("key-altered", $"keys/{name}", what)) is not { } bytes) continue;
            var key = PublicKey.TryRead(bytes);
            if (key is null || name != key.Name.Id + ".pem") faults.Add("key-altered", $"keys/{name}", "is not the public key that its name says");
            else _keys[key.Name.Id] = key;
        }
    }

    private Checkpoint Check(string file, string name, Checkpoint checkpoint, Checkpoint? previous)
    {
        var content = checkpoint.Content;
        if (Checkpoints.Order(name)!.Value.Index != content.SealIndex) faults.Add("checkpoint-altered", file, $"vouches for seal {content.SealIndex}");
        if (content.Previous != (previous?.Hash ?? SealContent.NoHash)) faults.Add("checkpoint-chain", file, previous is null ? "names a checkpoint before it, which is missing" : "does not name the checkpoint before it: one was altered, removed or put in");
        if (previous is not null && (content.SealIndex < previous.Content.SealIndex || (content.Journal.Number < previous.Content.Journal.Number && content.Origin == previous.Content.Origin))) faults.Add("checkpoint-chain", file, "lies behind the checkpoint before it");
        if (Signed(file, checkpoint, previous) & Vouches(file, content)) CheckpointedTo = Math.Max(CheckpointedTo ?? 0, content.SealIndex);
        return checkpoint;
    }

    private bool Signed(string file, Checkpoint checkpoint, Checkpoint? previous)
    {
        foreach (var signature in checkpoint.Signatures)
        {
            if (!_keys.TryGetValue(signature.KeyId, out var key))
            {
                faults.Add("key-unknown", file, $"is signed by {signature.KeyId}, and keys/{signature.KeyId}.pem is not there");
                return false;
            }
            if (!key.Verifies(checkpoint.Body, signature.Der))
            {
                faults.Add("signature-wrong", file, $"its signature is not by the key {signature.KeyId} over these bytes");
                return false;
            }
        }
        return Trusted(file, checkpoint, previous);
    }

    /// <summary>The first key is trusted by its fingerprint, each later one because the key before it signed the change.</summary>
    private bool Trusted(string file, Checkpoint checkpoint, Checkpoint? previous)
    {
        var first = checkpoint.Signatures[0].KeyId;
        var fingerprint = _keys[first].Name.Fingerprint;
        var listed = options.TrustedFingerprints.Contains(fingerprint, StringComparer.Ordinal);
        if (previous is not null && previous.Signatures[^1].KeyId != first && !listed)
        {
            faults.Add("key-changed", file, $"is signed by {first}; the chain ended with {previous.Signatures[^1].KeyId}, which did not sign the change. After a lost key, give the new fingerprint as trusted");
            return false;
        }
        if (previous is null && options.TrustedFingerprints.Count > 0 && !listed)
        {
            faults.Add("key-untrusted", file, $"is signed by a key with the fingerprint {fingerprint}, which is not among the trusted ones");
            return false;
        }
        if (checkpoint.Content.Rotate is { } next && _keys[next.Id].Name.Fingerprint != next.Fingerprint)
        {
            faults.Add("key-changed", file, $"hands over to the fingerprint {next.Fingerprint}, and keys/{next.Id}.pem has another");
            return false;
        }
        foreach (var signature in checkpoint.Signatures) _used.Add(signature.KeyId);
        return true;
    }

    private bool Vouches(string file, CheckpointContent content)
    {
        var link = chain.Links.FirstOrDefault(link => link.Index == content.SealIndex);
        if (link is null)
        {
            faults.Add("seals-dropped", file, $"vouches for seal {content.SealIndex}, which is not there");
            return false;
        }
        if (link.Hash != content.SealHash) faults.Add("seal-rewritten", link, ArchivePaths.Seal, $"has the hash {link.Hash}; {file} vouches for {content.SealHash}: the chain was rewritten up to here or further");
        if (content.Origin != link.Origin) faults.Add("origin-wrong", file, $"is of {content.Origin}, its seal of {link.Origin}");
        return link.Hash == content.SealHash && content.Origin == link.Origin;
    }

    private void CheckUnchecked()
    {
        var open = chain.HourEnds.Count(index => index > (CheckpointedTo ?? 0));
        if (open > HourEndsUncheckedMax) faults.Add("checkpoint-missing", "checkpoints", $"{open} seals ended an hour behind seal {CheckpointedTo ?? 0}, and no valid checkpoint vouches for them");
        else if (chain.Links.Count > 0 && chain.Links[^1].Index > (CheckpointedTo ?? 0)) faults.Notice($"seals {(CheckpointedTo ?? 0) + 1} to {chain.Links[^1].Index} are under no checkpoint yet: a change to the newest of them may not show");
    }
}
