using System.Text;
using Yagura.Archive.Disk;
using Yagura.Events;

namespace Yagura.Archive.Seal;

/// <summary>The archive's id, random at its creation: the file <c>archive/origin</c> and a line of every seal.</summary>
public static class ArchiveOrigin
{
    /// <summary>The id of an archive; null when the file is not there.</summary>
    /// <exception cref="ArchiveException">The file holds something else.</exception>
    public static string? Read(IDisk disk, string archive)
    {
        var path = ArchivePaths.Origin(archive);
        if (!disk.Exists(path)) return null;
        var text = Encoding.UTF8.GetString(DurableFile.Read(disk, path));
        return text.EndsWith('\n') && Identifier.IsValid(text.AsSpan()[..^1])
            ? text[..^1]
            : throw new ArchiveException($"{path}: is not one line with an id ({Identifier.Allowed})");
    }

    /// <summary>The id under which the next seal is written: the newest seal's, or what rollback statements behind it made of it; null in a new archive.</summary>
    /// <exception cref="ArchiveException">File, seal and statements disagree.</exception>
    public static string? Current(IDisk disk, string archive, SealContent? newest)
    {
        var rollbacks = new Rollbacks(disk, archive);
        if (newest is not null) return rollbacks.Follow(newest.Origin, newest.Index);
        var before = rollbacks.Names() is [var first, ..] ? rollbacks.Read(first)?.Content.Origin : Read(disk, archive);
        return before is null ? null : rollbacks.Follow(before, 0);
    }

    /// <summary>The id of an archive, made if it is new.</summary>
    internal static string Open(IDisk disk, string archive, SealContent? newest, string newOrigin)
    {
        var stated = Read(disk, archive);
        var origin = Current(disk, archive, newest) ?? newOrigin;
        // The statement is the commit of a rollback: a crash behind it leaves the old id in the file.
        if (newest is not null && stated is not null && stated != origin && stated != newest.Origin)
            throw new ArchiveException($"{ArchivePaths.Origin(archive)}: says {stated}, the newest seal says {newest.Origin}");
        if (stated != origin) DurableFile.Write(disk, ArchivePaths.Origin(archive), Encoding.ASCII.GetBytes(origin + "\n"));
        return origin;
    }
}
