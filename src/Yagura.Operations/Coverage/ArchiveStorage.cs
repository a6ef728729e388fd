using Yagura.Archive.Seal;
using Yagura.Archive.Verify;
using Yagura.ServiceLevel.Calendar;
using Yagura.ServiceLevel.Coverage;

namespace Yagura.Operations.Coverage;

/// <summary>Which days of an archive are readable to their seals' hashes: from a verification of all of it.</summary>
public static class ArchiveStorage
{
    // What a fault of these says does not touch a sealed record: counts by minute, signatures, pins, strays.
    private static readonly string[] BesideTheRecords = ["minutes-", "checkpoint-", "key-", "pin-", "signature-", "stray-", "deletion-missing", "seals-dropped"];

    /// <summary>The days of a period.</summary>
    /// <param name="folder">The archive.</param>
    /// <param name="result">Its verification.</param>
    /// <param name="zone">The contract's.</param>
    /// <param name="from">First date.</param>
    /// <param name="to">Last date.</param>
    public static StorageInput Days(SealFolder folder, VerifyResult result, Zone zone, DateOnly from, DateOnly to)
    {
        var seals = SealPeriod.Read(folder, zone.StartOf(from), zone.StartOf(to.AddDays(1))).Seals;
        // Bounded by the period's days.
        var days = new Dictionary<DateOnly, bool>();
        if (seals.Count == 0) return new StorageInput(days);
        var (begins, ends) = (seals[0].Content.From.Instant, seals[^1].Content.To.Instant);
        var faults = RecordFaults(result).ToList();
        // Evidence deleted by the rules is no fault, but it is not there: whether it was kept long enough is the contract's question.
        var gone = seals.Where(seal => seal.Content.Count > 0 && !folder.Disk.Exists(seal.Path(ArchivePaths.Evidence))).Select(seal => seal.Content).ToList();
        for (var date = from; date <= to; date = date.AddDays(1))
        {
            var (start, end) = (zone.StartOf(date), zone.StartOf(date.AddDays(1)));
            if (end > ends || (end <= begins && seals[0].Content.Index == 1)) continue;
            days[date] = !faults.Exists(fault => Touches(fault, start, end)) && !gone.Exists(seal => seal.From.Instant < end && seal.To.Instant > start);
        }

        return new StorageInput(days);
    }

    /// <summary>The faults that concern sealed records.</summary>
    internal static IEnumerable<VerifyFault> RecordFaults(VerifyResult result) => result.Faults.Where(fault => !BesideTheRecords.Any(kind => fault.Kind.StartsWith(kind, StringComparison.Ordinal)));

    /// <summary>Whether a fault concerns records of a time; one without a time concerns every time.</summary>
    internal static bool Touches(VerifyFault fault, DateTimeOffset start, DateTimeOffset end) =>
        (fault.From is not { } from || from.Instant < end) && (fault.To is not { } to || to.Instant > start);
}
