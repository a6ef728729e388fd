using System.Security.Cryptography;
using System.Text;
using Yagura.Archive.Seal;

namespace Yagura.Archive.Replicate;

/// <summary>Copies files of an archive into a replica: each is hashed on its way, synced, and gets its name only when the hash is the one that was stated.</summary>
internal sealed class ReplicaFiles(SealFolder there, SealFolder here)
{
    private const int ChunkBytes = 1 << 20;

    private readonly byte[] _chunk = new byte[ChunkBytes];

    /// <summary>Bytes of evidence and minutes read from the source.</summary>
    public long Bytes { get; private set; }

    /// <summary>The same path at the source.</summary>
    public string There(string path) => there.Archive + path[here.Archive.Length..];

    /// <summary>Evidence and minutes, then the seal, whose rename is the commit.</summary>
    /// <exception cref="ArchiveException">A file is missing without a <c>.deleted</c> file, or has another hash than its seal says.</exception>
    public SealFolder.Found Take(SealFolder.Found offered, byte[] seal)
    {
        var taken = offered with { Folder = here.Archive + offered.Folder[there.Archive.Length..] };
        here.Disk.CreateFolder(taken.Folder);
        if (there.Disk.Exists(offered.Path(ArchivePaths.Evidence))) Copy(taken.Path(ArchivePaths.Evidence), offered.Content.EvidenceHash);
        else if (there.Disk.Exists(offered.Path(ArchivePaths.Deleted))) Statement(taken, stated: null);
        else throw new ArchiveException($"{offered.Path(ArchivePaths.Evidence)} is missing at the source, and no .deleted file says why");
        Copy(taken.Path(ArchivePaths.Minutes), offered.Content.MinutesHash);
        DurableFile.Write(here.Disk, taken.Path(ArchivePaths.Seal), seal);
        return taken;
    }

    /// <summary>Makes a seal that is seen here durable, whatever cut off the pull that wrote it.</summary>
    public void Renew(SealFolder.Found held)
    {
        var path = held.Path(ArchivePaths.Seal);
        DurableFile.Write(here.Disk, path, DurableFile.Read(here.Disk, path));
    }

    /// <summary>Deletes evidence for which a seal vouches as deleted: first the <c>.deleted</c> file, then the evidence.</summary>
    /// <returns>Whether evidence went.</returns>
    public bool Delete(SealedDeletion deletion, SealFolder.Found by)
    {
        if (deletion.Index >= by.Content.Index) throw new ArchiveException($"seal {by.Content.Index} vouches for a deletion of seal {deletion.Index}, which is not before it");
        var seal = Find(by.Content.Node, deletion.Index);
        Statement(seal, deletion.Hash);
        var evidence = seal.Path(ArchivePaths.Evidence);
        if (!here.Disk.Exists(evidence)) return false;
        here.Disk.Delete(evidence);
        here.Disk.SyncFolder(seal.Folder);
        return true;
    }

    /// <summary>A seal that is held, by its index.</summary>
    public SealFolder.Found Find(string node, long index)
    {
        var name = ArchivePaths.BaseName(node, index) + ArchivePaths.Seal;
        var folder = ArchivePaths.DayFoldersBackwards(here.Disk, here.Archive).FirstOrDefault(day => here.Disk.Exists($"{day}/{name}"));
        return folder is null ? throw new ArchiveException($"seal {index} is not held") : here.Read($"{folder}/{name}");
    }

    /// <summary>A small file as it stands at the source, under the same name here.</summary>
    public void Put(string path, byte[] bytes)
    {
        here.Disk.CreateFolder(DurableFile.Folder(path));
        DurableFile.Write(here.Disk, path, bytes);
    }

    /// <summary>The archive's id behind the newest seal that is held.</summary>
    public void Origin(SealFolder.Found held)
    {
        var origin = new Rollbacks(here.Disk, here.Archive).Follow(held.Content.Origin, held.Content.Index);
        if (ArchiveOrigin.Read(here.Disk, here.Archive) != origin) Put(ArchivePaths.Origin(here.Archive), Encoding.ASCII.GetBytes(origin + "\n"));
    }

    /// <summary>The <c>.deleted</c> file of a seal, whose hash some seal states; null while none does yet.</summary>
    private void Statement(SealFolder.Found seal, string? stated)
    {
        var path = seal.Path(ArchivePaths.Deleted);
        if (here.Disk.Exists(path) && (stated is null || EvidenceMember.Hash(DurableFile.Read(here.Disk, path)) == stated)) return;
        if (!there.Disk.Exists(There(path))) throw new ArchiveException($"{There(path)} is missing at the source, and a seal vouches for it");
        var bytes = DurableFile.Read(there.Disk, There(path));
        var said = DeletionText.TryParse(bytes);
        if (stated is not null && EvidenceMember.Hash(bytes) != stated) throw new ArchiveException($"{There(path)} does not have the hash that a seal states");
        if (said is null || said.Index != seal.Content.Index || said.SealHash != seal.Hash || said.Count != seal.Content.Count || said.Origin != seal.Content.Origin)
            throw new ArchiveException($"{There(path)} does not describe the evidence of its seal");
        DurableFile.Write(here.Disk, path, bytes);
    }

    private void Copy(string path, string stated)
    {
        var temporary = path + ArchivePaths.Temporary;
        if (here.Disk.Exists(temporary)) here.Disk.Delete(temporary);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using (var from = there.Disk.OpenRead(There(path)))
        using (var to = here.Disk.Create(temporary))
        {
            var offset = 0L;
            for (var read = from.Read(0, _chunk); read > 0; read = from.Read(offset, _chunk))
            {
                hash.AppendData(_chunk, 0, read);
                to.Write(offset, _chunk.AsSpan(0, read));
                offset += read;
            }
            to.SyncData();
            Bytes += offset;
        }
        if (Convert.ToHexStringLower(hash.GetHashAndReset()) != stated)
        {
            here.Disk.Delete(temporary);
            throw new ArchiveException($"{There(path)} does not have the hash that its seal states: it was altered, or cut on its way");
        }
        DurableFile.Publish(here.Disk, temporary, path);
    }
}
