using Yagura.Archive.Chain;
using Yagura.Archive.Disk;
using Yagura.Archive.Seal;
using Yagura.Events;
using Yagura.Operations.Coverage;

namespace Yagura.Web.Pages.Custody;

/// <summary>Reads the archive's own files for its page: what is shown is what stands on the disk.</summary>
/// <param name="disk">The archive's disk.</param>
/// <param name="archive">The archive's folder.</param>
/// <param name="pins">The folder of pins that came back from outside: a file a pin.</param>
public sealed class ArchiveView(IDisk disk, string archive, string pins)
{
    // Pins shown, newest first.
    private const int PinsMax = 10;

    /// <summary>The archive's checkpoints.</summary>
    internal Checkpoints Checkpoints => new(disk, archive);

    /// <summary>What the seals say from an instant on; of one request, for it keeps what it read.</summary>
    internal SealFeed SealsSince(DateTimeOffset since) => new(new SealFolder(disk, archive), ReceiveTime.From(since));

    /// <summary>Reads the newest seals; files that cannot be read become the model's fault, not an exception.</summary>
    internal ArchiveModel Read(int sealsMax)
    {
        try
        {
            var seals = new SealFolder(disk, archive);
            // Bounded by sealsMax.
            var shown = new List<SealContent>();
            for (var seal = seals.Newest(); seal is not null && shown.Count < sealsMax; seal = seals.Before(seal)) shown.Add(seal.Content);
            var checkpoint = Checkpoints.Newest();
            return new ArchiveModel(shown, shown.Count > 0 ? shown[0].Index : 0, checkpoint, Fingerprint(checkpoint), Pins(), [], "");
        }
        catch (Exception unreadable) when (unreadable is ArchiveException or DiskException or IOException)
        {
            return new ArchiveModel([], 0, null, "", [], [], unreadable.Message);
        }
    }

    /// <summary>One seal, and whether it is the newest; null when there is none of that index or it cannot be read.</summary>
    internal (SealContent Seal, bool Newest)? Seal(long index)
    {
        try
        {
            var seals = new SealFolder(disk, archive);
            if (seals.Newest() is not { } newest || index < 1 || index > newest.Content.Index) return null;
            var name = ArchivePaths.BaseName(newest.Content.Node, index) + ArchivePaths.Seal;
            return ArchivePaths.DayFoldersBackwards(disk, archive).FirstOrDefault(day => disk.Exists($"{day}/{name}")) is { } folder ? (seals.Read($"{folder}/{name}").Content, index == newest.Content.Index) : null;
        }
        catch (Exception unreadable) when (unreadable is ArchiveException or DiskException or IOException)
        {
            return null;
        }
    }

    /// <summary>The newest seal that somebody outside is known to hold, as INDEX:HASH; null for none.</summary>
    internal string? NewestPin()
    {
        try
        {
            return new PinFolder(disk, pins).Read() is [var newest, ..] ? $"{newest.Pin.Index}:{newest.Pin.Hash}" : null;
        }
        catch (Exception unreadable) when (unreadable is ArchiveException or DiskException or IOException)
        {
            return null;
        }
    }

    /// <summary>Fingerprint of the key that signed the newest checkpoint; empty without one or when nothing can be read.</summary>
    internal string Fingerprint()
    {
        try
        {
            return Fingerprint(Checkpoints.Newest());
        }
        catch (Exception unreadable) when (unreadable is ArchiveException or DiskException or IOException)
        {
            return "";
        }
    }

    private string Fingerprint(Checkpoint? checkpoint) => checkpoint is null ? "" : Checkpoints.KeyOf(checkpoint.Signatures[^1].KeyId)?.Fingerprint ?? "";

    private List<OutsidePin> Pins() => !Directory.Exists(pins) ? [] :
        [.. new DirectoryInfo(pins).EnumerateFiles().OrderByDescending(file => file.LastWriteTimeUtc).Take(PinsMax)
            .Select(file => new OutsidePin(file.Name, File.ReadLines(file.FullName).FirstOrDefault() ?? "", new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero)))];
}
