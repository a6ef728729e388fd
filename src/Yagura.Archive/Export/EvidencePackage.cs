using System.IO.Compression;
using System.Text;
using Yagura.Archive.Chain;
using Yagura.Archive.Disk;
using Yagura.Archive.Seal;

namespace Yagura.Archive.Export;

/// <summary>Writes an evidence package: the lines of some sources and a span, with what proves them alone (docs/formats/package.md).</summary>
/// <remarks>
/// A seal states a hash over each source's own lines: one source's lines can be given away and proven without those of any other.
/// Whole seals go in, because only they can be proven; the package holds the seals up to the next checkpoint, so that its signature binds them.
/// </remarks>
public static class EvidencePackage
{
    /// <summary>Writes it as a zip.</summary>
    /// <exception cref="ArchiveException">Nothing lies in the span, evidence is missing or altered, or no checkpoint binds it yet.</exception>
    public static PackageSummary Write(SealFolder seals, PackageOptions options, Stream into)
    {
        var chosen = Choose(seals, options);
        var (name, checkpoint) = Binding(seals, chosen[^1].Content.Index);
        using var zip = new ZipArchive(into, ZipArchiveMode.Create, leaveOpen: true);
        var sources = new SortedSet<string>(StringComparer.Ordinal);
        var (records, deleted) = (0L, 0L);
        foreach (var seal in chosen)
        {
            Put(zip, $"{PackageNames.Seals}{seal.Content.BaseName}{ArchivePaths.Seal}", DurableFile.Read(seals.Disk, seal.Path(ArchivePaths.Seal)));
            if (PutDeleted(seals.Disk, zip, seal))
            {
                deleted++;
                continue;
            }
            foreach (var (source, lines) in SourceLines.Read(seals.Disk, seal, source => options.Sources.Count == 0 || options.Sources.Contains(source, StringComparer.Ordinal)))
            {
                Put(zip, PackageNames.LinesOf(source, seal.Content.BaseName), lines.WrittenSpan);
                sources.Add(source);
            }
            records += seal.Content.Sources.Where(source => sources.Contains(source.Source)).Sum(source => source.Records);
        }
        for (var next = seals.After(chosen[^1]); next is not null && next.Content.Index <= checkpoint.Content.SealIndex; next = seals.After(next))
            Put(zip, $"{PackageNames.Seals}{next.Content.BaseName}{ArchivePaths.Seal}", DurableFile.Read(seals.Disk, next.Path(ArchivePaths.Seal)));
        Put(zip, PackageNames.Checkpoint, DurableFile.Read(seals.Disk, $"{ArchivePaths.Checkpoints(seals.Archive)}/{name}"));
        foreach (var signature in checkpoint.Signatures)
            Put(zip, $"{PackageNames.Keys}{signature.KeyId}.pem", DurableFile.Read(seals.Disk, $"{ArchivePaths.Keys(seals.Archive)}/{signature.KeyId}.pem"));
        var summary = new PackageSummary(chosen[0].Content.Index, chosen[^1].Content.Index, records, [.. sources], deleted, checkpoint.Content.SealIndex);
        Put(zip, PackageNames.Contents, Encoding.ASCII.GetBytes(PackageText.Contents(summary, options)));
        Put(zip, PackageNames.Script, Encoding.ASCII.GetBytes(PackageText.Script));
        Put(zip, PackageNames.Readme, Encoding.UTF8.GetBytes(PackageText.Readme(summary, options, chosen[0].Content, chosen[^1].Content, checkpoint)));
        return summary;
    }

    /// <summary>The seals whose periods meet the span, oldest first, without a hole.</summary>
    private static List<SealFolder.Found> Choose(SealFolder seals, PackageOptions options)
    {
        var chosen = new List<SealFolder.Found>();
        for (var seal = seals.Newest(); seal is not null && seal.Content.To > options.From; seal = seals.Before(seal))
            if (seal.Content.From < options.To) chosen.Add(seal);
        chosen.Reverse();
        if (chosen.Count == 0) throw new ArchiveException($"no seal lies between {options.From} and {options.To}");
        if (chosen[0].Content.Index > 1 && chosen[0].Content.From > options.From) throw new ArchiveException($"the seals before {chosen[0].Content.Index} are missing");
        return chosen;
    }

    /// <summary>The first checkpoint at or behind the last seal.</summary>
    private static (string Name, Checkpoint Checkpoint) Binding(SealFolder seals, long last)
    {
        var name = Checkpoints.Names(seals.Disk, seals.Archive).FirstOrDefault(name => Checkpoints.Order(name)!.Value.Index >= last)
            ?? throw new ArchiveException($"no checkpoint vouches for seal {last} yet: run yagura checkpoint first");
        return (name, new Checkpoints(seals.Disk, seals.Archive).Read($"{ArchivePaths.Checkpoints(seals.Archive)}/{name}"));
    }

    private static bool PutDeleted(IDisk disk, ZipArchive zip, SealFolder.Found seal)
    {
        if (disk.Exists(seal.Path(ArchivePaths.Evidence))) return false;
        var path = seal.Path(ArchivePaths.Deleted);
        if (!disk.Exists(path)) throw new ArchiveException($"{seal.Path(ArchivePaths.Evidence)}: missing; run yagura verify");
        Put(zip, $"{PackageNames.Deleted}{seal.Content.BaseName}{ArchivePaths.Deleted}", DurableFile.Read(disk, path));
        return true;
    }

    private static void Put(ZipArchive zip, string name, ReadOnlySpan<byte> bytes)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Optimal);
        using var stream = entry.Open();
        stream.Write(bytes);
    }
}
