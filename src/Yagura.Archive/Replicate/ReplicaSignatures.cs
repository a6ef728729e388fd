using Yagura.Archive.Chain;
using Yagura.Archive.Seal;

namespace Yagura.Archive.Replicate;

/// <summary>Pulls what is signed: public keys, checkpoints, rollback statements. Each is checked against what is held before it gets a name here.</summary>
internal sealed class ReplicaSignatures(SealFolder there, SealFolder here, ReplicaFiles files, IReadOnlyList<string> trusted)
{
    private readonly Checkpoints _held = new(here.Disk, here.Archive);
    private readonly Checkpoints _offered = new(there.Disk, there.Archive);
    // The source's checkpoints behind the newest held one, in order, listed once a pull: one an hour.
    private Queue<string>? _names;

    /// <summary>The checkpoints that the source has for what is held here now.</summary>
    /// <exception cref="ArchiveException">One does not vouch for its seal, does not follow the one before, or its signature is wrong.</exception>
    public void Pull(SealFolder.Found seal)
    {
        var newest = Checkpoints.Names(here.Disk, here.Archive) is [.., var last] ? last : null;
        _names ??= new Queue<string>(Checkpoints.Names(there.Disk, there.Archive).Where(name => newest is null || Comparer<(long, int)?>.Default.Compare(Checkpoints.Order(name), Checkpoints.Order(newest)) > 0));
        while (_names.TryPeek(out var name) && Checkpoints.Order(name)!.Value.Index <= seal.Content.Index)
        {
            var index = Checkpoints.Order(_names.Dequeue())!.Value.Index;
            var path = $"{ArchivePaths.Checkpoints(here.Archive)}/{name}";
            var checkpoint = _offered.Read(files.There(path));
            if (Wrong(checkpoint, index == seal.Content.Index ? seal : files.Find(seal.Content.Node, index)) is { } wrong) throw new ArchiveException($"{files.There(path)} {wrong}");
            files.Put(path, CheckpointText.Write(checkpoint.Body, checkpoint.Signatures));
        }
    }

    /// <summary>The origin under which the next seal is written: the held one's, or what signed rollback statements made of it.</summary>
    /// <param name="held">The newest seal that is held; null for none.</param>
    /// <returns>Null when nothing is held and no statement says.</returns>
    /// <exception cref="ArchiveException">A statement does not go on from this seal, or is not signed by the key that signs the checkpoints.</exception>
    public string? OriginBehind(SealFolder.Found? held)
    {
        var offered = new Rollbacks(there.Disk, there.Archive);
        var (origin, index, hash) = (held?.Content.Origin, held?.Content.Index ?? 0, held?.Hash ?? SealContent.NoHash);
        foreach (var name in offered.Names().Where(name => Rollbacks.Order(name)!.Value.Index == index))
        {
            var path = $"{offered.Folder}/{name}";
            var said = offered.Read(name) ?? throw new ArchiveException($"{path} is not a rollback statement of version 1");
            if ((origin is not null && said.Content.Origin != origin) || said.Content.SealIndex != index || said.Content.SealHash != hash)
                throw new ArchiveException($"{path} does not go on from seal {index} {hash} of {origin}");
            var signer = _held.Newest()?.Signatures[^1].KeyId;
            if ((signer is not null && said.KeyId != signer && !Trusted(said.KeyId)) || Key(said.KeyId)?.Verifies(said.Body, said.Signature) != true)
                throw new ArchiveException($"{path} is not signed by the key that signs this archive's checkpoints");
            var mine = $"{here.Archive}/{offered.Folder[(there.Archive.Length + 1)..]}/{name}";
            if (!here.Disk.Exists(mine)) files.Put(mine, RollbackText.Write(said.Body, said.KeyId, said.Signature));
            origin = said.Content.Next;
        }
        return origin;
    }

    private string? Wrong(Checkpoint checkpoint, SealFolder.Found seal)
    {
        var content = checkpoint.Content;
        var before = _held.Newest();
        if (content.SealIndex != seal.Content.Index || content.SealHash != seal.Hash || content.Origin != seal.Content.Origin || content.Node != seal.Content.Node)
            return $"does not vouch for seal {seal.Content.Index} {seal.Hash}";
        if (content.Previous != (before?.Hash ?? SealContent.NoHash)) return "does not name the checkpoint before it, which is held here";
        var first = checkpoint.Signatures[0].KeyId;
        var handedOver = before is null ? trusted.Count == 0 : before.Signatures[^1].KeyId == first;
        if (!handedOver && !Trusted(first)) return $"is signed by {first}, to which nobody handed over; after a lost key give its printed fingerprint with --trust";
        if (content.Rotate is { } next && Key(next.Id)?.Name.Fingerprint != next.Fingerprint) return "hands over to a key that is not there";
        return checkpoint.Signatures.All(signature => Key(signature.KeyId)?.Verifies(checkpoint.Body, signature.Der) == true) ? null : "has a signature that is not by its key over these bytes";
    }

    private bool Trusted(string id) => Key(id) is { } key && trusted.Contains(key.Name.Fingerprint, StringComparer.Ordinal);

    /// <summary>A public key, pulled when it is not held; null when the source has none of that id. A key's id is of its own bytes.</summary>
    private PublicKey? Key(string id)
    {
        var path = $"{ArchivePaths.Keys(here.Archive)}/{id}.pem";
        var (disk, at) = here.Disk.Exists(path) ? (here.Disk, path) : (there.Disk, files.There(path));
        if (!disk.Exists(at)) return null;
        var bytes = DurableFile.Read(disk, at);
        if (PublicKey.TryRead(bytes) is not { } key || key.Name.Id != id) throw new ArchiveException($"{at} is not the public key that its name says");
        if (at != path) files.Put(path, bytes);
        return key;
    }
}
