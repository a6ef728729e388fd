using System.Buffers;
using Yagura.Archive.Disk;
using Yagura.Archive.Seal;
using Yagura.Events;

namespace Yagura.Archive.Reading;

/// <summary>Reads the records of one sealed evidence file, member by member, each checked against the seal before it is unpacked.</summary>
internal sealed class EvidenceFile(IDisk disk, SealFolder.Found seal, Action<UnreadableRange> unreadable)
{
    private readonly ArrayBufferWriter<byte> _unpacked = new();
    private readonly string _path = seal.Path(ArchivePaths.Evidence);

    /// <summary>The records from a sequence on. Memory: one member.</summary>
    public IEnumerable<StoredRecord> Read(long from)
    {
        if (!disk.Exists(_path))
        {
            var reason = disk.Exists(seal.Path(ArchivePaths.Deleted)) ? "deleted" : "missing";
            Report(seal.Content.First, seal.Content.Last, reason);
            yield break;
        }
        using var file = disk.OpenRead(_path);
        var before = 0L;
        foreach (var member in seal.Content.Members)
        {
            var first = seal.Content.First + before;
            before += member.Records;
            if (IsBefore(first + member.Records - 1, from)) continue;
            foreach (var stored in Records(file, member, first))
                if (stored.Sequence >= from) yield return stored;
        }
    }

    /// <remarks>Only without damaged ranges does the count alone say which sequences a member holds.</remarks>
    private bool IsBefore(long memberLast, long from) =>
        seal.Content.Count == seal.Content.Last - seal.Content.First + 1 && memberLast < from;

    private List<StoredRecord> Records(IDiskFile file, SealedMember member, long first)
    {
        var records = new List<StoredRecord>();
        var fault = Load(file, member) ?? Split(records);
        if (fault is null && records.Count != member.Records) fault = $"holds {records.Count} records, the seal says {member.Records}";
        if (fault is null) return records;
        Report(first, Math.Min(first + member.Records - 1, seal.Content.Last), $"the member at byte {member.Offset} {fault}");
        return [];
    }

    private string? Load(IDiskFile file, SealedMember member)
    {
        if (member.Length > EvidenceMember.PackedBytesMax || member.Offset + member.Length > file.Length) return "lies beyond the file's end";
        var packed = new byte[(int)member.Length];
        if (file.Read(member.Offset, packed) != packed.Length) return "is cut";
        return EvidenceMember.Hash(packed) == member.Hash ? EvidenceMember.Unpack(packed, packed.Length, _unpacked) : "differs from its seal";
    }

    private string? Split(List<StoredRecord> records)
    {
        var rest = _unpacked.WrittenSpan;
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf((byte)'\n');
            if (end < 0 || !EvidenceReading.TryRead(rest[..end], out var stored)) return "has a line of another form";
            records.Add(stored);
            rest = rest[(end + 1)..];
        }
        return null;
    }

    private void Report(long first, long last, string reason) =>
        unreadable(new UnreadableRange(_path, first, last, seal.Content.Earliest ?? seal.Content.From, seal.Content.Latest ?? seal.Content.To, reason));
}
