using Yagura.Archive.Disk;
using Yagura.Archive.Seal;
using Yagura.Events;

namespace Yagura.Archive.Verify;

/// <summary>Collects faults from several threads. Bounded: behind the first thousand only their number is kept.</summary>
internal sealed class FaultList
{
    private const int FaultsMax = 1000;
    private readonly Lock _gate = new();
    private readonly List<VerifyFault> _faults = [];
    private readonly List<string> _notices = [];
    private long _over;

    public void Add(VerifyFault fault)
    {
        lock (_gate)
        {
            if (_faults.Count < FaultsMax) _faults.Add(fault);
            else _over++;
        }
    }

    /// <summary>A fault of a file that belongs to no one seal.</summary>
    public void Add(string kind, string file, string what) => Add(new VerifyFault(kind, file, null, null, null, null, null, what));

    /// <summary>A fault of one seal's file, with the records and the time that the seal states.</summary>
    public void Add(string kind, ChainLink link, string ending, string what) =>
        Add(new VerifyFault(kind, link.File(ending), link.Index, link.Count > 0 ? link.First : null, link.Count > 0 ? link.Last : null, link.From, link.To, what));

    /// <summary>A small file's bytes; null, and a fault that says why, when the disk does not give them.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="archive">The archive's folder.</param>
    /// <param name="file">Path in the archive.</param>
    /// <param name="wrong">Makes the fault from its reason: the fault of this file and of no other.</param>
    public static byte[]? TryRead(IDisk disk, string archive, string file, Action<string> wrong)
    {
        try
        {
            return DurableFile.Read(disk, $"{archive}/{file}");
        }
        catch (Exception unreadable) when (unreadable is DiskException or ArchiveException)
        {
            wrong(Unreadable(unreadable));
            return null;
        }
    }

    /// <summary>Why a file cannot be read.</summary>
    public static string Unreadable(Exception reason) => $"cannot be read: {reason.Message}";

    public void Notice(string what)
    {
        lock (_gate)
        {
            if (_notices.Count < FaultsMax) _notices.Add(what);
        }
    }

    public IReadOnlyList<string> Notices
    {
        get
        {
            lock (_gate) return _over > 0 ? [.. _notices, $"{_over} more faults are not listed"] : [.. _notices];
        }
    }

    public IReadOnlyList<VerifyFault> Faults
    {
        get
        {
            lock (_gate) return [.. _faults.OrderBy(fault => fault.Seal ?? long.MaxValue).ThenBy(fault => fault.First ?? 0)];
        }
    }
}

/// <summary>What verification keeps of each seal: a few hundred bytes, whatever the seal's size.</summary>
/// <param name="Index">Its index.</param>
/// <param name="Hash">SHA-256 of its bytes.</param>
/// <param name="Folder">Its folder, relative to the archive.</param>
/// <param name="BaseName">Its files' stem.</param>
internal sealed record ChainLink(long Index, string Hash, string Folder, string BaseName)
{
    public required long First { get; init; }

    public required long Last { get; init; }

    public required long Count { get; init; }

    public required ReceiveTime From { get; init; }

    public required ReceiveTime To { get; init; }

    public required string EvidenceHash { get; init; }

    public required string Origin { get; init; }

    public required string Node { get; init; }

    /// <summary>The path of one of its files, relative to the archive.</summary>
    public string File(string ending) => $"{Folder}/{BaseName}{ending}";

    public static ChainLink Of(SealContent seal, string hash, string folder) => new(seal.Index, hash, folder, seal.BaseName)
    {
        First = seal.First,
        Last = seal.Last,
        Count = seal.Count,
        From = seal.From,
        To = seal.To,
        EvidenceHash = seal.EvidenceHash,
        Origin = seal.Origin,
        Node = seal.Node,
    };
}
