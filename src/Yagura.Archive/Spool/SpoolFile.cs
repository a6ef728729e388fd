using System.Security.Cryptography;
using Yagura.Archive.Disk;

namespace Yagura.Archive.Spool;

/// <summary>The file that is being written. Once any call on it failed it is never touched again (CUSTODY 3).</summary>
internal sealed class SpoolFile : IDisposable
{
    private readonly IDiskFile _file;
    private readonly long _length;
    private long _end = SpoolFormat.PageBytes;

    private SpoolFile(IDiskFile file, string path, FileHeader header, long length)
    {
        _file = file;
        _length = length;
        Salt = header.Salt;
        Segment = new SpoolSegment(path, header.FileNumber, header.Before.NextBatch, header.Before.NextSequence);
    }

    internal ulong Salt { get; }

    internal SpoolSegment Segment { get; }

    /// <summary>Makes a file whose name appears only when its header, and the batch that it begins with if any, are durable.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="folder">The spool's folder.</param>
    /// <param name="number">The file's number, never used before.</param>
    /// <param name="before">Where the chain stands.</param>
    /// <param name="bytes">Length to preallocate.</param>
    /// <param name="first">Makes the first batch for the new file's salt; null for none.</param>
    internal static (SpoolFile File, SealedBatch? First) Create(
        IDisk disk, string folder, long number, ChainPoint before, long bytes, Func<ulong, SealedBatch>? first)
    {
        var path = Path.Combine(folder, SpoolFormat.FileName(number));
        var temporary = Path.ChangeExtension(path, null) + SpoolFormat.TemporarySuffix;
        // A salt of its own for each file: what an earlier file left on the same blocks can never pass for a batch.
        var header = new FileHeader(number, BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))), before);
        var batch = first?.Invoke(header.Salt);
        var length = Math.Max(bytes, SpoolFormat.PageBytes + (batch?.Bytes.Length ?? 0));
        var file = new SpoolFile(disk.Create(temporary), path, header, length);
        try
        {
            file.Begin(header, batch);
            disk.Rename(temporary, path);
            disk.SyncFolder(folder);
            return (file, batch);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Puts the batch that the file began with into its segment.</summary>
    internal void Adopt(in SealedBatch batch) => Segment.Add(batch.Header, SpoolFormat.PageBytes);

    internal bool HasRoomFor(int bytes) => _end + bytes <= _length;

    /// <summary>Writes and syncs one batch; returns its offset.</summary>
    internal long Append(in SealedBatch batch)
    {
        Invariant.Holds(batch.Header.Salt == Salt && batch.Bytes.Length % SpoolFormat.PageBytes == 0, "a batch is written to the file it was made for, in whole pages");
        _file.Write(_end, batch.Bytes.Span);
        _file.SyncData();
        _end += batch.Bytes.Length;
        return _end - batch.Bytes.Length;
    }

    /// <summary>Gives back the blocks behind the last batch. The file is complete and synced; a lost cut loses nothing.</summary>
    internal void CutToEnd() => _file.Truncate(_end);

    public void Dispose() => _file.Dispose();

    private void Begin(in FileHeader header, SealedBatch? batch)
    {
        var page = new byte[SpoolFormat.PageBytes];
        header.Write(page);
        _file.Preallocate(_length);
        _file.Write(0, page);
        _file.PassCache();
        if (batch is { } first)
        {
            _file.Write(_end, first.Bytes.Span);
            _end += first.Bytes.Length;
        }
        _file.SyncData();
    }
}
