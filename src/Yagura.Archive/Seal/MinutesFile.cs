using System.Buffers;
using Yagura.Archive.Disk;

namespace Yagura.Archive.Seal;

/// <summary>Reads the <c>.minutes.gz</c> of a seal: events by receive minute and source (CUSTODY 4).</summary>
public static class MinutesFile
{
    /// <summary>Events by minute (whole minutes since year 1, UTC) and source; null when the file is missing or not what the seal states.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="seal">The seal beside it.</param>
    public static IReadOnlyDictionary<(long Minute, string Source), long>? TryRead(IDisk disk, SealFolder.Found seal)
    {
        var path = seal.Path(ArchivePaths.Minutes);
        if (!disk.Exists(path)) return null;
        var bytes = DurableFile.Read(disk, path);
        if (EvidenceMember.Hash(bytes) != seal.Content.MinutesHash) return null;
        var unpacked = new ArrayBufferWriter<byte>();
        return EvidenceMember.Unpack(bytes, bytes.Length, unpacked) is null ? MinuteCounts.TryRead(unpacked.WrittenSpan)?.Counts : null;
    }
}
