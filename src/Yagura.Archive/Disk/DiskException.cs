namespace Yagura.Archive.Disk;

/// <summary>A disk call that failed, with its errno: what must not be lost propagates (STYLE 6).</summary>
public sealed class DiskException(string call, string path, int errno)
    : IOException($"{call} {path}: errno {errno}")
{
    /// <summary>The libc call: open, write, fdatasync, fsync, rename, …</summary>
    public string Call { get; } = call;

    /// <summary>The path it was made for.</summary>
    public string Path { get; } = path;

    /// <summary>The errno of Linux (5 EIO, 28 ENOSPC, 30 EROFS, …).</summary>
    public int Errno { get; } = errno;
}
