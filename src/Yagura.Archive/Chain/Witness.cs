using Yagura.Archive.Disk;
using Yagura.Archive.Seal;

namespace Yagura.Archive.Chain;

/// <summary>A folder of somebody outside that holds checkpoints, best on another host: <c>&lt;folder&gt;/&lt;node&gt;/&lt;origin&gt;/&lt;index&gt;.checkpoint</c>.</summary>
/// <remarks>
/// It takes only what extends what it holds: the chain of one archive never loses or changes a seal in it, and one node id
/// never stands for two archives. The folder itself is never made here: an unmounted share is a refusal, not a local copy.
/// </remarks>
public sealed class Witness(IDisk disk, string folder)
{
    /// <summary>The folder.</summary>
    public string Folder { get; } = folder;

    /// <summary>The newest checkpoint that it holds of an archive; null for none.</summary>
    /// <exception cref="ArchiveException">It cannot be read.</exception>
    /// <exception cref="DiskException">Any errno.</exception>
    public Checkpoint? Held(string node, string origin)
    {
        var held = $"{Folder}/{node}/{origin}";
        var newest = disk.List(held).Where(name => Checkpoints.Order(name) is not null).MaxBy(name => Checkpoints.Order(name));
        if (newest is null) return null;
        var path = $"{held}/{newest}";
        return CheckpointText.TryParse(DurableFile.Read(disk, path), out var checkpoint, out var fault) ? checkpoint : throw new ArchiveException($"{path}: {fault}");
    }

    /// <summary>The archives whose checkpoints it holds under a node id.</summary>
    public IReadOnlyList<string> Origins(string node) => disk.List($"{Folder}/{node}");

    /// <summary>Hands over a checkpoint.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="bytes">Its file.</param>
    /// <param name="seals">The archive's seals: those between the held head and the offered one are read.</param>
    /// <returns>Null when it is held now; otherwise why it was refused.</returns>
    /// <exception cref="DiskException">Any errno.</exception>
    public string? Offer(Checkpoint checkpoint, byte[] bytes, SealFolder seals)
    {
        var content = checkpoint.Content;
        if (!disk.Exists(Folder)) return $"{Folder} is not there: is the share mounted?";
        if (Another(content.Node, content.Origin, new Rollbacks(seals.Disk, seals.Archive)) is { } other)
            return $"{Folder} holds node {content.Node} of the archive {other}; this one is {content.Origin}: one node id on two hosts, or a new archive under an old name";
        var held = Held(content.Node, content.Origin);
        if (held?.Hash == checkpoint.Hash) return null;
        if (held is not null && Refusal(held.Content, content, seals) is { } refusal) return $"{Folder}: {refusal}";
        var target = $"{Folder}/{content.Node}/{content.Origin}";
        disk.CreateFolder(target);
        DurableFile.Write(disk, Checkpoints.FreePath(disk, target, content.SealIndex), bytes);
        return null;
    }

    /// <summary>An archive held under this node id that is neither this one nor one that a rollback led away from; null for none.</summary>
    public string? Another(string node, string origin, Rollbacks rollbacks)
    {
        var former = rollbacks.FormerOrigins();
        return Origins(node).FirstOrDefault(held => held != origin && !former.Contains(held));
    }

    private static string? Refusal(CheckpointContent held, CheckpointContent offered, SealFolder seals)
    {
        if (offered.SealIndex < held.SealIndex) return $"seal {offered.SealIndex} is offered, and seal {held.SealIndex} is held: the archive was rolled back";
        if (offered.SealIndex == held.SealIndex) return offered.SealHash == held.SealHash ? null : $"seal {held.SealIndex} is held as {held.SealHash} and offered as {offered.SealHash}: the chain was rewritten";
        var between = Between(held.SealIndex, offered, seals);
        if (between is null) return $"seals after {held.SealIndex} are missing in the archive";
        return HeadCheck.Extends(new Pin(held.SealIndex, held.SealHash), held.Origin, between.Select(path => DurableFile.Read(seals.Disk, path)));
    }

    /// <summary>Paths of the seals behind the held one up to the offered one; null when one is missing. Bounded by the time that the witness was away.</summary>
    private static List<string>? Between(long held, CheckpointContent offered, SealFolder seals)
    {
        var paths = new List<string>();
        for (var seal = seals.Newest(); seal is not null && seal.Content.Index > held; seal = seals.Before(seal))
            if (seal.Content.Index <= offered.SealIndex) paths.Add(seal.Path(ArchivePaths.Seal));
        paths.Reverse();
        return paths.Count == offered.SealIndex - held ? paths : null;
    }
}
