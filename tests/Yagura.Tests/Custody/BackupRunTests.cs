using Xunit;
using Yagura.Archive.Disk;
using Yagura.Custody;
using Yagura.Operations.Store;

namespace Yagura.Tests.Custody;

/// <summary>A backup of files that somebody writes to.</summary>
public sealed class BackupRunTests : IDisposable
{
    private const int Written = 1;
    private readonly string root = Directory.CreateTempSubdirectory("yagura-backup-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Theory]
    [InlineData(1 << 18)]
    [InlineData(700_000)]
    [InlineData(3 << 19)]
    public async Task A_copy_of_a_growing_spool_file_lacks_nothing_before_what_it_has(int grows)
    {
        var (from, to) = (Path.Combine(root, "from"), Path.Combine(root, "to"));
        Directory.CreateDirectory(Path.Combine(from, "spool"));
        var spool = Path.Combine(from, "spool", "0000000001.spool");
        await File.WriteAllBytesAsync(spool, new byte[5 << 20]);
        using var store = await OperationsStore.OpenSqliteAsync(Path.Combine(from, "yagura.db"), TimeProvider.System, TestContext.Current.CancellationToken);

        new BackupRun(new BusyDisk(spool, grows), store).Run(from, to, withKeys: false, act => act());

        var copy = await File.ReadAllBytesAsync(Path.Combine(to, "spool", "0000000001.spool"), TestContext.Current.CancellationToken);
        var whole = copy.AsSpan().IndexOf((byte)0) is var end and >= 0 ? end : copy.Length;
        Assert.Equal(5 << 20, copy.Length);
        Assert.False(copy.AsSpan(whole).Contains((byte)Written), $"something is missing at {whole}, and more stands behind it");
        Assert.True(whole >= grows, $"{whole}");
    }

    /// <summary>A disk on which one preallocated file is written on, from its beginning, whenever it is read.</summary>
    private sealed class BusyDisk(string path, int grows) : IDisk
    {
        private readonly LinuxDisk disk = new();
        private int written;

        public IDiskFile Create(string path) => disk.Create(path);

        public IDiskFile CreatePrivate(string path) => disk.CreatePrivate(path);

        public IDiskFile OpenWrite(string path) => disk.OpenWrite(path);

        public IDiskFile OpenRead(string opened) => opened == path ? new BusyFile(disk.OpenRead(opened), Grow) : disk.OpenRead(opened);

        public bool Exists(string path) => disk.Exists(path);

        public IReadOnlyList<string> List(string folder) => disk.List(folder);

        public void CreateFolder(string folder) => disk.CreateFolder(folder);

        public void Rename(string from, string to) => disk.Rename(from, to);

        public void Delete(string path) => disk.Delete(path);

        public void SyncFolder(string folder) => disk.SyncFolder(folder);

        public long FreeBytes(string path) => disk.FreeBytes(path);

        private void Grow()
        {
            using var file = disk.OpenWrite(path);
            var bytes = new byte[Math.Min(grows, file.Length - written)];
            Array.Fill(bytes, (byte)Written);
            file.Write(written, bytes);
            written += bytes.Length;
        }
    }

    private sealed class BusyFile(IDiskFile file, Action grow) : IDiskFile
    {
        public long Length => file.Length;

        public int Read(long offset, Span<byte> into)
        {
            grow();
            return file.Read(offset, into);
        }

        public void Write(long offset, ReadOnlySpan<byte> bytes) => file.Write(offset, bytes);

        public void Preallocate(long length) => file.Preallocate(length);

        public void Truncate(long length) => file.Truncate(length);

        public void SyncData() => file.SyncData();

        public void Dispose() => file.Dispose();
    }
}
