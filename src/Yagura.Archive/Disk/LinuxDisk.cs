using System.Runtime.InteropServices;

namespace Yagura.Archive.Disk;

/// <summary>The disk of the product: libc calls on Linux (x64, arm64), every errno an exception, EINTR called again.</summary>
/// <remarks>Stateless; safe for use by several threads. Files are made with mode 0640 and folders with 0750, less the umask.</remarks>
public sealed class LinuxDisk : IDisk
{
    // struct statvfs of 64-bit glibc and musl begins with these words.
    private const int FragmentSizeWord = 1;
    private const int AvailableBlocksWord = 4;
    private const int StatvfsWords = 32;

    // struct dirent of 64-bit Linux: inode 8, offset 8, length 2, type 1, then the name.
    private const int DirentNameOffset = 19;

    /// <inheritdoc/>
    public IDiskFile Create(string path) => Open(path, Libc.ReadWrite | Libc.CreateFlag | Libc.Exclusive);

    /// <inheritdoc/>
    public IDiskFile CreatePrivate(string path) =>
        new LinuxFile(OpenDescriptor(path, Libc.ReadWrite | Libc.CreateFlag | Libc.Exclusive, Libc.PrivateFileMode), path);

    /// <inheritdoc/>
    public IDiskFile OpenWrite(string path) => Open(path, Libc.ReadWrite);

    /// <inheritdoc/>
    /// <remarks>A pipe under the name of a file, in an archive that somebody hands to an auditor, must not wait for its writer: reading it fails.</remarks>
    public IDiskFile OpenRead(string path) => Open(path, Libc.ReadOnly | Libc.NonBlocking);

    /// <inheritdoc/>
    public bool Exists(string path)
    {
        if (Libc.Access(path, 0) == 0) return true;
        var errno = Libc.Errno;
        return errno is Libc.ENOENT or Libc.ENOTDIR ? false : throw new DiskException("access", path, errno);
    }

    /// <inheritdoc/>
    public unsafe IReadOnlyList<string> List(string folder)
    {
        var handle = Libc.OpenFolder(folder);
        if (handle == 0)
        {
            var errno = Libc.Errno;
            return errno == Libc.ENOENT ? [] : throw new DiskException("opendir", folder, errno);
        }
        try
        {
            var names = new List<string>();
            for (var entry = ReadEntry(handle, folder); entry != null; entry = ReadEntry(handle, folder))
            {
                var name = Marshal.PtrToStringUTF8((nint)(entry + DirentNameOffset));
                if (name is not (null or "." or "..")) names.Add(name);
            }
            names.Sort(StringComparer.Ordinal);
            return names;
        }
        finally
        {
            _ = Libc.CloseFolder(handle); // nothing was written through it
        }
    }

    /// <inheritdoc/>
    public void CreateFolder(string folder)
    {
        var path = Path.GetFullPath(folder);
        if (Exists(path)) return;
        var parent = Path.GetDirectoryName(path);
        if (parent is not null) CreateFolder(parent);
        if (Libc.MakeFolder(path, Libc.FolderMode) != 0 && Libc.Errno is var errno and not Libc.EEXIST)
            throw new DiskException("mkdir", path, errno);
        if (parent is not null) SyncFolder(parent);
    }

    /// <inheritdoc/>
    public void Rename(string from, string to)
    {
        if (Libc.Rename(from, to) != 0) throw new DiskException("rename", to, Libc.Errno);
    }

    /// <inheritdoc/>
    public void Delete(string path)
    {
        if (Libc.Unlink(path) != 0) throw new DiskException("unlink", path, Libc.Errno);
    }

    /// <inheritdoc/>
    public void SyncFolder(string folder)
    {
        var descriptor = OpenDescriptor(folder, Libc.ReadOnly, Libc.FileMode);
        try
        {
            while (Libc.Sync(descriptor) != 0)
            {
                var errno = Libc.Errno;
                if (errno != Libc.EINTR) throw new DiskException("fsync", folder, errno);
            }
        }
        finally
        {
            _ = Libc.Close(descriptor);
        }
    }

    /// <inheritdoc/>
    public unsafe long FreeBytes(string path)
    {
        var words = stackalloc ulong[StatvfsWords];
        while (Libc.FileSystem(path, words) != 0)
        {
            var errno = Libc.Errno;
            if (errno != Libc.EINTR) throw new DiskException("statvfs", path, errno);
        }
        return checked((long)(words[FragmentSizeWord] * words[AvailableBlocksWord]));
    }

    private static unsafe byte* ReadEntry(nint handle, string folder)
    {
        // The marshaller clears errno first: a null with errno 0 is the end, with another it is a failure.
        var entry = Libc.ReadFolder(handle);
        if (entry == null && Libc.Errno is var errno and not 0) throw new DiskException("readdir", folder, errno);
        return entry;
    }

    private static LinuxFile Open(string path, int flags) => new(OpenDescriptor(path, flags, Libc.FileMode), path);

    private static int OpenDescriptor(string path, int flags, uint mode)
    {
        while (true)
        {
            var descriptor = Libc.Open(path, flags | Libc.CloseOnExec, mode);
            if (descriptor >= 0) return descriptor;
            var errno = Libc.Errno;
            if (errno != Libc.EINTR) throw new DiskException("open", path, errno);
        }
    }
}
