namespace Yagura.Archive.Disk;

/// <summary>A descriptor of libc, closed by <see cref="Dispose"/>.</summary>
internal sealed class LinuxFile(int descriptor, string path) : IDiskFile
{
    private int _descriptor = descriptor;
    private bool _passesCache;

    public long Length
    {
        get
        {
            var length = Libc.Seek(Descriptor, 0, Libc.SeekEnd);
            return length >= 0 ? length : throw Failed("lseek");
        }
    }

    private int Descriptor
    {
        get
        {
            var current = Volatile.Read(ref _descriptor);
            ObjectDisposedException.ThrowIf(current < 0, this);
            return current;
        }
    }

    public unsafe int Read(long offset, Span<byte> into)
    {
        var done = 0;
        fixed (byte* start = into)
        {
            while (done < into.Length)
            {
                var read = Libc.ReadAt(Descriptor, start + done, into.Length - done, offset + done);
                if (read == 0) break;
                if (read > 0) done += (int)read;
                else if (Libc.Errno != Libc.EINTR) throw Failed("pread");
            }
        }
        return done;
    }

    public unsafe void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        var done = 0;
        fixed (byte* start = bytes)
        {
            while (done < bytes.Length)
            {
                var written = Libc.WriteAt(Descriptor, start + done, bytes.Length - done, offset + done);
                if (written > 0) done += (int)written;
                // A write of nothing without an errno would loop for ever: Linux does not do it on files, so it is an error.
                else if (written == 0) throw new DiskException("pwrite", path, Libc.EIO);
                else Again(Libc.Errno);
            }
        }
    }

    public void PassCache() => _passesCache = Libc.Control(Descriptor, Libc.SetFlagsCommand, Libc.ReadWrite | Libc.PastCache) == 0;

    public void Preallocate(long length)
    {
        while (Libc.Allocate(Descriptor, 0, 0, length) != 0)
        {
            var errno = Libc.Errno;
            if (errno == Libc.EINTR) continue;
            if (errno != Libc.EOPNOTSUPP) throw new DiskException("fallocate", path, errno);
            // The file system cannot reserve: the length is set all the same, and a full disk shows at a later write.
            Truncate(Math.Max(length, Length));
            return;
        }
    }

    public void Truncate(long length)
    {
        while (Libc.Truncate(Descriptor, length) != 0)
        {
            if (Libc.Errno != Libc.EINTR) throw Failed("ftruncate");
        }
    }

    public void SyncData()
    {
        while (Libc.SyncData(Descriptor) != 0)
        {
            if (Libc.Errno != Libc.EINTR) throw Failed("fdatasync");
        }
    }

    // The errno of close says nothing that the syncs before it did not say, and close must not be called again (close(2)).
    public void Dispose()
    {
        var current = Interlocked.Exchange(ref _descriptor, -1);
        if (current >= 0) _ = Libc.Close(current);
    }

    // Some file systems take O_DIRECT and refuse the write that follows, of which nothing was written then: it goes by the cache, as all after it.
    private void Again(int errno)
    {
        if (errno == Libc.EINTR) return;
        if (errno != Libc.EINVAL || !_passesCache) throw new DiskException("pwrite", path, errno);
        if (Libc.Control(Descriptor, Libc.SetFlagsCommand, Libc.ReadWrite) != 0) throw Failed("fcntl");
        _passesCache = false;
    }

    private DiskException Failed(string call) => new(call, path, Libc.Errno);
}
