using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Yagura.Archive.Chain;
using Yagura.Archive.Seal;

namespace Yagura.Archive.Export;

/// <summary>Reads a package back and compares lines, seals, checkpoint and keys: what was written is what can be proven.</summary>
public static class PackageCheck
{
    /// <summary>What is wrong with it, a sentence each; empty when nothing is.</summary>
    public static IReadOnlyList<string> Run(Stream package)
    {
        try
        {
            using var zip = new ZipArchive(package, ZipArchiveMode.Read, leaveOpen: true);
            return new Reading(zip).Run();
        }
        catch (InvalidDataException broken)
        {
            return [broken.Message];
        }
    }

    private sealed class Reading(ZipArchive zip)
    {
        private readonly List<string> _faults = [];

        public List<string> Run()
        {
            var contents = Encoding.ASCII.GetString(Whole(PackageNames.Contents)).Split('\n').Select(line => line.Split(' ')).ToList();
            var range = contents.FirstOrDefault(parts => parts is ["seals", _, _]);
            if (range is null || !long.TryParse(range[1], CultureInfo.InvariantCulture, out var first) || !long.TryParse(range[2], CultureInfo.InvariantCulture, out var last)) return ["contents: names no seals"];
            var wanted = contents.Where(parts => parts is ["source", _]).Select(parts => parts[1]).ToHashSet(StringComparer.Ordinal);
            var seals = Seals();
            if (seals.Count == 0 || seals[0].Seal.Index != first || seals.TrueForAll(seal => seal.Seal.Index != last)) _faults.Add("seals: not all that the package names");
            foreach (var (seal, hash) in seals.Where(seal => seal.Seal.Index >= first && seal.Seal.Index <= last)) Lines(seal, hash, wanted);
            Checkpoint(seals);
            return _faults;
        }

        private List<(SealContent Seal, string Hash)> Seals()
        {
            var seals = new List<(SealContent Seal, string Hash)>();
            foreach (var entry in zip.Entries.Where(entry => entry.FullName.StartsWith(PackageNames.Seals, StringComparison.Ordinal)).OrderBy(entry => entry.FullName, StringComparer.Ordinal))
            {
                var bytes = Whole(entry.FullName);
                if (!SealParser.TryParse(bytes, out var seal, out var fault)) _faults.Add($"{entry.FullName}: {fault}");
                else if (seals.Count > 0 && (seal!.Previous != seals[^1].Hash || seal.Index != seals[^1].Seal.Index + 1)) _faults.Add($"{entry.FullName}: does not follow the seal before it");
                else seals.Add((seal!, EvidenceMember.Hash(bytes)));
            }
            return seals;
        }

        private void Lines(SealContent seal, string hash, HashSet<string> wanted)
        {
            var deleted = $"{PackageNames.Deleted}{seal.BaseName}{ArchivePaths.Deleted}";
            if (zip.GetEntry(deleted) is not null)
            {
                if (DeletionText.TryParse(Whole(deleted))?.SealHash != hash) _faults.Add($"{deleted}: is of another seal");
                return;
            }
            foreach (var source in seal.Sources.Where(source => wanted.Contains(source.Source)))
            {
                var name = PackageNames.LinesOf(source.Source, seal.BaseName);
                if (zip.GetEntry(name) is not { } entry) _faults.Add($"{name}: missing");
                else if (Hash(entry) != source.Hash) _faults.Add($"{name}: is not what was sealed");
            }
        }

        private void Checkpoint(List<(SealContent Seal, string Hash)> seals)
        {
            if (!CheckpointText.TryParse(Whole(PackageNames.Checkpoint), out var checkpoint, out var fault))
            {
                _faults.Add($"checkpoint: {fault}");
                return;
            }
            if (seals.Count == 0 || seals[^1].Seal.Index != checkpoint!.Content.SealIndex || seals[^1].Hash != checkpoint.Content.SealHash) _faults.Add("checkpoint: vouches for another seal than the last one here");
            foreach (var signature in checkpoint!.Signatures)
            {
                var key = PublicKey.TryRead(Whole($"{PackageNames.Keys}{signature.KeyId}.pem"));
                if (key is null || key.Name.Id != signature.KeyId || !key.Verifies(checkpoint.Body, signature.Der)) _faults.Add($"checkpoint: the signature is not by {signature.KeyId}");
            }
        }

        private byte[] Whole(string name)
        {
            if (zip.GetEntry(name) is not { } entry) return [];
            using var stream = entry.Open();
            using var into = new MemoryStream();
            stream.CopyTo(into);
            return into.ToArray();
        }

        private static string Hash(ZipArchiveEntry entry)
        {
            using var stream = entry.Open();
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        }
    }
}
