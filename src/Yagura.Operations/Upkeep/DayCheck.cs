using System.Globalization;
using Yagura.Archive.Disk;
using Yagura.Archive.Seal;
using Yagura.Archive.Verify;
using Yagura.Events;
using Yagura.Operations.Coverage;
using Yagura.Operations.Store;
using Yagura.ServiceLevel.Calendar;
using Yagura.ServiceLevel.Coverage;

namespace Yagura.Operations.Upkeep;

/// <summary>Computes what is stated of a day: its coverage from its seals, and whether its evidence is readable to the seals' hashes.</summary>
public sealed class DayCheck(OperationsStore store, SealFolder folder)
{
    /// <summary>The day of the archive's first seal; null without any. A seal that cannot be read still stands in the folder of its day.</summary>
    /// <param name="zone">The contract's.</param>
    public DateOnly? FirstDay(Zone zone) =>
        ArchivePaths.DayFolders(folder.Disk, folder.Archive).Select(day => First(zone, day)).FirstOrDefault(first => first is not null);

    private DateOnly? First(Zone zone, string day)
    {
        try
        {
            return folder.FirstIn(day) is { } first ? zone.DateOf(first.Content.From.Instant) : null;
        }
        catch (Exception broken) when (broken is ArchiveException or DiskException)
        {
            return zone.DateOf(DateTimeOffset.ParseExact(day[^10..], "yyyy'/'MM'/'dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
        }
    }

    /// <summary>Up to where the seals reach; null without any.</summary>
    public DateTimeOffset? Reaches() => folder.Newest()?.Content.To.Instant;

    /// <summary>The day's coverage as of an instant, and the seals behind it.</summary>
    public async Task<(DayLoss Day, string Seals)> CoverageAsync(Zone zone, DateOnly date, DateTimeOffset asOf, CancellationToken stop)
    {
        var (from, to) = (zone.StartOf(date), zone.StartOf(date.AddDays(1)));
        var period = SealPeriod.Read(folder, from, to);
        var input = await new CoverageDesk(store, period).InputAsync(from, to, asOf, stop);
        return (CoverageUnion.Days(input, zone, date, date, asOf)[0], Indexes(period));
    }

    /// <summary>Reads the day's evidence, and a thirtieth of the archive beside it, and compares them with their seals.</summary>
    public DayVerification Verify(Zone zone, DateOnly date)
    {
        var (from, to) = (zone.StartOf(date), zone.StartOf(date.AddDays(1)));
        var result = Scrub.Run(folder.Disk, new ScrubOptions(folder.Archive, ReceiveTime.From(from), ReceiveTime.From(to), date.DayNumber % Scrub.Turns, Parallel: 1));
        // A day that begins before the archive does is not covered whole, and nothing of it is lost by that.
        var touched = ArchiveStorage.RecordFaults(result.Whole).Any(fault => ArchiveStorage.Touches(fault, from, to));
        return new DayVerification(date, result.Day.Sources, result.Day.LastSeal > 0 ? $"{result.Day.FirstSeal}-{result.Day.LastSeal}" : "", result.Day.Lost > 0 ? result.Day.Lost : touched ? 1 : 0);
    }

    private static string Indexes(SealPeriod period) => period.Seals.Count == 0 ? "" : $"{period.Seals[0].Content.Index}-{period.Seals[^1].Content.Index}";
}
