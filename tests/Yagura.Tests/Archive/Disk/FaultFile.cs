using Yagura.Archive.Disk;

namespace Yagura.Tests.Archive.Disk;

/// <summary>The content of a file: what is seen, what is durable, and the writes between the two.</summary>
internal sealed class FaultInode
{
    private readonly List<(long Offset, byte[] Bytes)> _unsynced = [];
    private byte[] _seen = [];
    private byte[] _durable = [];

    internal long Length => _seen.Length;

    internal int Read(long offset, Span<byte> into)
    {
        if (offset >= _seen.Length) return 0;
        var count = (int)Math.Min(into.Length, _seen.Length - offset);
        _seen.AsSpan((int)offset, count).CopyTo(into);
        return count;
    }

    internal void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        _unsynced.Add((offset, bytes.ToArray()));
        _seen = Written(_seen, offset, bytes);
    }

    // Lengths are taken to be durable at once: a file that is longer or shorter than its synced writes must be understood anyway.
    internal void SetLength(long length)
    {
        Array.Resize(ref _seen, (int)length);
        Array.Resize(ref _durable, (int)length);
    }

    internal void Sync()
    {
        foreach (var (offset, bytes) in _unsynced) _durable = Written(_durable, offset, bytes);
        _unsynced.Clear();
    }

    /// <summary>The pages are marked clean although they are not on the disk.</summary>
    internal void LoseUnsynced() => _unsynced.Clear();

    internal FaultInode After(Survival survival)
    {
        var durable = _durable.ToArray();
        var total = _unsynced.Sum(static write => (long)write.Bytes.Length);
        var kept = survival.Bytes(total);
        var left = kept;
        foreach (var (offset, bytes) in _unsynced)
        {
            var count = (int)Math.Min(left, bytes.Length);
            durable = Written(durable, offset, bytes.AsSpan(0, count));
            left -= count;
        }
        if (survival.TornSector > 0 && total > 0) Tear(durable, survival);
        return new FaultInode { _seen = durable, _durable = durable.ToArray() };
    }

    internal FaultInode Kept()
    {
        var copy = new FaultInode { _seen = _seen.ToArray(), _durable = _durable.ToArray() };
        copy._unsynced.AddRange(_unsynced);
        return copy;
    }

    /// <summary>One whole sector becomes garbage, what was durable in it included.</summary>
    private void Tear(byte[] durable, Survival survival)
    {
        var at = (long)((_unsynced.Sum(static write => (long)write.Bytes.Length) - 1) * survival.TornAt);
        foreach (var (offset, bytes) in _unsynced)
        {
            if (at < bytes.Length)
            {
                var start = (int)((offset + at) / survival.TornSector * survival.TornSector);
                for (var i = start; i < Math.Min(start + survival.TornSector, durable.Length); i++) durable[i] ^= 0xA5;
                return;
            }
            at -= bytes.Length;
        }
    }

    private static byte[] Written(byte[] content, long offset, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > 0 && offset + bytes.Length > content.Length) Array.Resize(ref content, (int)(offset + bytes.Length));
        bytes.CopyTo(content.AsSpan((int)Math.Min(offset, content.Length)));
        return content;
    }
}

internal sealed class FaultFile(FaultDisk disk, FaultInode inode, string path) : IDiskFile
{
    public long Length => inode.Length;

    public int Read(long offset, Span<byte> into) => inode.Read(offset, into);

    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        try
        {
            disk.Begin("pwrite");
        }
        catch (DiskException)
        {
            inode.Write(offset, bytes[..(bytes.Length / 2)]); // a failed write may have done a part
            throw;
        }
        inode.Write(offset, bytes);
        disk.End();
    }

    public void Preallocate(long length)
    {
        disk.Begin("fallocate");
        if (length > inode.Length) inode.SetLength(length);
        disk.End();
    }

    public void Truncate(long length)
    {
        disk.Begin("ftruncate");
        inode.SetLength(length);
        disk.End();
    }

    public void SyncData()
    {
        if (disk.CutsNext) disk.Fail("fdatasync " + path);
        try
        {
            disk.Begin("fdatasync");
        }
        catch (DiskException)
        {
            inode.LoseUnsynced();
            throw;
        }
        inode.Sync();
    }

    public void Dispose()
    {
    }
}
