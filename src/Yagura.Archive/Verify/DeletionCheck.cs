using Yagura.Archive.Disk;
using Yagura.Archive.Seal;

namespace Yagura.Archive.Verify;

/// <summary>Which missing evidence was deleted by the rules: a <c>.deleted</c> file that a later seal vouches for.</summary>
internal sealed class DeletionCheck(IDisk disk, string archive, FaultList faults, ChainWalk chain)
{
    /// <summary>Deletions behind the newest seal: the next one has yet to vouch for them, and until then anybody could have written them.</summary>
    public int Unvouched { get; private set; }

    /// <summary>The seals whose evidence may be missing.</summary>
    public HashSet<long> Run()
    {
        var allowed = new HashSet<long>();
        var vouched = chain.Deletions.ToLookup(deletion => deletion.Deletion.Index);
        var links = chain.Links.ToDictionary(link => link.Index);
        foreach (var link in chain.Links)
        {
            var path = $"{archive}/{link.File(ArchivePaths.Deleted)}";
            if (disk.Exists(path))
            {
                if (FaultList.TryRead(disk, archive, link.File(ArchivePaths.Deleted), what => faults.Add("deletion-wrong", link, ArchivePaths.Deleted, what)) is { } bytes) Check(link, bytes, [.. vouched[link.Index]], allowed);
            }
            else if (vouched[link.Index].FirstOrDefault().By is { } by) faults.Add("deletion-missing", link, ArchivePaths.Deleted, $"is missing, and seal {by.Index} vouches for it");
        }
        foreach (var (deletion, by) in chain.Deletions)
            if (!links.TryGetValue(deletion.Index, out var gone) || gone.Index >= by.Index) faults.Add("deletion-wrong", by, ArchivePaths.Seal, $"vouches for a deletion of seal {deletion.Index}, which is not before it");
        return allowed;
    }

    private void Check(ChainLink link, byte[] bytes, (SealedDeletion Deletion, ChainLink By)[] vouched, HashSet<long> allowed)
    {
        var deletion = DeletionText.TryParse(bytes);
        if (vouched.Length > 0 && vouched[0].Deletion.Hash != EvidenceMember.Hash(bytes))
        {
            faults.Add("deletion-altered", link, ArchivePaths.Deleted, $"its bytes do not have the hash that seal {vouched[0].By.Index} states");
        }
        else if (deletion is null || deletion.Index != link.Index || deletion.SealHash != link.Hash || deletion.Count != link.Count || deletion.Origin != link.Origin)
        {
            faults.Add("deletion-wrong", link, ArchivePaths.Deleted, "does not describe the evidence of this seal");
        }
        else if (vouched.Length == 0 && deletion.Head < chain.Links[^1].Index)
        {
            faults.Add("deletion-forged", link, ArchivePaths.Deleted, $"no seal vouches for it; seal {deletion.Head + 1} should");
        }
        else
        {
            if (vouched.Length == 0) Unvouched++;
            if (vouched.Length == 0) faults.Notice($"{link.File(ArchivePaths.Deleted)}: the next seal has yet to vouch for this deletion");
            if (disk.Exists($"{archive}/{link.File(ArchivePaths.Evidence)}")) faults.Notice($"{link.File(ArchivePaths.Evidence)}: its deletion is recorded and not yet done");
            else allowed.Add(link.Index);
        }
    }
}
