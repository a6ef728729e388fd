using Yagura.Archive.Disk;
using Yagura.Archive.Spool;

namespace Yagura.Pipeline;

/// <summary>Looks at the room on the data folder's disk and decides whether records are still taken (CUSTODY 3). Nothing is deleted for space.</summary>
/// <remarks>There is no index that could be dropped or paused yet: the two milder decisions are told, and change nothing else.</remarks>
internal sealed class SpaceWatch(IDisk disk, DataFolder folder, long reserveBytes, TimeProvider time, Action<string> alarm)
{
    // The reserve is some seconds of the fastest intake.
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private long lastLook;
    private SpaceDecision decision;

    /// <summary>Why records are refused; null while there is room.</summary>
    public string? Short { get; private set; }

    /// <summary>Whether records are refused now. One caller at a time.</summary>
    public bool IsShort()
    {
        if (lastLook != 0 && time.GetElapsedTime(lastLook) < LookEvery)
            return Short is not null;
        lastLook = time.GetTimestamp();
        try
        {
            Take(disk.FreeBytes(folder.Root), Unsealed());
        }
        catch (DiskException)
        {
            // A disk that cannot even be asked fails the next sync, which halts the spool with its own reason.
        }

        return Short is not null;
    }

    private void Take(long free, long unsealed)
    {
        var before = decision;
        decision = SpoolSpace.Decide(new SpaceState(free, reserveBytes, IndexBytes: 0, unsealed));
        Short = decision == SpaceDecision.StopAcknowledging ? $"{folder.Root} has {free >> 20} MB free, and {unsealed >> 20} MB are not sealed yet: nothing is acknowledged until there is room" : null;
        if (decision == before)
            return;
        alarm(decision switch
        {
            SpaceDecision.StopAcknowledging => Short!,
            SpaceDecision.GoOn => $"{folder.Root} has room again: {free >> 20} MB free",
            _ => $"{folder.Root} is nearly full: {free >> 20} MB free, {unsealed >> 20} MB are not sealed yet; below half of the reserve of {reserveBytes >> 20} MB nothing is acknowledged any more",
        });
    }

    /// <summary>The spool's files: as much evidence may still have to be written, because a log may not compress.</summary>
    private long Unsealed()
    {
        var bytes = 0L;
        foreach (var name in disk.List(folder.Spool))
        {
            try
            {
                using var file = disk.OpenRead(Path.Combine(folder.Spool, name));
                bytes += file.Length;
            }
            catch (DiskException)
            {
                // The sealer deleted it meanwhile.
            }
        }

        return bytes;
    }
}
