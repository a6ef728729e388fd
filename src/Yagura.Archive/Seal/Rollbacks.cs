using System.Globalization;
using Yagura.Archive.Disk;

namespace Yagura.Archive.Seal;

/// <summary>The rollback statements of an archive: <c>rollbacks/&lt;index, 10 digits&gt;-&lt;copy&gt;.rollback</c>, in order.</summary>
public sealed class Rollbacks(IDisk disk, string archive)
{
    private const string Ending = ".rollback";

    /// <summary>The folder.</summary>
    public string Folder { get; } = $"{archive}/rollbacks";

    /// <summary>Names of the files, in the order in which they were written.</summary>
    public IReadOnlyList<string> Names() => [.. disk.List(Folder).Where(name => Order(name) is not null).OrderBy(name => Order(name))];

    /// <summary>Names of what is no statement by its name.</summary>
    public IReadOnlyList<string> Strays() => [.. disk.List(Folder).Where(name => Order(name) is null)];

    /// <summary>Reads one; null for another form.</summary>
    public SignedRollback? Read(string name) => RollbackText.TryParse(DurableFile.Read(disk, $"{Folder}/{name}"));

    /// <summary>The archive's id behind a seal: what the statements at it make of the id before.</summary>
    /// <exception cref="ArchiveException">A statement has another form, or begins at another id.</exception>
    public string Follow(string origin, long sealIndex)
    {
        foreach (var name in Names().Where(name => Order(name)!.Value.Index == sealIndex))
        {
            var rollback = Read(name)?.Content ?? throw new ArchiveException($"{Folder}/{name}: is not a rollback statement of version 1");
            if (rollback.Origin != origin) throw new ArchiveException($"{Folder}/{name}: leads away from {rollback.Origin}; the archive is {origin}");
            origin = rollback.Next;
        }
        return origin;
    }

    /// <summary>Ids that some statement led away from. Bounded by the rollbacks that people accepted.</summary>
    public IReadOnlySet<string> FormerOrigins() => Names().Select(Read).OfType<SignedRollback>().Select(rollback => rollback.Content.Origin).ToHashSet(StringComparer.Ordinal);

    /// <summary>Writes a statement.</summary>
    public void Write(SignedRollback rollback)
    {
        disk.CreateFolder(Folder);
        var stem = $"{Folder}/{rollback.Content.SealIndex.ToString("D10", CultureInfo.InvariantCulture)}";
        var copy = 1;
        while (disk.Exists($"{stem}-{copy}{Ending}")) copy++;
        DurableFile.Write(disk, $"{stem}-{copy}{Ending}", RollbackText.Write(rollback.Body, rollback.KeyId, rollback.Signature));
    }

    /// <summary>The seal and the copy that a name says; null for another name.</summary>
    internal static (long Index, int Copy)? Order(string name)
    {
        if (!name.EndsWith(Ending, StringComparison.Ordinal)) return null;
        var parts = name[..^Ending.Length].Split('-');
        return parts.Length == 2 && parts[0].Length == ArchivePaths.IndexDigits
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var copy) && copy >= 1 ? (index, copy) : null;
    }
}
