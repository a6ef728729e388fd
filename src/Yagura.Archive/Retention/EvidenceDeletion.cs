using Yagura.Archive.Chain;
using Yagura.Archive.Disk;
using Yagura.Archive.Seal;
using Yagura.Events;

namespace Yagura.Archive.Retention;

/// <summary>Deletes evidence by the rules (CUSTODY 4): the journal's entry is the caller's and comes first; then the <c>.deleted</c> file, then the deletion; the next seal vouches.</summary>
public sealed class EvidenceDeletion(SealFolder seals)
{
    /// <summary>Seals whose evidence is there and may go, oldest first.</summary>
    /// <param name="end">No seal whose period begins at or after this instant is looked at.</param>
    /// <param name="mayGo">Whether the rules let this evidence go.</param>
    /// <exception cref="ArchiveException">A seal cannot be read.</exception>
    public IEnumerable<SealFolder.Found> Candidates(ReceiveTime end, Func<SealContent, bool> mayGo)
    {
        var last = ArchivePaths.DayFolder(seals.Archive, end);
        foreach (var day in ArchivePaths.DayFolders(seals.Disk, seals.Archive).TakeWhile(day => string.CompareOrdinal(day, last) <= 0))
        {
            foreach (var name in seals.Disk.List(day).Where(name => name.EndsWith(ArchivePaths.Evidence, StringComparison.Ordinal)))
            {
                var path = $"{day}/{name[..^ArchivePaths.Evidence.Length]}{ArchivePaths.Seal}";
                if (!seals.Disk.Exists(path)) continue;
                var seal = seals.Read(path);
                if (seal.Content.From < end && mayGo(seal.Content)) yield return seal;
            }
        }
    }

    /// <summary>Deletes one seal's evidence; again after a crash it finishes what was begun.</summary>
    /// <param name="seal">The seal.</param>
    /// <param name="head">The newest durable seal; no other may be written meanwhile.</param>
    /// <param name="entry">The journal's entry <c>evidence.deleted</c>, committed.</param>
    /// <param name="time">When.</param>
    /// <exception cref="DiskException">Any errno.</exception>
    public void Delete(SealFolder.Found seal, SealHead head, JournalHead entry, ReceiveTime time)
    {
        var content = seal.Content;
        if (head.Index < content.Index) throw new ArchiveException($"seal {content.Index} is newer than the head {head.Index}");
        var disk = seals.Disk;
        var statement = seal.Path(ArchivePaths.Deleted);
        if (!disk.Exists(statement))
        {
            PendingDeletions.Mark(disk, seals.Archive, content.Index, statement[(seals.Archive.Length + 1)..]);
            DurableFile.Write(disk, statement, DeletionText.Write(new Deletion(content.Origin, content.Index, seal.Hash, content.Count, head.Index, entry.Number, entry.Hash, time)));
        }
        var evidence = seal.Path(ArchivePaths.Evidence);
        if (disk.Exists(evidence)) disk.Delete(evidence);
        disk.SyncFolder(seal.Folder);
    }

    /// <summary>Whether a deletion of this evidence was begun: its entry stands already.</summary>
    public bool IsBegun(SealFolder.Found seal) => seals.Disk.Exists(seal.Path(ArchivePaths.Deleted));
}
