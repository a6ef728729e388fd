using Yagura.Archive.Seal;
using Yagura.Events;

namespace Yagura.Operations.Coverage;

/// <summary>Reads each seal of the archive once and keeps what coverage needs of it.</summary>
/// <remarks>Bounded by <see cref="SealsMax"/>: the oldest are forgotten, and a period before them says so by <see cref="Since"/>.</remarks>
public sealed class SealFeed(SealFolder folder, ReceiveTime since)
{
    /// <summary>Seals kept, at most: 13 months of one every 5 minutes.</summary>
    public const int SealsMax = 120_000;

    private readonly Lock _lock = new();
    private readonly List<SealFacts> _seals = [];
    private SealFolder.Found? _newest;

    /// <summary>From when on it knows; null while it read nothing.</summary>
    public ReceiveTime? Since
    {
        get
        {
            lock (_lock) return _seals.Count > 0 ? _seals[0].From : null;
        }
    }

    /// <summary>Reads the seals written since the last call, and returns those whose period touches [from, to) or that speak of it.</summary>
    /// <exception cref="ArchiveException">A seal cannot be read: run <c>yagura verify</c>.</exception>
    public IReadOnlyList<SealFacts> Read(ReceiveTime from, ReceiveTime to)
    {
        lock (_lock)
        {
            while ((_newest is null ? FirstSeal() : folder.Following(_newest)) is { } next)
            {
                _newest = next;
                _seals.Add(SealFacts.Of(next.Content));
                if (_seals.Count > SealsMax) _seals.RemoveRange(0, SealsMax / 10);
            }

            return _seals.FindAll(seal => (seal.From < to && seal.To > from) || Speaks(seal, from, to));
        }
    }

    // Down time, damage and late losses stand in a seal behind the time that they are about.
    private static bool Speaks(SealFacts seal, ReceiveTime from, ReceiveTime to) =>
        seal.Down.Any(down => down.From < to && down.To > from)
        || seal.Damaged.Any(damaged => damaged.Earliest < to && damaged.Latest >= from)
        || seal.Lost.Any(lost => lost.Minute < to && lost.Minute >= from);

    private SealFolder.Found? FirstSeal()
    {
        var day = ArchivePaths.DayFolder(folder.Archive, since);
        var found = ArchivePaths.DayFolders(folder.Disk, folder.Archive).Where(known => string.CompareOrdinal(known, day) >= 0).Select(folder.FirstIn).FirstOrDefault(first => first is not null);
        return found;
    }
}
