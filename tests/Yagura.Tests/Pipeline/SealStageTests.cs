using Xunit;
using Yagura.Archive.Disk;
using Yagura.Archive.Seal;
using Yagura.Archive.Spool;
using Yagura.Pipeline;
using Yagura.Tests.Archive.Seal;

namespace Yagura.Tests.Pipeline;

public sealed class SealStageTests : IDisposable
{
    private readonly DataFolder folder = new(Directory.CreateTempSubdirectory("yagura-seal-").FullName);
    private readonly LinuxDisk disk = new();

    public void Dispose() => Directory.Delete(folder.Root, recursive: true);

    [Fact]
    public async Task A_deletion_under_way_and_a_sealer_that_begins_again_or_closes_take_turns()
    {
        using var spool = RecordSpool.Open(disk, folder.Spool, SpoolSettings.Server, SampleArchive.At(0));
        using var stage = new SealStage(disk, spool, SealStage.Setup(folder, "node-1", spool, () => new AnalysedCursor(0, SealContent.NoHash), _ => { }), _ => { });
        spool.Commit([SampleArchive.Record(1, "fw1", "one")], [], SampleArchive.At(1));
        stage.Close(SampleArchive.At(2));
        foreach (var act in (Action[])[stage.Reopen, () => stage.Close(SampleArchive.At(3))])
        {
            using var begun = new ManualResetEventSlim();
            using var end = new ManualResetEventSlim();
            var deleting = Task.Run(() => stage.WithHead(_ =>
            {
                begun.Set();
                end.Wait();
            }), TestContext.Current.CancellationToken);
            begun.Wait(TestContext.Current.CancellationToken);
            var acting = Task.Run(act, TestContext.Current.CancellationToken);
            // It cannot come to its end while the deletion has the turn, however long one waits.
            Assert.NotSame(acting, await Task.WhenAny(acting, Task.Delay(300, TestContext.Current.CancellationToken)));
            end.Set();
            await Task.WhenAll(deleting, acting);
        }
        Assert.Equal(1, stage.Head!.Index);
    }
}
