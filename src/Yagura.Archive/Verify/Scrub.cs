using Yagura.Archive.Disk;
using Yagura.Archive.Seal;
using Yagura.Events;

namespace Yagura.Archive.Verify;

/// <summary>What to scrub.</summary>
/// <param name="Archive">The archive's folder.</param>
/// <param name="From">The day's first instant.</param>
/// <param name="To">The next day's first instant.</param>
/// <param name="Turn">Which thirtieth of the archive is read beside the day: for example the day's number modulo 30.</param>
/// <param name="Parallel">Seals that are checked at the same time.</param>
public sealed record ScrubOptions(string Archive, ReceiveTime From, ReceiveTime To, int Turn, int Parallel);

/// <summary>What <c>archive.day-verified</c> says of a day.</summary>
/// <param name="Ok">Whether the seals cover the whole day and nothing in them is wrong.</param>
/// <param name="Covered">Whether the seals cover the whole day.</param>
/// <param name="FirstSeal">First seal of the day; 0 for none.</param>
/// <param name="LastSeal">Last seal of the day.</param>
/// <param name="Sources">Sources with records in the day's seals.</param>
/// <param name="Records">Records that the day's seals state.</param>
/// <param name="Lost">Records of the day's seals that have a fault, missing ones included; evidence deleted by the rules is not lost.</param>
public sealed record ScrubbedDay(bool Ok, bool Covered, long FirstSeal, long LastSeal, int Sources, long Records, long Lost);

/// <summary>A scrub's outcome.</summary>
/// <param name="Day">The day.</param>
/// <param name="Whole">The verification of chain, checkpoints, the day and the thirtieth.</param>
public sealed record ScrubResult(ScrubbedDay Day, VerifyResult Whole);

/// <summary>Verifies yesterday and a thirtieth of the archive (CUSTODY 5): within a month every file is read again.</summary>
public static class Scrub
{
    /// <summary>Parts into which the archive is divided: one a day.</summary>
    public const int Turns = 30;

    /// <summary>Scrubs. Reads only; may run beside a server.</summary>
    /// <exception cref="ArchiveException">The disk does not give back a file that was due.</exception>
    public static ScrubResult Run(IDisk disk, ScrubOptions options)
    {
        bool OfDay(ReceiveTime from, ReceiveTime to) => from < options.To && to > options.From;
        var result = Verifier.Run(
            disk,
            new VerifyOptions
            {
                Archive = options.Archive,
                Checkpoints = [],
                Pins = [],
                TrustedFingerprints = [],
                Quick = false,
                Parallel = options.Parallel,
                Only = (index, from, to) => index % Turns == options.Turn || OfDay(from, to),
            },
            _ => { });
        // What the disk does not give back now is not proven lost: the day is tried again (FIGURES 4: neither readable nor restorable).
        if (result.Faults.FirstOrDefault(fault => fault.Kind == EvidenceCheck.UnreadableKind) is { } unread)
            throw new ArchiveException($"{options.Archive}/{unread.File} {unread.What}");
        return new ScrubResult(Day(disk, options, result), result);
    }

    private static ScrubbedDay Day(IDisk disk, ScrubOptions options, VerifyResult result)
    {
        var seals = OfDay(new SealFolder(disk, options.Archive), options);
        var faulty = result.Faults.Where(fault => fault.Seal is not null).Select(fault => fault.Seal!.Value).ToHashSet();
        var sources = seals.SelectMany(seal => seal.Sources).Select(source => source.Source).ToHashSet(StringComparer.Ordinal);
        var dense = seals.Zip(seals.Skip(1)).All(pair => pair.First.To == pair.Second.From);
        var covered = seals.Count > 0 && dense && seals[0].From <= options.From && seals[^1].To >= options.To;
        var lost = seals.Where(seal => faulty.Contains(seal.Index)).Sum(seal => seal.Count);
        var wrong = seals.Exists(seal => faulty.Contains(seal.Index)) || result.Faults.Any(fault => fault.Seal is null);
        return new ScrubbedDay(covered && !wrong, covered, seals.Count > 0 ? seals[0].Index : 0, seals.Count > 0 ? seals[^1].Index : 0, sources.Count, seals.Sum(seal => seal.Count), lost);
    }

    /// <summary>The day's seals, oldest first; those that cannot be read are faults already.</summary>
    private static List<SealContent> OfDay(SealFolder folder, ScrubOptions options)
    {
        var seals = new List<SealContent>();
        // A period begins at most as long before the day as the server was down: walk back until one ends before it.
        foreach (var day in ArchivePaths.DayFoldersBackwards(folder.Disk, folder.Archive).SkipWhile(day => string.CompareOrdinal(day, ArchivePaths.DayFolder(folder.Archive, options.To)) > 0))
        {
            var here = folder.Disk.List(day).Where(name => name.EndsWith(ArchivePaths.Seal, StringComparison.Ordinal)).Select(name => TryRead(folder, $"{day}/{name}")).OfType<SealContent>().ToList();
            seals.AddRange(here.Where(seal => seal.From < options.To && seal.To > options.From));
            if (here.Exists(seal => seal.From <= options.From)) break;
        }
        return [.. seals.OrderBy(seal => seal.Index)];
    }

    private static SealContent? TryRead(SealFolder folder, string path) =>
        SealParser.TryParse(DurableFile.Read(folder.Disk, path), out var seal, out _) ? seal : null;
}
