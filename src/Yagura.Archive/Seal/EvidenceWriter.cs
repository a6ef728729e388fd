using System.Buffers;
using System.Security.Cryptography;
using Yagura.Archive.Disk;
using Yagura.Events;

namespace Yagura.Archive.Seal;

/// <summary>Writes one evidence file member by member and keeps every hash that its seal states.</summary>
/// <remarks>
/// Memory: one member, and one hash state a source; the sources of one period are the registered ones plus at most
/// 256 unregistered names a day and listener (CUSTODY 2). After a failed call the writer is thrown away with its file.
/// </remarks>
internal sealed class EvidenceWriter : IDisposable
{
    private readonly IDiskFile _file;
    private readonly ArrayBufferWriter<byte> _member = new(EvidenceMember.UnpackedBytesAim + (1 << 16));
    private readonly IncrementalHash _whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash _content = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly SortedDictionary<string, SourceShare> _sources = new(StringComparer.Ordinal);
    private readonly List<SealedMember> _members = [];
    private readonly EvidenceLine _line = new();
    private readonly MemoryStream _packed = new(EvidenceMember.UnpackedBytesAim / 2);
    private SourceShare? _runShare;
    private string? _runSource;
    private int _runStart;
    private long _offset;
    private long _recordsInMember;

    /// <summary>Makes the file.</summary>
    public EvidenceWriter(IDisk disk, string path) => _file = disk.Create(path);

    /// <summary>First sequence; 0 for none.</summary>
    public long First { get; private set; }

    /// <summary>Last sequence; 0 for none.</summary>
    public long Last { get; private set; }

    /// <summary>Records written.</summary>
    public long Count { get; private set; }

    /// <summary>Earliest receive time.</summary>
    public ReceiveTime? Earliest { get; private set; }

    /// <summary>Latest receive time.</summary>
    public ReceiveTime? Latest { get; private set; }

    /// <summary>Unpacked bytes written.</summary>
    public long UnpackedBytes { get; private set; }

    /// <summary>Members closed so far; complete after <see cref="Finish"/>.</summary>
    public IReadOnlyList<SealedMember> Members => _members;

    /// <summary>Appends one record.</summary>
    /// <param name="stored">The record; its sequence is greater than the one before.</param>
    /// <param name="fastest">Level of the member that this record closes.</param>
    public void Append(StoredRecord stored, bool fastest)
    {
        if (stored.Sequence <= Last) throw new ArchiveException($"sequence {stored.Sequence} after {Last}: the spool handed out a record twice or out of order");
        var start = _member.WrittenCount;
        Share(stored.Record.Source).Records++;
        _line.Write(stored, _member);
        if (First == 0) First = stored.Sequence;
        Last = stored.Sequence;
        Count++;
        _recordsInMember++;
        UnpackedBytes += _member.WrittenCount - start;
        var at = stored.Record.ReceivedAt;
        if (Earliest is null || at < Earliest) Earliest = at;
        if (Latest is null || at > Latest) Latest = at;
        if (_member.WrittenCount >= EvidenceMember.UnpackedBytesAim) CloseMember(fastest);
    }

    /// <summary>Closes the last member and syncs the file; returns the file's hash and the content's.</summary>
    public (string File, string Content) Finish(bool fastest)
    {
        if (_recordsInMember > 0 || _members.Count == 0) CloseMember(fastest);
        _file.SyncData();
        return (Sum(_whole), Sum(_content));
    }

    /// <summary>Each source's share, in ordinal order.</summary>
    public IReadOnlyList<SealedSource> Sources() => [.. _sources.Select(share => new SealedSource(share.Key, share.Value.Records, _sources.Count == 1 ? Sum(_content) : share.Value.Lines.Sum()))];

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Dispose();
        _packed.Dispose();
        _whole.Dispose();
        _content.Dispose();
        foreach (var share in _sources.Values) share.Dispose();
    }

    private SourceShare Share(string source)
    {
        if (ReferenceEquals(source, _runSource)) return _runShare!;
        EndRun();
        if (!_sources.TryGetValue(source, out var share)) _sources.Add(source, share = NewShare());
        (_runSource, _runShare) = (source, share);
        return share;
    }

    /// <remarks>Until the second source comes, the lines of the first are the content, which is hashed anyway: its own hash begins there.</remarks>
    private SourceShare NewShare()
    {
        if (_sources.Count == 1)
        {
            var lines = new LineHash(_content.Clone());
            lines.Add(_member.WrittenSpan);
            _sources.First().Value.Follow(lines);
        }
        return new SourceShare(new LineHash());
    }

    private void EndRun()
    {
        if (_sources.Count > 1) _runShare!.Lines.Add(_member.WrittenSpan[_runStart..]);
        _runStart = _member.WrittenCount;
    }

    private static string Sum(IncrementalHash hash) => Convert.ToHexStringLower(hash.GetCurrentHash());

    private void CloseMember(bool fastest)
    {
        EndRun();
        _content.AppendData(_member.WrittenSpan);
        var packed = EvidenceMember.Pack(_member.WrittenSpan, fastest, _packed);
        _file.Write(_offset, packed);
        _whole.AppendData(packed);
        _members.Add(new SealedMember(_offset, packed.Length, _recordsInMember, EvidenceMember.Hash(packed)));
        _offset += packed.Length;
        _recordsInMember = 0;
        _member.ResetWrittenCount();
        _runStart = 0;
    }
}
