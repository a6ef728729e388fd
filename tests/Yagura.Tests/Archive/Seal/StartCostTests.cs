using Xunit;
using Yagura.Archive.Chain;
using Yagura.Archive.Disk;
using Yagura.Archive.Seal;
using Yagura.Tests.Archive.Disk;

namespace Yagura.Tests.Archive.Seal;

/// <summary>What a start reads, counted in calls and never timed.</summary>
public class StartCostTests
{
    private static (int Seals, int Calls, long Bytes) Start(double from)
    {
        var memory = new FaultDisk();
        using var archive = new SampleArchive(memory, "/data", SealerSetup.EvidenceBytesMaxDefault);
        for (var second = from; second < 0; second += 150)
            archive.Commit(second, [SampleArchive.Record(second, "fw1", $"n={second}")]);
        archive.Close(0);
        var counted = new CountingDisk(memory);
        var seals = new SealFolder(counted, archive.Archive);
        Assert.Null(HeadCheck.AtStart(seals, new Checkpoints(counted, archive.Archive).Newest(), JournalHead.Empty, _ => null, []));
        using (Sealer.Open(counted, archive.Setup))
        {
            // Opened: that is all that a start does to the archive.
        }
        return (archive.Seals().Count, counted.Calls, counted.BytesRead);
    }

    [Fact]
    public void A_start_opens_and_reads_as_much_of_a_long_archive_as_of_a_short_one()
    {
        var small = Start(-3 * 3600);
        var large = Start(-3 * 24 * 3600);
        Assert.True(large.Seals > 20 * small.Seals, $"{small.Seals} and {large.Seals} seals");
        Assert.Equal(small.Calls, large.Calls);
        Assert.InRange(large.Bytes, 1, small.Bytes + 200); // numbers with more digits
    }

    /// <summary>Counts every call that opens, lists or asks, and the bytes that are read.</summary>
    private sealed class CountingDisk(IDisk disk) : IDisk
    {
        public int Calls { get; private set; }

        public long BytesRead { get; private set; }

        public IDiskFile Create(string path) => disk.Create(path);

        public IDiskFile OpenWrite(string path) => Counted(disk.OpenWrite(path));

        public IDiskFile OpenRead(string path) => Counted(disk.OpenRead(path));

        public bool Exists(string path) => Counted(disk.Exists(path));

        public IReadOnlyList<string> List(string folder) => Counted(disk.List(folder));

        public void CreateFolder(string folder) => disk.CreateFolder(folder);

        public void Rename(string from, string to) => disk.Rename(from, to);

        public void Delete(string path) => disk.Delete(path);

        public void SyncFolder(string folder) => disk.SyncFolder(folder);

        public long FreeBytes(string path) => disk.FreeBytes(path);

        private T Counted<T>(T answer)
        {
            Calls++;
            return answer;
        }

        private CountingFile Counted(IDiskFile file)
        {
            Calls++;
            return new CountingFile(this, file);
        }

        private sealed class CountingFile(CountingDisk counts, IDiskFile file) : IDiskFile
        {
            public long Length => file.Length;

            public int Read(long offset, Span<byte> into)
            {
                var read = file.Read(offset, into);
                counts.Calls++;
                counts.BytesRead += read;
                return read;
            }

            public void Write(long offset, ReadOnlySpan<byte> bytes) => file.Write(offset, bytes);

            public void Preallocate(long length) => file.Preallocate(length);

            public void Truncate(long length) => file.Truncate(length);

            public void SyncData() => file.SyncData();

            public void Dispose() => file.Dispose();
        }
    }
}
