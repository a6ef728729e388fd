namespace Yagura.Archive.Disk;

/// <summary>The file system as custody needs it: every call is a libc call whose errno counts.</summary>
/// <remarks>
/// An interface because it is the edge of the process: the product has the libc disk, tests have an in-memory disk
/// that loses syncs, tears sectors and loses renames. Nothing in the Archive room touches files in another way.
/// </remarks>
public interface IDisk
{
    /// <summary>Makes a new file and opens it for reading and writing; the path must not exist.</summary>
    /// <exception cref="DiskException">Any errno.</exception>
    IDiskFile Create(string path);

    /// <summary>Like <see cref="Create"/>, readable and writable by this user only (0600): private keys. A disk without modes makes an ordinary file.</summary>
    /// <exception cref="DiskException">Any errno.</exception>
    IDiskFile CreatePrivate(string path) => Create(path);

    /// <summary>Opens a file for reading and writing.</summary>
    /// <exception cref="DiskException">Any errno, ENOENT included.</exception>
    IDiskFile OpenWrite(string path);

    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="DiskException">Any errno, ENOENT included.</exception>
    IDiskFile OpenRead(string path);

    /// <summary>Whether the path is there.</summary>
    bool Exists(string path);

    /// <summary>Names (not paths) of the files and folders in a folder, in ordinal order; empty when it is not there.</summary>
    IReadOnlyList<string> List(string folder);

    /// <summary>Makes a folder and its parents; syncs each parent that it changed.</summary>
    void CreateFolder(string folder);

    /// <summary>Renames over an existing target. Durable only after <see cref="SyncFolder"/>.</summary>
    void Rename(string from, string to);

    /// <summary>Removes a file. Durable only after <see cref="SyncFolder"/>.</summary>
    void Delete(string path);

    /// <summary>fsync of a folder.</summary>
    void SyncFolder(string folder);

    /// <summary>Free bytes for this user on the file system that holds the path.</summary>
    long FreeBytes(string path);
}

/// <summary>An open file. A file that saw a failed sync is neither appended to nor trusted (CUSTODY 3).</summary>
public interface IDiskFile : IDisposable
{
    /// <summary>Length in bytes.</summary>
    long Length { get; }

    /// <summary>Reads at an offset; returns the bytes read, 0 at the end. Loops over short reads and EINTR.</summary>
    int Read(long offset, Span<byte> into);

    /// <summary>Writes all bytes at an offset, or throws.</summary>
    void Write(long offset, ReadOnlySpan<byte> bytes);

    /// <summary>Reserves blocks up to a length (fallocate), which the file then has; zeros where nothing was written.</summary>
    void Preallocate(long length);

    /// <summary>From now on whole pages (4096 bytes, also their place in memory) are written past the page cache, where the file system can; else as before.</summary>
    /// <remarks>How a write reaches the disk, never whether: it is durable after <see cref="SyncData"/> only.</remarks>
    void PassCache()
    {
        // A disk without a cache passes it anyway.
    }

    /// <summary>Cuts or extends to a length.</summary>
    void Truncate(long length);

    /// <summary>fdatasync.</summary>
    void SyncData();
}
