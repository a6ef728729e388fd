using System.Globalization;
using System.Text;

namespace Yagura.Archive.Disk;

/// <summary>One data folder, one process (CUSTODY 3): an flock on the file <c>lock</c> in it, which names the holder's process id.</summary>
/// <remarks>The kernel lets go of it when the process ends in any way; the file stays.</remarks>
public sealed class FolderLock : IDisposable
{
    /// <summary>The file's name in the folder.</summary>
    public const string FileName = "lock";

    // A process id of Linux has at most 7 digits.
    private const int ProcessIdBytesMax = 16;

    private int _descriptor;

    private FolderLock(int descriptor) => _descriptor = descriptor;

    /// <summary>Takes the folder for this process until disposed.</summary>
    /// <exception cref="FolderBusyException">Another process, or another part of this one, holds it.</exception>
    /// <exception cref="DiskException">Any errno.</exception>
    public static FolderLock Take(string folder)
    {
        var path = Path.Combine(folder, FileName);
        var descriptor = Open(path);
        while (Libc.Lock(descriptor, Libc.LockExclusiveNow) != 0)
        {
            var errno = Libc.Errno;
            if (errno == Libc.EINTR) continue;
            using var refused = new FolderLock(descriptor);
            throw errno == Libc.EAGAIN ? new FolderBusyException(folder, Holder(path)) : new DiskException("flock", path, errno);
        }
        WriteHolder(descriptor, path);
        return new FolderLock(descriptor);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        var current = Interlocked.Exchange(ref _descriptor, -1);
        if (current >= 0) _ = Libc.Close(current);
    }

    private static int Open(string path)
    {
        while (true)
        {
            var descriptor = Libc.Open(path, Libc.ReadWrite | Libc.CreateFlag | Libc.CloseOnExec, Libc.FileMode);
            if (descriptor >= 0) return descriptor;
            var errno = Libc.Errno;
            if (errno != Libc.EINTR) throw new DiskException("open", path, errno);
        }
    }

    private static unsafe void WriteHolder(int descriptor, string path)
    {
        var text = Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n");
        if (Libc.Truncate(descriptor, 0) != 0) throw new DiskException("ftruncate", path, Libc.Errno);
        fixed (byte* start = text)
        {
            if (Libc.WriteAt(descriptor, start, text.Length, 0) != text.Length) throw new DiskException("pwrite", path, Libc.Errno);
        }
    }

    private static int? Holder(string path)
    {
        using var file = new LinuxDisk().OpenRead(path);
        Span<byte> text = stackalloc byte[ProcessIdBytesMax];
        var read = file.Read(0, text);
        return int.TryParse(text[..read].TrimEnd((byte)'\n'), CultureInfo.InvariantCulture, out var holder) ? holder : null;
    }
}

/// <summary>The folder belongs to another process.</summary>
/// <param name="folder">The folder.</param>
/// <param name="holder">The process id in the lock file; null when it could not be read.</param>
public sealed class FolderBusyException(string folder, int? holder)
    : IOException($"{folder} is in use by process {(holder is { } id ? id.ToString(CultureInfo.InvariantCulture) : "unknown")}: one data folder, one process")
{
    /// <summary>The folder.</summary>
    public string Folder { get; } = folder;

    /// <summary>The process id in the lock file; null when it could not be read.</summary>
    public int? Holder { get; } = holder;
}
