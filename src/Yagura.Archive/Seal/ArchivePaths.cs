using System.Globalization;
using Yagura.Archive.Disk;
using Yagura.Events;

namespace Yagura.Archive.Seal;

/// <summary>The names of an archive's folders and files (CUSTODY 4).</summary>
public static class ArchivePaths
{
    /// <summary>Ending of an evidence file.</summary>
    public const string Evidence = ".log.gz";

    /// <summary>Ending of a seal.</summary>
    public const string Seal = ".seal";

    /// <summary>Ending of a minutes file.</summary>
    public const string Minutes = ".minutes.gz";

    /// <summary>Ending of the file that says why evidence is gone.</summary>
    public const string Deleted = ".deleted";

    /// <summary>Ending of a file that is not finished.</summary>
    public const string Temporary = ".tmp";

    /// <summary>Digits of a seal's index in file names.</summary>
    public const int IndexDigits = 10;

    /// <summary>The folder of a seal: the UTC date of its period's start.</summary>
    public static string DayFolder(string archive, ReceiveTime from) =>
        $"{archive}/{from.Instant.UtcDateTime.ToString("yyyy'/'MM'/'dd", CultureInfo.InvariantCulture)}";

    /// <summary><c>node-0000000017</c>.</summary>
    public static string BaseName(string node, long index) =>
        $"{node}-{index.ToString("D10", CultureInfo.InvariantCulture)}";

    /// <summary>Where checkpoints stand.</summary>
    public static string Checkpoints(string archive) => $"{archive}/checkpoints";

    /// <summary>Where public keys stand, for convenience.</summary>
    public static string Keys(string archive) => $"{archive}/keys";

    /// <summary>Where unsealed evidence goes whose records the spool no longer has.</summary>
    public static string Quarantine(string archive) => $"{archive}/quarantine";

    /// <summary>Markers of deletions that the next seal must carry.</summary>
    public static string Pending(string archive) => $"{archive}/pending";

    /// <summary>The file that keeps the archive's id.</summary>
    public static string Origin(string archive) => $"{archive}/origin";

    /// <summary>Splits <c>node-0000000017.seal</c>; false when the name has another form.</summary>
    public static bool TrySplit(string name, out string node, out long index, out string ending)
    {
        node = ending = "";
        index = 0;
        foreach (var known in new[] { Evidence, Seal, Minutes, Deleted })
        {
            if (!name.EndsWith(known, StringComparison.Ordinal)) continue;
            var stem = name.AsSpan(0, name.Length - known.Length);
            var dash = stem.Length - IndexDigits - 1;
            if (dash < 1 || stem[dash] != '-' || stem[(dash + 1)..].ContainsAnyExceptInRange('0', '9')) return false;
            node = stem[..dash].ToString();
            index = long.Parse(stem[(dash + 1)..], CultureInfo.InvariantCulture);
            ending = known;
            return Identifier.IsValid(node);
        }
        return false;
    }

    /// <summary>The day folders of an archive, oldest first.</summary>
    public static IEnumerable<string> DayFolders(IDisk disk, string archive) =>
        from year in Numbered(disk, archive, 4)
        from month in Numbered(disk, $"{archive}/{year}", 2)
        from day in Numbered(disk, $"{archive}/{year}/{month}", 2)
        select $"{archive}/{year}/{month}/{day}";

    /// <summary>The day folders of an archive, newest first; lists only the months that the caller reaches.</summary>
    public static IEnumerable<string> DayFoldersBackwards(IDisk disk, string archive) =>
        from year in Numbered(disk, archive, 4).Reverse()
        from month in Numbered(disk, $"{archive}/{year}", 2).Reverse()
        from day in Numbered(disk, $"{archive}/{year}/{month}", 2).Reverse()
        select $"{archive}/{year}/{month}/{day}";

    private static IEnumerable<string> Numbered(IDisk disk, string folder, int digits) =>
        disk.List(folder).Where(name => name.Length == digits && !name.AsSpan().ContainsAnyExceptInRange('0', '9'));
}
