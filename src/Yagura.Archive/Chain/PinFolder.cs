using System.Text;
using Yagura.Archive.Disk;
using Yagura.Archive.Seal;
using Yagura.Events;

namespace Yagura.Archive.Chain;

/// <summary>A copy that somebody outside is known to hold.</summary>
/// <param name="Name">Who or where: the file's name in the folder of pins.</param>
/// <param name="Pin">Index and hash of the seal.</param>
/// <param name="Origin">The archive's id; null when the file does not say (written by hand).</param>
/// <param name="At">When it was handed over; null when the file does not say.</param>
public sealed record HeldPin(string Name, Pin Pin, string? Origin, ReceiveTime? At);

/// <summary>What is known to be held outside: <c>data/pins</c>, a file a recipient, <c>INDEX:HASH</c> on its first line, then <c>origin</c> and <c>at</c>.</summary>
/// <remarks>A convenience of this node: who verifies uses what he holds himself. It makes a folder that was rolled back refuse to start.</remarks>
public sealed class PinFolder(IDisk disk, string folder)
{
    /// <summary>Pins that a rollback gave up.</summary>
    public const string GivenUp = "given-up";

    private const int NameLengthMax = 100;

    /// <summary>Every pin, newest seal first.</summary>
    /// <exception cref="ArchiveException">A file has another form.</exception>
    public IReadOnlyList<HeldPin> Read() =>
        [.. disk.List(folder).Where(name => name != GivenUp && !name.EndsWith(ArchivePaths.Temporary, StringComparison.Ordinal)).Select(Read).OrderByDescending(pin => pin.Pin.Index)];

    /// <summary>Remembers that a recipient holds a checkpoint; it replaces what was known of him.</summary>
    /// <param name="recipient">A folder, an address: it becomes the file's name.</param>
    /// <param name="checkpoint">What he holds.</param>
    /// <param name="at">When.</param>
    public void Keep(string recipient, CheckpointContent checkpoint, ReceiveTime at)
    {
        disk.CreateFolder(folder);
        DurableFile.Write(disk, $"{folder}/{FileName(recipient)}", Encoding.ASCII.GetBytes($"{checkpoint.SealIndex}:{checkpoint.SealHash}\norigin {checkpoint.Origin}\nat {at}\n"));
    }

    /// <summary>Takes a pin away from what the start compares with: a rollback gave up its seal.</summary>
    public void GiveUp(HeldPin pin)
    {
        var target = $"{folder}/{GivenUp}";
        disk.CreateFolder(target);
        disk.Rename($"{folder}/{pin.Name}", $"{target}/{pin.Pin.Index}-{pin.Name}");
        disk.SyncFolder(target);
        disk.SyncFolder(folder);
    }

    /// <summary>The file name of a recipient.</summary>
    public static string FileName(string recipient)
    {
        var name = string.Concat(recipient.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '@' or '-' ? letter : '_')).TrimStart('.');
        return name.Length <= NameLengthMax ? name : EvidenceMember.Hash(Encoding.UTF8.GetBytes(recipient));
    }

    private HeldPin Read(string name)
    {
        var lines = Encoding.ASCII.GetString(DurableFile.Read(disk, $"{folder}/{name}")).Split('\n');
        var pin = Pin.TryParse(lines[0].Trim()) ?? throw new ArchiveException($"{folder}/{name}: the first line should be INDEX:HASH");
        var origin = lines.FirstOrDefault(line => line.StartsWith("origin ", StringComparison.Ordinal))?[7..];
        var at = lines.FirstOrDefault(line => line.StartsWith("at ", StringComparison.Ordinal))?[3..];
        return new HeldPin(name, pin, origin, at is not null && ReceiveTime.TryParse(at, out var time) ? time : null);
    }
}

/// <summary>How far the chain is bound by copies outside.</summary>
/// <param name="Newest">The newest pin; null for none.</param>
/// <param name="UnpinnedSince">Since when nobody outside binds the chain: the end of the pinned seal's period, or the first seal's start; null when nothing was sealed after the pin.</param>
public sealed record PinStanding(HeldPin? Newest, ReceiveTime? UnpinnedSince)
{
    /// <summary>The standing of an archive.</summary>
    public static PinStanding Of(SealFolder seals, IReadOnlyList<HeldPin> pins)
    {
        var newest = pins.MaxBy(pin => pin.Pin.Index);
        if (newest is null) return new PinStanding(null, First(seals)?.Content.From);
        var seal = seals.Newest();
        if (seal is null || seal.Content.Index <= newest.Pin.Index) return new PinStanding(newest, null);
        while (seal is not null && seal.Content.Index > newest.Pin.Index + 1) seal = seals.Before(seal);
        return new PinStanding(newest, seal?.Content.From);
    }

    private static SealFolder.Found? First(SealFolder seals) =>
        ArchivePaths.DayFolders(seals.Disk, seals.Archive).Select(seals.FirstIn).FirstOrDefault(found => found is not null);
}
