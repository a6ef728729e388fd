using Xunit;
using Yagura.Archive.Chain;
using Yagura.Archive.Seal;
using Yagura.Tests.Archive.Seal;

namespace Yagura.Tests.Archive.Chain;

/// <summary>An archive set back to an earlier day, accepted by a person, and what both verifiers say of it.</summary>
public class RollbackTests
{
    private const string Next = "fedcba9876543210fedcba9876543210";
    private static readonly JournalHead Entry = new(3, new string('c', 64));

    /// <summary>Three hours sealed, of which the last is lost; the pin knows it.</summary>
    private static (SampleArchive Archive, Pin Gone) SetBack(bool checkpointsToo)
    {
        var archive = new SampleArchive().WithTraffic(0, 5000);
        archive.Journal = new JournalHead(9, new string('a', 64));
        archive.Close(5001);
        var seals = archive.Seals();
        var gone = new Pin(seals[^1].Content.Index, seals[^1].Hash);
        foreach (var seal in seals.Skip(6))
        {
            foreach (var ending in new[] { ".seal", ".log.gz", ".minutes.gz" }) File.Delete(seal.Path(ending));
        }
        if (checkpointsToo)
        {
            foreach (var name in Checkpoints.Names(archive.Disk, archive.Archive).Where(name => string.CompareOrdinal(name, "0000000007") > 0)) File.Delete($"{archive.Archive}/checkpoints/{name}");
        }
        var last = archive.Seals()[^1].Content;
        archive.Batches.RemoveAll(batch => batch.CommittedAt >= last.To);
        archive.Skip(1000);
        return (archive, gone);
    }

    private static SignedRollback Accept(SampleArchive archive, params HeldPin[] pins)
    {
        var seals = new SealFolder(archive.Disk, archive.Archive);
        var plan = RollbackPlan.Make(seals, pins);
        archive.Journal = Entry;
        return plan.CarryOut(seals, new PinFolder(archive.Disk, archive.Root + "/pins"), new RollbackSigning("node-1", Entry, Next, SampleArchive.At(6000), archive.Key));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_chain_goes_on_under_a_new_origin_and_both_verifiers_follow(bool checkpointsToo)
    {
        var (archive, gone) = SetBack(checkpointsToo);
        using var _ = archive;
        var statement = Accept(archive, new HeldPin("", gone, "0123456789abcdef0123456789abcdef", null));
        Assert.Equal((6L, gone.Index, gone.Hash, Next), (statement.Content.SealIndex, statement.Content.GoneIndex, statement.Content.GoneHash, statement.Content.Next));
        archive.Commit(6000, [SampleArchive.Record(6000, "fw1", "after")], new Yagura.Archive.Spool.DamagedNote(FirstGone(archive), LastGone(archive), SampleArchive.At(0), SampleArchive.At(0), "rolled-back"));
        archive.Close(6400);
        Assert.Equal(Next, archive.Newest().Content.Origin);
        var result = archive.Verify();
        Assert.True(result.Ok, string.Join('\n', result.Faults));
        Assert.Equal(Next, result.Origin);
        Assert.Contains(result.Notices, notice => notice.Contains($"seals 7 to {gone.Index} of 0123456789abcdef0123456789abcdef were known and are gone (journal entry 3)", StringComparison.Ordinal));
        // The statement excuses nothing.
        Assert.Contains(archive.Verify(gone).Faults, fault => fault.Kind is "pin-disagrees" or "seals-dropped");
    }

    [Fact]
    public void Without_the_statement_a_new_origin_is_a_fault()
    {
        var (archive, gone) = SetBack(checkpointsToo: true);
        using var _ = archive;
        Accept(archive, new HeldPin("", gone, null, null));
        archive.Commit(6000, [SampleArchive.Record(6000, "fw1", "after")], new Yagura.Archive.Spool.DamagedNote(FirstGone(archive), LastGone(archive), SampleArchive.At(0), SampleArchive.At(0), "rolled-back"));
        archive.Close(6400);
        Directory.Delete(archive.Archive + "/rollbacks", recursive: true);
        Assert.Contains(archive.Verify().Faults, fault => fault.Kind == "origin-wrong");
    }

    [Fact]
    public void Every_byte_of_the_statement_counts()
    {
        var (archive, gone) = SetBack(checkpointsToo: true);
        using var _ = archive;
        Accept(archive, new HeldPin("", gone, null, null));
        archive.Commit(6000, [SampleArchive.Record(6000, "fw1", "after")], new Yagura.Archive.Spool.DamagedNote(FirstGone(archive), LastGone(archive), SampleArchive.At(0), SampleArchive.At(0), "rolled-back"));
        archive.Close(6400);
        var path = Directory.GetFiles(archive.Archive + "/rollbacks").Single();
        var bytes = File.ReadAllBytes(path);
        archive.Twice = false;
        for (var at = 0; at < bytes.Length; at++)
        {
            var altered = (byte[])bytes.Clone();
            altered[at] ^= 1;
            File.WriteAllBytes(path, altered);
            Assert.False(archive.Verify().Ok, $"byte {at} of the statement");
        }
        archive.Twice = true;
        foreach (var at in new[] { 0, 30, 60, 90, 150, 300, bytes.Length - 10 })
        {
            var altered = (byte[])bytes.Clone();
            altered[at] ^= 1;
            File.WriteAllBytes(path, altered);
            Assert.False(archive.Verify().Ok, $"byte {at} of the statement");
        }
    }

    [Fact]
    public void A_statement_by_a_key_that_signs_no_checkpoint_is_refused()
    {
        var (archive, gone) = SetBack(checkpointsToo: true);
        using var _ = archive;
        var key = archive.Key;
        archive.Key = SigningKey.Create().Key;
        Accept(archive, new HeldPin("", gone, null, null));
        archive.Key = key;
        Assert.Contains(archive.Verify().Faults, fault => fault.Kind == "rollback-wrong");
    }

    [Fact]
    public void A_seal_missing_in_the_middle_is_more_than_a_rollback()
    {
        using var archive = new SampleArchive().WithTraffic(0, 5000);
        archive.Close(5001);
        File.Delete(archive.Seals()[1].Path(".seal"));
        Assert.Throws<ArchiveException>(() => RollbackPlan.Make(new SealFolder(archive.Disk, archive.Archive), [new HeldPin("", new Pin(2, new string('b', 64)), null, null)]));
    }

    private static long FirstGone(SampleArchive archive) => archive.Seals().Last(seal => seal.Content.Count > 0).Content.Last + 1;

    private static long LastGone(SampleArchive archive) => archive.NextSequence - 1;
}
