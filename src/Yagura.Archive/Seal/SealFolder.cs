using Yagura.Archive.Disk;

namespace Yagura.Archive.Seal;

/// <summary>Finds seals in an archive without listing all of it: the newest, and from any seal the next.</summary>
/// <remarks>A period begins where the one before ended, so a seal names the folder of the next: start-up time does not grow with the archive.</remarks>
public sealed class SealFolder(IDisk disk, string archive)
{
    /// <summary>A seal as it stands on the disk.</summary>
    /// <param name="Content">What it says.</param>
    /// <param name="Hash">SHA-256 of its bytes.</param>
    /// <param name="Folder">Its folder.</param>
    public sealed record Found(SealContent Content, string Hash, string Folder)
    {
        /// <summary>Path of its file with an ending.</summary>
        public string Path(string ending) => $"{Folder}/{Content.BaseName}{ending}";
    }

    /// <summary>The disk it reads.</summary>
    public IDisk Disk { get; } = disk;

    /// <summary>The archive's folder.</summary>
    public string Archive { get; } = archive;

    /// <summary>The newest seal; null in an archive without any.</summary>
    /// <exception cref="ArchiveException">It cannot be read as a seal.</exception>
    public Found? Newest() =>
        ArchivePaths.DayFoldersBackwards(Disk, Archive).Select(NewestIn).FirstOrDefault(found => found is not null);

    /// <summary>The first seal of a folder; null when it has none.</summary>
    public Found? FirstIn(string folder) => SealNames(folder).FirstOrDefault() is { } name ? Read($"{folder}/{name}") : null;

    /// <summary>The seal after one; null when it is the newest.</summary>
    public Found? After(Found seal)
    {
        var folder = ArchivePaths.DayFolder(Archive, seal.Content.To);
        var path = $"{folder}/{ArchivePaths.BaseName(seal.Content.Node, seal.Content.Index + 1)}{ArchivePaths.Seal}";
        return Disk.Exists(path) ? Read(path) : null;
    }

    /// <summary>The first seal that is there after one, whatever is missing between; null when there is none.</summary>
    public Found? Following(Found seal)
    {
        if (After(seal) is { } next) return next;
        foreach (var folder in ArchivePaths.DayFolders(Disk, Archive).Where(day => string.CompareOrdinal(day, seal.Folder) >= 0))
        {
            foreach (var name in SealNames(folder))
                if (ArchivePaths.TrySplit(name, out _, out var index, out _) && index > seal.Content.Index) return Read($"{folder}/{name}");
        }
        return null;
    }

    /// <summary>The seal before one; null when it is the first that is there.</summary>
    public Found? Before(Found seal)
    {
        if (seal.Content.Index <= 1) return null;
        var name = ArchivePaths.BaseName(seal.Content.Node, seal.Content.Index - 1) + ArchivePaths.Seal;
        var folder = ArchivePaths.DayFoldersBackwards(Disk, Archive)
            .SkipWhile(day => string.CompareOrdinal(day, seal.Folder) > 0)
            .FirstOrDefault(day => Disk.Exists($"{day}/{name}"));
        return folder is null ? null : Read($"{folder}/{name}");
    }

    /// <summary>Reads one seal.</summary>
    /// <exception cref="ArchiveException">It is not a seal, or not the one that its name says.</exception>
    public Found Read(string path)
    {
        var bytes = DurableFile.Read(Disk, path);
        if (!SealParser.TryParse(bytes, out var seal, out var fault)) throw new ArchiveException($"{path}: {fault}");
        if (DurableFile.Name(path) != seal!.BaseName + ArchivePaths.Seal) throw new ArchiveException($"{path}: is the seal {seal.BaseName}");
        return new Found(seal, EvidenceMember.Hash(bytes), DurableFile.Folder(path));
    }

    /// <summary>Where the chain stands with this seal as the newest.</summary>
    public SealHead HeadOf(Found seal)
    {
        var last = seal;
        while (last is { Content.Count: 0 }) last = Before(last);
        return new SealHead(seal.Content.Origin, seal.Content.Node, seal.Content.Index, seal.Hash, seal.Content.From, seal.Content.To,
            last?.Content.Last ?? 0, seal.Content.Count, seal.Path(ArchivePaths.Seal));
    }

    private Found? NewestIn(string folder) => SealNames(folder).LastOrDefault() is { } name ? Read($"{folder}/{name}") : null;

    private IEnumerable<string> SealNames(string folder) =>
        Disk.List(folder)
            .Where(name => ArchivePaths.TrySplit(name, out _, out _, out var ending) && ending == ArchivePaths.Seal)
            .OrderBy(name => ArchivePaths.TrySplit(name, out _, out var index, out _) ? index : 0);
}
