using Xunit;
using Yagura.Archive.Chain;
using Yagura.Archive.Seal;
using Yagura.Tests.Archive.Seal;

namespace Yagura.Tests.Archive.Chain;

public class WitnessTests
{
    private static Witness In(SampleArchive archive)
    {
        Directory.CreateDirectory(archive.Root + "/outside");
        return new Witness(archive.Disk, archive.Root + "/outside");
    }

    private static string? Offer(Witness witness, SampleArchive archive)
    {
        var name = Checkpoints.Names(archive.Disk, archive.Archive)[^1];
        var path = $"{archive.Archive}/checkpoints/{name}";
        return witness.Offer(new Checkpoints(archive.Disk, archive.Archive).Read(path), File.ReadAllBytes(path), new SealFolder(archive.Disk, archive.Archive));
    }

    [Fact]
    public void It_keeps_every_checkpoint_that_extends_what_it_holds()
    {
        using var archive = new SampleArchive().WithTraffic(0, 1300);
        var witness = In(archive);
        archive.Close(1301);
        Assert.Null(Offer(witness, archive));
        archive.WithTraffic(1320, 2500);
        var head = archive.Close(2501);
        Assert.Null(Offer(witness, archive));
        Assert.Null(Offer(witness, archive));
        Assert.Equal(head.Hash, witness.Held("node-1", head.Origin)!.Content.SealHash);
        Assert.Equal(2, Directory.GetFiles($"{witness.Folder}/node-1/{head.Origin}").Length);
        Assert.True(archive.Verify(archive.Options() with { Checkpoints = [("held", File.ReadAllBytes(Directory.GetFiles($"{witness.Folder}/node-1/{head.Origin}").Max()!))] }).Ok);
    }

    [Fact]
    public void It_refuses_an_archive_that_was_rolled_back_or_rewritten()
    {
        using var archive = new SampleArchive().WithTraffic(0, 1300);
        var witness = In(archive);
        archive.Close(1301);
        Assert.Null(Offer(witness, archive));
        using var rewritten = new SampleArchive().WithTraffic(0, 2500);
        rewritten.Batches.RemoveAt(3);
        rewritten.Close(2501);
        Assert.Contains("rewritten", Offer(new Witness(archive.Disk, witness.Folder), rewritten), StringComparison.Ordinal);
        using var back = new SampleArchive().WithTraffic(0, 400);
        back.Close(401);
        Assert.Contains("rolled back", Offer(witness, back), StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(witness.Folder, "*.checkpoint", SearchOption.AllDirectories));
    }

    [Fact]
    public void One_node_id_of_two_archives_is_refused()
    {
        using var archive = new SampleArchive().WithTraffic(0, 400);
        var witness = In(archive);
        archive.Close(401);
        Assert.Null(Offer(witness, archive));
        using var other = new SampleArchive();
        other.Setup = other.Setup with { NewOrigin = "fedcba9876543210fedcba9876543210" };
        other.WithTraffic(0, 400).Close(401);
        Assert.Contains("one node id on two hosts", Offer(witness, other), StringComparison.Ordinal);
    }

    [Fact]
    public void A_share_that_is_not_mounted_is_not_made()
    {
        using var archive = new SampleArchive().WithTraffic(0, 400);
        archive.Close(401);
        var witness = new Witness(archive.Disk, archive.Root + "/nowhere");
        Assert.Contains("mounted", Offer(witness, archive), StringComparison.Ordinal);
        Assert.False(Directory.Exists(witness.Folder));
    }
}
