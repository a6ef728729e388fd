using Yagura.Archive.Disk;
using Yagura.Archive.Seal;
using Yagura.Events;
using Yagura.ServiceLevel.Coverage;

namespace Yagura.Operations.Coverage;

/// <summary>The seals that touch a period, read from an archive that nobody vouches for: what cannot be read is named and left out, what is missing between is a hole.</summary>
public sealed class SealPeriod
{
    // What is known of a time only after it (down, damage, a late loss) stands in the first batch that is written then: in the seal behind, or behind an empty one.
    private const int SealsBehind = 2;

    private SealPeriod(IReadOnlyList<SealFolder.Found> seals, IReadOnlyList<SealFolder.Found> behind, IReadOnlyList<string> unreadable) => (Seals, Behind, Unreadable) = (seals, behind, unreadable);

    /// <summary>The seals whose period touches the asked one, in order. Bounded by the period: one every 5 minutes, more under load.</summary>
    public IReadOnlyList<SealFolder.Found> Seals { get; }

    /// <summary>Later seals that speak of the period.</summary>
    public IReadOnlyList<SealFolder.Found> Behind { get; }

    /// <summary>Seals that could not be read, each with the reason.</summary>
    public IReadOnlyList<string> Unreadable { get; }

    /// <summary>Reads it.</summary>
    /// <param name="folder">The archive.</param>
    /// <param name="from">Inclusive.</param>
    /// <param name="to">Exclusive.</param>
    public static SealPeriod Read(SealFolder folder, DateTimeOffset from, DateTimeOffset to)
    {
        var (begins, ends) = (ReceiveTime.From(from), ReceiveTime.From(to));
        var (first, last) = (ArchivePaths.DayFolder(folder.Archive, begins), ArchivePaths.DayFolder(folder.Archive, ends));
        var days = ArchivePaths.DayFolders(folder.Disk, folder.Archive).Where(day => string.CompareOrdinal(day, last) <= 0).ToList();
        // A period that began long before, over a time without a server, stands in the folder of its beginning.
        var start = Math.Max(0, days.FindLastIndex(day => string.CompareOrdinal(day, first) < 0));
        var seals = new List<SealFolder.Found>();
        var unreadable = new List<string>();
        foreach (var path in days.Skip(start).SelectMany(day => Names(folder.Disk, day)))
        {
            try
            {
                var seal = folder.Read(path);
                if (seal.Content.From < ends && seal.Content.To > begins) seals.Add(seal);
            }
            catch (ArchiveException broken)
            {
                unreadable.Add(broken.Message);
            }
        }

        return new SealPeriod(seals, seals.Count > 0 ? FindBehind(folder, seals[^1]) : [], unreadable);
    }

    private static List<SealFolder.Found> FindBehind(SealFolder folder, SealFolder.Found last)
    {
        var behind = new List<SealFolder.Found>();
        try
        {
            for (var next = folder.Following(last); next is not null && behind.Count < SealsBehind; next = folder.Following(next)) behind.Add(next);
        }
        catch (ArchiveException)
        {
            // It is not of this period; who reads its own period is told.
        }

        return behind;
    }

    /// <summary>Times that no seal covers although one before and one after do, and the time before the first when it is not the archive's first.</summary>
    /// <param name="from">The period's beginning.</param>
    public IReadOnlyList<DownRange> Holes(DateTimeOffset from)
    {
        var holes = new List<DownRange>();
        for (var index = 0; index < Seals.Count; index++)
        {
            var seal = Seals[index].Content;
            var before = index > 0 ? Seals[index - 1].Content.To.Instant : seal.Index > 1 ? from : seal.From.Instant;
            if (before < seal.From.Instant) holes.Add(new DownRange(before, seal.From.Instant));
        }

        return holes;
    }

    private static IEnumerable<string> Names(IDisk disk, string day) =>
        from name in disk.List(day)
        let index = ArchivePaths.TrySplit(name, out _, out var number, out var ending) && ending == ArchivePaths.Seal ? number : 0
        where index > 0
        orderby index
        select $"{day}/{name}";
}
