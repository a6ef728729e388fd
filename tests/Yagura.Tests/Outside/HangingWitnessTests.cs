using Xunit;
using Yagura.Archive.Chain;
using Yagura.Archive.Disk;
using Yagura.Outside;
using Yagura.Tests.Archive.Seal;

namespace Yagura.Tests.Outside;

/// <summary>A witness folder whose call somebody stopped waiting for.</summary>
public sealed class HangingWitnessTests
{
    [Fact]
    public async Task A_call_that_a_stop_left_behind_does_not_cost_the_last_checkpoint()
    {
        using var archive = new SampleArchive().WithTraffic(0, 1300);
        archive.Close(1301);
        var witness = archive.Root + "/outside";
        Directory.CreateDirectory(witness);
        using var disk = new SlowDisk(archive.Disk, witness);
        var copies = new OutsideCopies(disk, new OutsidePlaces(archive.Archive, archive.Root + "/pins", [witness], Mail: null), TimeProvider.System);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var sending = copies.SendAsync(stop.Token);
        disk.Called.Wait(TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);

        var last = copies.SendAsync(TestContext.Current.CancellationToken);
        disk.Go.Set();
        Assert.Empty(await last);
        Assert.Equal(archive.Newest().Hash, new Witness(archive.Disk, witness).Held("node-1", archive.Newest().Content.Origin)!.Content.SealHash);
    }

    /// <summary>The real disk, on which a look at one folder takes until somebody lets it go on.</summary>
    private sealed class SlowDisk(IDisk disk, string folder) : IDisk, IDisposable
    {
        public ManualResetEventSlim Called { get; } = new();

        public ManualResetEventSlim Go { get; } = new();

        public bool Exists(string path)
        {
            if (path == folder)
            {
                Called.Set();
                Go.Wait();
            }
            return disk.Exists(path);
        }

        public IDiskFile Create(string path) => disk.Create(path);

        public IDiskFile OpenWrite(string path) => disk.OpenWrite(path);

        public IDiskFile OpenRead(string path) => disk.OpenRead(path);

        public IReadOnlyList<string> List(string folder) => disk.List(folder);

        public void CreateFolder(string folder) => disk.CreateFolder(folder);

        public void Rename(string from, string to) => disk.Rename(from, to);

        public void Delete(string path) => disk.Delete(path);

        public void SyncFolder(string folder) => disk.SyncFolder(folder);

        public long FreeBytes(string path) => disk.FreeBytes(path);

        public void Dispose()
        {
            Called.Dispose();
            Go.Dispose();
        }
    }
}
