using System.Globalization;
using System.Text;
using Yagura.Archive.Disk;
using Yagura.Archive.Seal;
using Yagura.Events;

namespace Yagura.Archive.Chain;

/// <summary>Writes and finds the checkpoints of an archive.</summary>
/// <remarks>
/// <c>checkpoints/&lt;seal index, 10 digits&gt;.checkpoint</c>; a second one for the same seal (on demand, or a rotation)
/// is <c>&lt;index&gt;.2.checkpoint</c>, and so on.
/// </remarks>
public sealed class Checkpoints(IDisk disk, string archive)
{
    private const string Ending = ".checkpoint";

    /// <summary>The newest checkpoint; null without any.</summary>
    /// <exception cref="ArchiveException">It cannot be read.</exception>
    public Checkpoint? Newest()
    {
        var names = Names(disk, archive);
        return names.Count > 0 ? Read($"{ArchivePaths.Checkpoints(archive)}/{names[^1]}") : null;
    }

    /// <summary>Whether a seal not yet under a checkpoint was the last of its hour, or the first under a new origin.</summary>
    public bool IsDue(SealHead head)
    {
        var newest = Newest();
        // A new origin is vouched for at once: until then anybody could have written the statement that began it.
        if (newest is not null && newest.Content.Origin != head.Origin) return true;
        var covered = newest?.Content.SealIndex ?? 0;
        var folder = new SealFolder(disk, archive);
        for (var seal = folder.Read(head.Path); seal is not null && seal.Content.Index > covered; seal = folder.Before(seal))
            if (EndsAnHour(seal.Content.From, seal.Content.To)) return true;
        return false;
    }

    /// <summary>Signs and writes a checkpoint for a head.</summary>
    public Checkpoint Write(SealHead head, JournalHead journal, ReceiveTime time, SigningKey key) =>
        Write(Content(head, journal, time, rotate: null), [key]);

    /// <summary>Signs and writes the checkpoint after which another key signs: the old key signs the new one's fingerprint, and both sign.</summary>
    public Checkpoint Rotate(SealHead head, JournalHead journal, ReceiveTime time, SigningKey old, SigningKey next) =>
        Write(Content(head, journal, time, next.Public.Name), [old, next]);

    /// <summary>The first checkpoint whose seal's period ends at or after a day's end; null while there is none.</summary>
    /// <param name="dayEnd">Midnight after the day, in the contract's zone.</param>
    public Checkpoint? OfDay(DateTimeOffset dayEnd)
    {
        var end = ReceiveTime.From(dayEnd);
        Checkpoint? found = null;
        foreach (var name in Names(disk, archive).Reverse())
        {
            var checkpoint = Read($"{ArchivePaths.Checkpoints(archive)}/{name}");
            // A checkpoint is signed after its seal's period ended.
            if (checkpoint.Content.Time < end) break;
            if (PeriodEnd(checkpoint.Content) is { } to && to >= end) found = checkpoint;
        }
        return found;
    }

    /// <summary>The published key that an id names, with the fingerprint that people compare; null when its file is not there or is none.</summary>
    public KeyName? KeyOf(string id)
    {
        var path = $"{ArchivePaths.Keys(archive)}/{id}.pem";
        return disk.Exists(path) && PublicKey.TryRead(DurableFile.Read(disk, path)) is { } key && key.Name.Id == id ? key.Name : null;
    }

    /// <summary>Names of the checkpoint files, oldest first.</summary>
    public static IReadOnlyList<string> Names(IDisk disk, string archive) =>
        [.. disk.List(ArchivePaths.Checkpoints(archive)).Where(name => Order(name) is not null).OrderBy(name => Order(name))];

    /// <summary>Reads one checkpoint.</summary>
    /// <exception cref="ArchiveException">It has another form.</exception>
    public Checkpoint Read(string path) =>
        CheckpointText.TryParse(DurableFile.Read(disk, path), out var checkpoint, out var fault) ? checkpoint! : throw new ArchiveException($"{path}: {fault}");

    internal static (long Index, int Copy)? Order(string name)
    {
        if (!name.EndsWith(Ending, StringComparison.Ordinal)) return null;
        var parts = name[..^Ending.Length].Split('.');
        var copy = 1;
        if (parts.Length > 2 || parts[0].Length != ArchivePaths.IndexDigits || !TryNumber(parts[0], out var index)) return null;
        if (parts.Length == 2 && (!int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out copy) || copy < 2)) return null;
        return (index, copy);
    }

    private static bool TryNumber(string text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static bool EndsAnHour(ReceiveTime from, ReceiveTime to) => from.UtcTicks / TimeSpan.TicksPerHour != to.UtcTicks / TimeSpan.TicksPerHour;

    private CheckpointContent Content(SealHead head, JournalHead journal, ReceiveTime time, KeyName? rotate) => new()
    {
        Origin = head.Origin,
        Node = head.Node,
        SealIndex = head.Index,
        SealHash = head.Hash,
        Journal = journal,
        Previous = Newest()?.Hash ?? SealContent.NoHash,
        Time = time,
        Rotate = rotate,
    };

    private Checkpoint Write(CheckpointContent content, IReadOnlyList<SigningKey> keys)
    {
        if (Newest() is { } newest && newest.Content.SealIndex > content.SealIndex)
            throw new ArchiveException($"seal {content.SealIndex} lies behind the newest checkpoint, which vouches for seal {newest.Content.SealIndex}");
        var body = CheckpointText.Body(content);
        var bytes = CheckpointText.Write(body, [.. keys.Select(key => new CheckpointSignature(key.Public.Name.Id, key.Sign(body)))]);
        var verified = CheckpointText.TryParse(bytes, out var checkpoint, out var fault)
            && checkpoint!.Signatures.Zip(keys).All(pair => pair.Second.Public.Verifies(body, pair.First.Der));
        if (!verified) throw new ArchiveException($"the checkpoint for seal {content.SealIndex} would not verify {fault}");
        foreach (var key in keys) Publish(key.Public);
        disk.CreateFolder(ArchivePaths.Checkpoints(archive));
        DurableFile.Write(disk, FreePath(disk, ArchivePaths.Checkpoints(archive), content.SealIndex), bytes);
        return checkpoint!;
    }

    internal void Publish(PublicKey key)
    {
        var path = $"{ArchivePaths.Keys(archive)}/{key.Name.Id}.pem";
        if (disk.Exists(path)) return;
        disk.CreateFolder(ArchivePaths.Keys(archive));
        DurableFile.Write(disk, path, Encoding.ASCII.GetBytes(key.Pem));
    }

    internal static string FreePath(IDisk disk, string folder, long index)
    {
        var stem = $"{folder}/{index.ToString("D10", CultureInfo.InvariantCulture)}";
        var path = stem + Ending;
        for (var copy = 2; disk.Exists(path); copy++) path = $"{stem}.{copy}{Ending}";
        return path;
    }

    private ReceiveTime? PeriodEnd(CheckpointContent checkpoint)
    {
        var name = ArchivePaths.BaseName(checkpoint.Node, checkpoint.SealIndex) + ArchivePaths.Seal;
        var folder = ArchivePaths.DayFoldersBackwards(disk, archive).FirstOrDefault(day => disk.Exists($"{day}/{name}"));
        return folder is null ? null : new SealFolder(disk, archive).Read($"{folder}/{name}").Content.To;
    }
}
