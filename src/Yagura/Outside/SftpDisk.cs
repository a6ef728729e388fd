using Yagura.Archive.Disk;

namespace Yagura.Outside;

/// <summary>The disk of another host over sftp, to read from: what a replica pulls. Whoever asks to change something is refused.</summary>
/// <remarks>The account at the other end needs no shell: <c>ForceCommand internal-sftp</c> and read rights are enough.</remarks>
internal sealed class SftpDisk(SftpClient client) : IDisk
{
    private const int ReadOnlyFileSystem = 30;

    public IDiskFile Create(string path) => throw Refused("open", path);

    public IDiskFile OpenWrite(string path) => throw Refused("open", path);

    public IDiskFile OpenRead(string path) => new SftpFile(client, path, client.Open(path));

    public bool Exists(string path) => client.Exists(path);

    public IReadOnlyList<string> List(string folder) => client.List(folder);

    public void CreateFolder(string folder) => throw Refused("mkdir", folder);

    public void Rename(string from, string to) => throw Refused("rename", to);

    public void Delete(string path) => throw Refused("unlink", path);

    public void SyncFolder(string folder) => throw Refused("fsync", folder);

    public long FreeBytes(string path) => throw Refused("statvfs", path);

    private static DiskException Refused(string call, string path) => new(call, path, ReadOnlyFileSystem);

    private sealed class SftpFile(SftpClient client, string path, byte[] handle) : IDiskFile
    {
        private long? length;

        public long Length => length ??= client.Length(handle, path);

        public int Read(long offset, Span<byte> into) => client.Read(handle, path, offset, into);

        public void Write(long offset, ReadOnlySpan<byte> bytes) => throw Refused("pwrite", path);

        public void Preallocate(long length) => throw Refused("fallocate", path);

        public void Truncate(long length) => throw Refused("ftruncate", path);

        public void SyncData() => throw Refused("fdatasync", path);

        public void Dispose() => client.Close(handle);
    }
}
