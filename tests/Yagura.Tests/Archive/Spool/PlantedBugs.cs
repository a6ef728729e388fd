using Yagura.Archive.Disk;

namespace Yagura.Tests.Archive.Spool;

/// <summary>A disk interface with one bug put in on purpose; the checker must find each.</summary>
internal sealed class PlantedBugs(IDisk disk) : IDisk
{
    /// <summary>Says that it synced, and syncs at the file's next write: acknowledgement before the sync.</summary>
    internal bool SyncLate { get; init; }

    internal bool SwallowSync { get; init; }

    internal bool SwallowFolderSync { get; init; }

    internal bool SwallowRename { get; init; }

    /// <summary>Tries a failed sync again on the same file, which then succeeds without having written anything.</summary>
    internal bool ReuseAfterFailedSync { get; init; }

    public IDiskFile Create(string path) => new PlantedFile(this, disk.Create(path));

    public IDiskFile OpenWrite(string path) => new PlantedFile(this, disk.OpenWrite(path));

    public IDiskFile OpenRead(string path) => disk.OpenRead(path);

    public bool Exists(string path) => disk.Exists(path);

    public IReadOnlyList<string> List(string folder) => disk.List(folder);

    public void CreateFolder(string folder) => disk.CreateFolder(folder);

    public void Rename(string from, string to)
    {
        if (!SwallowRename) disk.Rename(from, to);
    }

    public void Delete(string path) => disk.Delete(path);

    public void SyncFolder(string folder)
    {
        if (!SwallowFolderSync) disk.SyncFolder(folder);
    }

    public long FreeBytes(string path) => disk.FreeBytes(path);

    private sealed class PlantedFile(PlantedBugs bugs, IDiskFile file) : IDiskFile
    {
        private bool _owed;

        public long Length => file.Length;

        public int Read(long offset, Span<byte> into) => file.Read(offset, into);

        public void Write(long offset, ReadOnlySpan<byte> bytes)
        {
            if (_owed) file.SyncData();
            _owed = false;
            file.Write(offset, bytes);
        }

        public void Preallocate(long length) => file.Preallocate(length);

        public void Truncate(long length) => file.Truncate(length);

        public void SyncData()
        {
            if (bugs.SwallowSync) return;
            if (bugs.SyncLate)
            {
                _owed = true;
                return;
            }
            try
            {
                file.SyncData();
            }
            catch (DiskException) when (bugs.ReuseAfterFailedSync)
            {
                file.SyncData();
            }
        }

        public void Dispose() => file.Dispose();
    }
}
