using Yagura.Archive.Chain;
using Yagura.Archive.Disk;

namespace Yagura.Archive.Verify;

/// <summary>Verifies an archive: everything that CUSTODY 5 lists, named by file, records and time.</summary>
/// <remarks>
/// It reads the disk and nothing else, and trusts nothing that it has not hashed. A chain rewritten as a whole by who
/// holds the key shows only against a pin; the result names the newest pin used, or none.
/// </remarks>
public static class Verifier
{
    /// <summary>Verifies; a fault never ends it early.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="options">What and against what.</param>
    /// <param name="progress">Called after each seal, from several threads.</param>
    /// <exception cref="DiskException">The archive's folders cannot be listed; nothing is said about it then.</exception>
    public static VerifyResult Run(IDisk disk, VerifyOptions options, Action<VerifyProgress> progress)
    {
        var faults = new FaultList();
        var rollbacks = new RollbackCheck(disk, options.Archive, faults);
        var chain = new ChainWalk(disk, options.Archive, faults, rollbacks);
        chain.Run();
        var deletions = new DeletionCheck(disk, options.Archive, faults, chain);
        var deleted = deletions.Run();
        var unpacked = CheckEvidence(disk, options, faults, chain, deleted, progress);
        chain.CheckGaps();
        var checkpoints = new CheckpointCheck(disk, faults, chain, options);
        checkpoints.Run();
        rollbacks.Run(chain, checkpoints);
        var pins = new PinCheck(faults, chain, checkpoints, options);
        pins.Run();
        if (chain.Links.Count == 0) faults.Add("archive-empty", ".", "holds no seal");
        var newest = chain.Links.Count > 0 ? chain.Links[^1] : null;
        return new VerifyResult
        {
            Origin = chain.Origin,
            Seals = chain.Links.Count,
            Newest = newest is null ? null : new Pin(newest.Index, newest.Hash),
            Records = chain.Links.Sum(link => link.Count),
            Deleted = deleted.Count,
            Unvouched = deletions.Unvouched,
            UnpackedBytes = unpacked,
            CheckpointedTo = checkpoints.CheckpointedTo,
            Fingerprints = checkpoints.Fingerprints,
            NewestPin = pins.Newest,
            UnpinnedSince = chain.Links.FirstOrDefault(link => link.Index > (pins.Newest?.Index ?? 0))?.From,
            Notices = faults.Notices,
            Faults = faults.Faults,
        };
    }

    private static long CheckEvidence(IDisk disk, VerifyOptions options, FaultList faults, ChainWalk chain, HashSet<long> deleted, Action<VerifyProgress> progress)
    {
        var altered = new AlteredEvidence(disk, options.Archive, faults, chain.Links);
        var (done, unpacked) = (0L, 0L);
        Parallel.ForEach(
            options.Only is { } only ? [.. chain.Links.Where(link => only(link.Index, link.From, link.To))] : chain.Links,
            new ParallelOptions { MaxDegreeOfParallelism = options.Parallel },
            () => new EvidenceCheck(disk, options.Archive, faults, chain, altered),
            (link, _, check) =>
            {
                check.Check(link, deleted.Contains(link.Index), options.Quick);
                progress(new VerifyProgress(Interlocked.Increment(ref done), chain.Links.Count));
                return check;
            },
            check => Interlocked.Add(ref unpacked, check.UnpackedBytes));
        return unpacked;
    }
}
