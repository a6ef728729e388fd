using System.Buffers;
using Yagura.Archive.Disk;
using Yagura.Archive.Seal;

namespace Yagura.Archive.Verify;

/// <summary>Says what was done to a file that is not the sealed one: another seal's file, packed again, one source taken out.</summary>
/// <remarks>Only runs on altered files, one at a time; it unpacks whatever gzip accepts and proves nothing, it explains.</remarks>
internal sealed class AlteredEvidence(IDisk disk, string archive, FaultList faults, IReadOnlyList<ChainLink> links)
{
    private readonly Lock _gate = new();

    /// <summary>Adds the explanation as a fault of its own.</summary>
    public void Explain(SealContent seal, ChainLink link)
    {
        lock (_gate)
        {
            var path = $"{archive}/{link.File(ArchivePaths.Evidence)}";
            using var file = disk.OpenRead(path);
            if (file.Length > EvidenceMember.PackedBytesMax) return;
            var packed = new byte[(int)file.Length];
            file.Read(0, packed);
            var hash = EvidenceMember.Hash(packed);
            if (links.FirstOrDefault(other => other.Index != link.Index && other.EvidenceHash == hash) is { } owner)
            {
                faults.Add("evidence-swapped", link, ArchivePaths.Evidence, $"is the evidence of seal {owner.Index}");
                return;
            }
            var unpacked = new ArrayBufferWriter<byte>();
            if (GzipFile.Unpack(packed, unpacked) is null) Compare(seal, link, unpacked.WrittenSpan);
        }
    }

    private void Compare(SealContent seal, ChainLink link, ReadOnlySpan<byte> lines)
    {
        if (EvidenceMember.Hash(lines) == seal.ContentHash)
        {
            faults.Add("evidence-repacked", link, ArchivePaths.Evidence, "was packed again or padded: its content is the sealed one, its file is not");
            return;
        }
        using var check = new LineCheck(seal);
        check.Take(lines, seal.Count);
        foreach (var (kind, what) in check.Finish().Where(found => found.Kind == "source-altered")) faults.Add(kind, link, ArchivePaths.Evidence, what);
    }
}
