using System.Globalization;
using System.Text;
using Yagura.Archive.Disk;

namespace Yagura.Archive.Seal;

/// <summary>Deletions that the next seal must carry: one marker file each, which holds the <c>.deleted</c> file's path.</summary>
/// <remarks>A marker goes only when a durable seal carries its line; a crash between finds either the marker or the line.</remarks>
internal static class PendingDeletions
{
    /// <summary>Records a deletion, before the <c>.deleted</c> file is written.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="archive">The archive's folder.</param>
    /// <param name="index">The seal whose evidence goes.</param>
    /// <param name="path">Path of the <c>.deleted</c> file within the archive.</param>
    public static void Mark(IDisk disk, string archive, long index, string path)
    {
        disk.CreateFolder(ArchivePaths.Pending(archive));
        DurableFile.Write(disk, Marker(archive, index), Encoding.UTF8.GetBytes(path + "\n"));
    }

    /// <summary>The lines for the next seal, by index.</summary>
    public static IReadOnlyList<SealedDeletion> Read(IDisk disk, string archive)
    {
        var deletions = new List<SealedDeletion>();
        foreach (var name in Names(disk, archive))
        {
            var path = $"{archive}/{Encoding.UTF8.GetString(DurableFile.Read(disk, $"{ArchivePaths.Pending(archive)}/{name}")).TrimEnd('\n')}";
            if (disk.Exists(path)) deletions.Add(new SealedDeletion(Index(name), EvidenceMember.Hash(DurableFile.Read(disk, path))));
        }
        return [.. deletions.OrderBy(deletion => deletion.Index)];
    }

    /// <summary>Removes the markers whose lines a durable seal carries.</summary>
    public static void Settle(IDisk disk, string archive, SealContent? newest)
    {
        var carried = newest?.Deleted.Select(deletion => deletion.Index).ToHashSet() ?? [];
        var settled = Names(disk, archive).Where(name => carried.Contains(Index(name))).ToList();
        foreach (var name in settled) disk.Delete($"{ArchivePaths.Pending(archive)}/{name}");
        if (settled.Count > 0) disk.SyncFolder(ArchivePaths.Pending(archive));
    }

    private static string Marker(string archive, long index) => $"{ArchivePaths.Pending(archive)}/{index.ToString(CultureInfo.InvariantCulture)}";

    private static IEnumerable<string> Names(IDisk disk, string archive) =>
        disk.List(ArchivePaths.Pending(archive)).Where(name => long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _));

    private static long Index(string name) => long.Parse(name, NumberStyles.None, CultureInfo.InvariantCulture);
}
