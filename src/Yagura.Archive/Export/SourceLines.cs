using System.Buffers;
using System.Text;
using Yagura.Archive.Disk;
using Yagura.Archive.Seal;

namespace Yagura.Archive.Export;

/// <summary>The lines of some sources in one seal's evidence, exactly as they stand there; nothing is unpacked that was not hashed.</summary>
internal static class SourceLines
{
    /// <summary>Reads them. Memory: the lines of the wanted sources of one seal (at most 256 MB and a batch).</summary>
    /// <exception cref="ArchiveException">The evidence is not what was sealed.</exception>
    public static Dictionary<string, ArrayBufferWriter<byte>> Read(IDisk disk, SealFolder.Found seal, Func<string, bool> wanted)
    {
        var path = seal.Path(ArchivePaths.Evidence);
        using var file = disk.OpenRead(path);
        var lines = seal.Content.Sources.Where(source => wanted(source.Source)).ToDictionary(source => source.Source, _ => new ArrayBufferWriter<byte>(), StringComparer.Ordinal);
        var unpacked = new ArrayBufferWriter<byte>();
        foreach (var member in seal.Content.Members)
        {
            var packed = new byte[(int)Math.Min(member.Length, EvidenceMember.PackedBytesMax)];
            if (file.Read(member.Offset, packed) != member.Length || EvidenceMember.Hash(packed) != member.Hash || EvidenceMember.Unpack(packed, packed.Length, unpacked) is not null)
                throw new ArchiveException($"{path}: the member at byte {member.Offset} is not what was sealed; run yagura verify");
            Split(path, unpacked.WrittenSpan, lines);
        }
        foreach (var source in seal.Content.Sources)
            if (lines.TryGetValue(source.Source, out var found) && EvidenceMember.Hash(found.WrittenSpan) != source.Hash)
                throw new ArchiveException($"{path}: the lines of {source.Source} are not what was sealed; run yagura verify");
        return lines;
    }

    private static void Split(string path, ReadOnlySpan<byte> rest, Dictionary<string, ArrayBufferWriter<byte>> lines)
    {
        var bySource = lines.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> name = stackalloc char[Events.Identifier.LengthMax];
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf((byte)'\n');
            if (end < 0 || !EvidencePrefix.TryRead(rest[..end], out var prefix)) throw new ArchiveException($"{path}: a line of another form");
            var length = Encoding.ASCII.GetChars(prefix.Source, name);
            if (bySource.TryGetValue(name[..length], out var into)) into.Write(rest[..(end + 1)]);
            rest = rest[(end + 1)..];
        }
    }
}
