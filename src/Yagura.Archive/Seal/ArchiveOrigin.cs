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

    /// <summary>The id of an archive, made if it is new.</summary>
    internal static string Open(IDisk disk, string archive, string? sealedOrigin, string newOrigin)
    {
        var stated = Read(disk, archive);
        if (stated is not null && sealedOrigin is not null && stated != sealedOrigin)
            throw new ArchiveException($"{ArchivePaths.Origin(archive)}: says {stated}, the newest seal says {sealedOrigin}");
        var origin = sealedOrigin ?? stated ?? newOrigin;
        if (stated is null) DurableFile.Write(disk, ArchivePaths.Origin(archive), Encoding.ASCII.GetBytes(origin + "\n"));
        return origin;
    }
}
