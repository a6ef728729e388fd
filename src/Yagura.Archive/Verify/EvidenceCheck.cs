using System.Buffers;
using System.Security.Cryptography;
using Yagura.Archive.Disk;
using Yagura.Archive.Seal;
using Yagura.Events;

namespace Yagura.Archive.Verify;

/// <summary>Checks one seal's evidence and minutes against it. One instance a worker; memory is one member.</summary>
internal sealed class EvidenceCheck(IDisk disk, string archive, FaultList faults, ChainWalk chain, AlteredEvidence altered)
{
    /// <summary>A file that the disk does not give back: it may be whole all the same.</summary>
    public const string UnreadableKind = "evidence-unreadable";

    private readonly ArrayBufferWriter<byte> _unpacked = new();
    private byte[] _packed = new byte[1 << 20];

    /// <summary>Unpacked bytes read so far.</summary>
    public long UnpackedBytes { get; private set; }

    /// <summary>Checks everything that the seal says of its files.</summary>
    /// <param name="link">The seal.</param>
    /// <param name="evidenceIsDeleted">Whether its evidence was deleted by the rules.</param>
    /// <param name="quick">Hashes of the files only.</param>
    public void Check(ChainLink link, bool evidenceIsDeleted, bool quick)
    {
        // The chain has read it: what cannot be read any more is told as what it is.
        if (FaultList.TryRead(disk, archive, link.File(ArchivePaths.Seal), what => faults.Add("seal-unreadable", link, ArchivePaths.Seal, what)) is not { } bytes) return;
        if (!SealParser.TryParse(bytes, out var seal, out _)) return;
        var minutes = Minutes(seal!, link);
        if (evidenceIsDeleted) return;
        var path = $"{archive}/{link.File(ArchivePaths.Evidence)}";
        if (!disk.Exists(path))
        {
            faults.Add("evidence-missing", link, ArchivePaths.Evidence, "is missing, and no deletion by the rules explains it");
            return;
        }
        try
        {
            CheckFile(link, seal!, path, minutes, quick);
        }
        catch (DiskException unreadable)
        {
            faults.Add(UnreadableKind, link, ArchivePaths.Evidence, FaultList.Unreadable(unreadable));
        }
    }

    private void CheckFile(ChainLink link, SealContent seal, string path, MinuteCounts? minutes, bool quick)
    {
        using var file = disk.OpenRead(path);
        using var lines = new LineCheck(seal);
        var intact = Tiles(seal, link, file) & Members(seal, link, file, quick ? null : lines);
        if (!intact)
        {
            altered.Explain(seal, link);
            return;
        }
        if (quick) return;
        foreach (var (kind, what) in lines.Finish()) faults.Add(kind, link, ArchivePaths.Evidence, what);
        foreach (var (first, last) in lines.Gaps) chain.AddGap(first, last, link);
        if (minutes is not null) Agree(minutes, lines.Minutes, link);
    }

    private MinuteCounts? Minutes(SealContent seal, ChainLink link)
    {
        var path = $"{archive}/{link.File(ArchivePaths.Minutes)}";
        if (!disk.Exists(path))
        {
            faults.Add("minutes-missing", link, ArchivePaths.Minutes, "is missing; it is kept as long as its seal");
            return null;
        }
        if (FaultList.TryRead(disk, archive, link.File(ArchivePaths.Minutes), what => faults.Add(UnreadableKind, link, ArchivePaths.Minutes, what)) is not { } bytes) return null;
        if (EvidenceMember.Hash(bytes) != seal.MinutesHash)
        {
            faults.Add("minutes-altered", link, ArchivePaths.Minutes, "its bytes do not have the hash that the seal states");
            return null;
        }
        var fault = EvidenceMember.Unpack(bytes, bytes.Length, _unpacked);
        var minutes = fault is null ? MinuteCounts.TryRead(_unpacked.WrittenSpan) : null;
        if (minutes is null) faults.Add("minutes-wrong", link, ArchivePaths.Minutes, $"{fault ?? "has a line of another form or order"}");
        return minutes;
    }

    /// <summary>The members tile the file exactly: nothing before, between or behind them.</summary>
    private bool Tiles(SealContent seal, ChainLink link, IDiskFile file)
    {
        var end = 0L;
        foreach (var member in seal.Members)
        {
            if (member.Offset != end || member.Length <= 0)
            {
                faults.Add("not-tiled", link, ArchivePaths.Seal, $"a member begins at byte {member.Offset}; the one before ended at {end}");
                return false;
            }
            end += member.Length;
        }
        if (file.Length == end) return true;
        var what = file.Length > end ? $"is {file.Length - end} bytes longer than its members: something was appended" : $"is {end - file.Length} bytes shorter than its members: it was cut";
        faults.Add("not-tiled", link, ArchivePaths.Evidence, what);
        return false;
    }

    /// <summary>Every member has its hash, the file has its own; the lines go to the line check unless that is null.</summary>
    private bool Members(SealContent seal, ChainLink link, IDiskFile file, LineCheck? lines)
    {
        using var whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var intact = true;
        var first = seal.First;
        foreach (var member in seal.Members)
        {
            var fault = Member(member, file, whole, lines);
            if (fault is not null)
            {
                intact = false;
                faults.Add(new VerifyFault("member-altered", link.File(ArchivePaths.Evidence), link.Index, first, Math.Min(first + Math.Max(member.Records, 1) - 1, Math.Max(seal.Last, first)),
                    lines?.LastTime ?? seal.From, seal.Latest ?? seal.To, $"the member at bytes {member.Offset} to {member.Offset + member.Length - 1} {fault}"));
            }
            first += member.Records;
        }
        var agrees = Convert.ToHexStringLower(whole.GetCurrentHash()) == seal.EvidenceHash;
        if (intact && !agrees)
            faults.Add("evidence-altered", link, ArchivePaths.Evidence, "its bytes do not have the hash that the seal states");
        return intact && agrees;
    }

    private string? Member(SealedMember member, IDiskFile file, IncrementalHash whole, LineCheck? lines)
    {
        if (member.Length > EvidenceMember.PackedBytesMax) return $"is longer than {EvidenceMember.PackedBytesMax} bytes";
        var length = (int)member.Length;
        if (_packed.Length < length) _packed = new byte[length];
        if (file.Read(member.Offset, _packed.AsSpan(0, length)) != length) return "is cut";
        whole.AppendData(_packed, 0, length);
        if (lines is null) return null;
        if (EvidenceMember.Hash(_packed.AsSpan(0, length)) != member.Hash) return "does not have the hash that the seal states";
        if (EvidenceMember.Unpack(_packed, length, _unpacked) is { } fault) return fault;
        UnpackedBytes += _unpacked.WrittenCount;
        return lines.Take(_unpacked.WrittenSpan, member.Records);
    }

    private void Agree(MinuteCounts stated, MinuteCounts counted, ChainLink link)
    {
        foreach (var (key, events) in stated.Counts)
        {
            counted.Counts.TryGetValue(key, out var records);
            if (records == 0 || events < records)
                Disagree(link, key, $"states {events} events of {key.Source}, the evidence has {records} records");
        }
        foreach (var (key, records) in counted.Counts)
            if (!stated.Counts.ContainsKey(key)) Disagree(link, key, $"states no events of {key.Source}, the evidence has {records} records");
    }

    private void Disagree(ChainLink link, (long Minute, string Source) key, string what)
    {
        var from = new ReceiveTime(key.Minute * TimeSpan.TicksPerMinute);
        faults.Add(new VerifyFault("minutes-disagree", link.File(ArchivePaths.Minutes), link.Index, link.First, link.Last, from, new ReceiveTime(from.UtcTicks + TimeSpan.TicksPerMinute), $"minute {MinuteText.Write(key.Minute)} {what}"));
    }
}
