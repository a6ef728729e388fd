using System.Buffers;
using Yagura.Archive.Disk;

namespace Yagura.Archive.Seal;

/// <summary>What a crash left between a period's first byte and its seal.</summary>
/// <remarks>
/// Temporary files go. Evidence without a seal goes if the spool still has every record of it: it will be made again.
/// Otherwise it may be the only copy: it is moved to <c>archive/quarantine/</c> with an alarm.
/// Only the newest seal's folder and later ones can hold such files.
/// </remarks>
internal static class UnsealedFiles
{
    /// <summary>Cleans up at start.</summary>
    public static void Clear(IDisk disk, SealerSetup setup, SealFolder.Found? newest)
    {
        var after = newest?.Content.Index ?? 0;
        var folders = ArchivePaths.DayFoldersBackwards(disk, setup.Archive)
            .TakeWhile(folder => newest is null || string.CompareOrdinal(folder, newest.Folder) >= 0)
            .ToList();
        foreach (var folder in folders)
        {
            foreach (var name in disk.List(folder))
            {
                if (name.EndsWith(ArchivePaths.Temporary, StringComparison.Ordinal)) Delete(disk, $"{folder}/{name}");
                else if (IsUnsealed(name, after, out var ending)) Settle(disk, setup, newest, $"{folder}/{name}", ending);
            }
        }
    }

    private static bool IsUnsealed(string name, long after, out string ending) =>
        ArchivePaths.TrySplit(name, out _, out var index, out ending) && index > after && ending is ArchivePaths.Evidence or ArchivePaths.Minutes;

    private static void Settle(IDisk disk, SealerSetup setup, SealFolder.Found? newest, string path, string ending)
    {
        if (ending == ArchivePaths.Minutes || SpoolHasAll(disk, setup, newest, path))
        {
            Delete(disk, path);
            return;
        }
        var quarantine = ArchivePaths.Quarantine(setup.Archive);
        disk.CreateFolder(quarantine);
        var target = $"{quarantine}/{DurableFile.Name(path)}";
        for (var copy = 2; disk.Exists(target); copy++) target = $"{quarantine}/{DurableFile.Name(path)}.{copy}";
        disk.Rename(path, target);
        disk.SyncFolder(quarantine);
        disk.SyncFolder(DurableFile.Folder(path));
        setup.Alarm($"{path} has no seal and holds records that the spool no longer has: moved to {target}");
    }

    private static void Delete(IDisk disk, string path)
    {
        disk.Delete(path);
        disk.SyncFolder(DurableFile.Folder(path));
    }

    private static bool SpoolHasAll(IDisk disk, SealerSetup setup, SealFolder.Found? newest, string path)
    {
        var found = Sequences(disk, path);
        if (found is null) return false;
        // Bounded by one period's records (256 MB of evidence).
        var missing = found.ToHashSet();
        foreach (var batch in setup.Batches(newest?.Content.To ?? default))
        {
            if (missing.Count == 0) break;
            foreach (var stored in batch.Records) missing.Remove(stored.Sequence);
        }
        return missing.Count == 0;
    }

    /// <summary>Every sequence in an evidence file whose members nobody states; null when it cannot be read to its end.</summary>
    private static List<long>? Sequences(IDisk disk, string path)
    {
        var packed = ReadAll(disk, path);
        var unpacked = new ArrayBufferWriter<byte>();
        var sequences = new List<long>();
        if (packed is null || GzipFile.Unpack(packed, unpacked) is not null) return null;
        foreach (var range in unpacked.WrittenSpan.Split((byte)'\n'))
        {
            var line = unpacked.WrittenSpan[range];
            if (line.IsEmpty) continue;
            if (!EvidencePrefix.TryRead(line, out var prefix)) return null;
            sequences.Add(prefix.Sequence);
        }
        return sequences;
    }

    private static byte[]? ReadAll(IDisk disk, string path)
    {
        using var file = disk.OpenRead(path);
        if (file.Length > EvidenceMember.PackedBytesMax) return null;
        var bytes = new byte[(int)file.Length];
        return file.Read(0, bytes) == bytes.Length ? bytes : null;
    }
}
