using Xunit;
using Yagura.Archive.Chain;
using Yagura.Archive.Disk;
using Yagura.Archive.Replicate;
using Yagura.Archive.Retention;
using Yagura.Archive.Seal;
using Yagura.Archive.Verify;
using Yagura.Tests.Archive.Seal;

namespace Yagura.Tests.Archive.Replicate;

/// <summary>A copy that pulls sealed files: equal, verified, and never led astray.</summary>
public sealed class ReplicaTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("yagura-replica-").FullName;

    private string Copy => root + "/archive";

    public void Dispose() => Directory.Delete(root, recursive: true);

    private ReplicaOutcome Pull(SampleArchive source, params string[] trusted) =>
        new Replica(source.Disk, source.Archive, new LinuxDisk(), Copy, trusted).Pull(_ => { }, TestContext.Current.CancellationToken);

    private string Refused(SampleArchive source) => Assert.Throws<ArchiveException>(() => Pull(source)).Message;

    private VerifyResult Verify() => Verifier.Run(new LinuxDisk(), new VerifyOptions { Archive = Copy, Checkpoints = [], Pins = [], TrustedFingerprints = [], Quick = false, Parallel = 1 }, _ => { });

    private static SortedDictionary<string, string> Files(string folder) => new(
        Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Where(path => !path.Contains("/pending/", StringComparison.Ordinal)).ToDictionary(path => path[folder.Length..], path => Convert.ToHexString(File.ReadAllBytes(path))),
        StringComparer.Ordinal);

    private static SampleArchive Traffic()
    {
        var archive = new SampleArchive().WithTraffic(0, 1300);
        archive.Close(1301);
        return archive;
    }

    [Fact]
    public void A_copy_is_equal_and_follows()
    {
        using var archive = Traffic();
        var first = Pull(archive);
        Assert.Equal((archive.Seals().Count, archive.Newest().Hash), ((int)first.Seals, first.Head.Hash));
        Assert.Equal(Files(archive.Archive), Files(Copy));
        archive.WithTraffic(1320, 4000);
        archive.Close(4001);
        Assert.Equal(archive.Newest().Content.Index - first.Head.Index, Pull(archive).Seals);
        Assert.Equal(Files(archive.Archive), Files(Copy));
        Assert.Equal(0, Pull(archive).Seals);
        Assert.True(Verify().Ok);
        Assert.Equal(archive.Newest().Hash, Pull(archive).Checkpoint!.Content.SealHash);
    }

    [Fact]
    public void Evidence_with_another_hash_than_its_seal_says_gets_no_name()
    {
        using var archive = Traffic();
        var path = archive.Seals()[2].Path(".log.gz");
        var bytes = File.ReadAllBytes(path);
        bytes[^20] ^= 1;
        File.WriteAllBytes(path, bytes);
        Assert.Contains("does not have the hash that its seal states", Refused(archive), StringComparison.Ordinal);
        Assert.Equal(2, new SealFolder(new LinuxDisk(), Copy).Newest()!.Content.Index);
        Assert.Equal(2, Directory.GetFiles(Copy, "*.log.gz", SearchOption.AllDirectories).Length);
        Assert.Empty(Directory.GetFiles(Copy, "*.tmp", SearchOption.AllDirectories));
        bytes[^20] ^= 1;
        File.WriteAllBytes(path, bytes);
        Pull(archive);
        Assert.True(Verify().Ok);
    }

    [Fact]
    public void A_chain_that_was_rewritten_or_rolled_back_is_refused_and_what_is_held_stays()
    {
        using var archive = Traffic();
        Pull(archive);
        var held = Files(Copy);
        using var rewritten = new SampleArchive { Key = archive.Key };
        rewritten.Commit(0, [SampleArchive.Record(0, "fw1", "another")]);
        rewritten.WithTraffic(20, 2000);
        rewritten.Close(2001);
        Assert.Contains("was rewritten", Refused(rewritten), StringComparison.Ordinal);
        foreach (var newest in Directory.GetFiles(archive.Archive, "*0000000005.*", SearchOption.AllDirectories)) File.Delete(newest);
        Assert.Contains("rolled back", Refused(archive), StringComparison.Ordinal);
        Assert.Equal(held, Files(Copy));
    }

    [Fact]
    public void One_node_id_of_two_archives_is_refused_and_so_is_another_node()
    {
        using var archive = Traffic();
        Pull(archive);
        using var other = new SampleArchive();
        other.Setup = other.Setup with { NewOrigin = "ffffffffffffffffffffffffffffffff" };
        other.WithTraffic(0, 2000);
        other.Close(2001);
        Assert.Contains("one node id on two hosts", Refused(other), StringComparison.Ordinal);
        using var node = new SampleArchive();
        node.Setup = node.Setup with { Node = "node-2" };
        node.WithTraffic(0, 2000);
        node.Close(2001);
        Assert.Contains("node-2", Refused(node), StringComparison.Ordinal);
    }

    [Fact]
    public void Deletions_follow_when_a_seal_vouches_for_them_and_a_forged_one_is_refused()
    {
        using var archive = Traffic();
        Pull(archive);
        var seals = new SealFolder(archive.Disk, archive.Archive);
        var victim = archive.Seals()[1];
        new EvidenceDeletion(seals).Delete(victim, seals.HeadOf(seals.Newest()!), new JournalHead(12, new string('a', 64)), SampleArchive.At(1400));
        Assert.Equal((0, 0), ((int)Pull(archive).Seals, (int)Pull(archive).Deleted));
        archive.WithTraffic(1500, 2000);
        archive.Close(2001);
        Assert.Equal(1, Pull(archive).Deleted);
        Assert.False(File.Exists(Copy + victim.Path(".log.gz")[archive.Archive.Length..]));
        Assert.Equal(Files(archive.Archive), Files(Copy));
        Assert.Equal((true, 1L), (Verify().Ok, Verify().Deleted));

        // A copy that begins later gets no evidence of it, and the statement.
        Directory.Delete(Copy, recursive: true);
        Pull(archive);
        Assert.Equal(Files(archive.Archive), Files(Copy));
        Directory.Delete(Copy, recursive: true);
        File.Delete(archive.Seals()[2].Path(".log.gz"));
        Assert.Contains("no .deleted file says why", Refused(archive), StringComparison.Ordinal);
        File.WriteAllBytes(archive.Seals()[2].Path(".deleted"), File.ReadAllBytes(victim.Path(".deleted")));
        Assert.Contains("does not describe the evidence of its seal", Refused(archive), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_to_which_nobody_handed_over_is_refused_and_a_rotation_is_followed()
    {
        using var archive = Traffic();
        Pull(archive);
        var next = SigningKey.Create().Key;
        new Checkpoints(archive.Disk, archive.Archive).Rotate(new SealFolder(archive.Disk, archive.Archive).HeadOf(archive.Newest()), JournalHead.Empty, SampleArchive.At(1302), archive.Key, next);
        archive.Key = next;
        archive.WithTraffic(1320, 2000);
        archive.Close(2001);
        Assert.Equal(next.Public.Name.Id, Pull(archive).Checkpoint!.Signatures[^1].KeyId);
        archive.Key = SigningKey.Create().Key;
        archive.WithTraffic(2020, 3000);
        archive.Close(3001);
        Assert.Contains("nobody handed over", Refused(archive), StringComparison.Ordinal);
        Assert.Equal(archive.Key.Public.Name.Id, Pull(archive, archive.Key.Public.Name.Fingerprint).Checkpoint!.Signatures[^1].KeyId);
    }

    [Fact]
    public void An_accepted_rollback_is_followed_from_the_seal_that_is_held()
    {
        using var archive = Traffic();
        Pull(archive);
        var seals = new SealFolder(archive.Disk, archive.Archive);
        var plan = RollbackPlan.Make(seals, []);
        plan.CarryOut(seals, new PinFolder(archive.Disk, archive.Root + "/pins"), new RollbackSigning("node-1", new JournalHead(1, new string('b', 64)), "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee", SampleArchive.At(1400), archive.Key));
        archive.WithTraffic(1500, 2000);
        archive.Close(2001);
        Assert.Equal("eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee", Pull(archive).Origin);
        Assert.Equal(Files(archive.Archive), Files(Copy));
        var verified = Verify();
        Assert.True(verified.Ok, string.Join('\n', verified.Faults));
    }
}
