using System.Text;
using Xunit;
using Yagura.Archive.Chain;
using Yagura.Archive.Seal;
using Yagura.Archive.Verify;
using Yagura.Tests.Archive.Seal;

namespace Yagura.Tests.Archive.Verify;

/// <summary>Who can write a whole new chain: without the key, and with it.</summary>
public class RewriterTests
{
    private static SampleArchive Sealed(string word, SigningKey? key)
    {
        var archive = new SampleArchive();
        if (key is not null) archive.Key = key;
        for (var second = 0; second < 1300; second += 50) archive.Commit(second, [SampleArchive.Record(second, "fw1", $"{word} {second}")]);
        archive.Close(1301);
        return archive;
    }

    private static void Replace(SampleArchive victim, SampleArchive forged, bool checkpointsToo)
    {
        Directory.Delete(victim.Archive + "/2026", recursive: true);
        Directory.Move(forged.Archive + "/2026", victim.Archive + "/2026");
        if (!checkpointsToo) return;
        foreach (var folder in new[] { "/checkpoints", "/keys" })
        {
            Directory.Delete(victim.Archive + folder, recursive: true);
            Directory.Move(forged.Archive + folder, victim.Archive + folder);
        }
    }

    [Fact]
    public void Sealed_again_without_the_key_no_checkpoint_vouches_for_it()
    {
        using var archive = Sealed("deny", null);
        using var forged = Sealed("allow", null);
        Replace(archive, forged, checkpointsToo: false);
        Assert.Contains(archive.Verify().Faults, fault => fault.Kind == "seal-rewritten");
    }

    [Fact]
    public void Sealed_and_signed_again_with_another_key_is_found_by_the_trusted_fingerprint()
    {
        using var archive = Sealed("deny", null);
        var trusted = archive.Key.Public.Name.Fingerprint;
        using var forged = Sealed("allow", null);
        Replace(archive, forged, checkpointsToo: true);
        Assert.Contains(archive.Verify(archive.Options() with { TrustedFingerprints = [trusted] }).Faults, fault => fault.Kind == "key-untrusted");
    }

    [Fact]
    public void Sealed_again_with_the_key_is_found_against_a_pin_and_said_to_be_unfindable_without_one()
    {
        using var archive = Sealed("deny", null);
        var pinned = archive.Seals()[2];
        var pin = new Pin(pinned.Content.Index, pinned.Hash);
        var held = File.ReadAllBytes(Directory.GetFiles(archive.Archive + "/checkpoints")[0]);
        using var forged = Sealed("allow", archive.Key);
        Replace(archive, forged, checkpointsToo: true);

        var without = archive.Verify(archive.Options() with { TrustedFingerprints = [archive.Key.Public.Name.Fingerprint] });
        Assert.True(without.Ok);
        Assert.Null(without.NewestPin);
        Assert.Contains(without.Notices, notice => notice.Contains("is not found without a checkpoint or pin held outside", StringComparison.Ordinal));

        var against = archive.Verify(pin);
        Assert.Equal(pin, against.NewestPin);
        Assert.Contains(against.Faults, fault => fault.Kind == "pin-disagrees" && fault.What.Contains("the chain was rewritten", StringComparison.Ordinal));
        Assert.Contains(archive.Verify(archive.Options() with { Checkpoints = [("held", held)] }).Faults, fault => fault.Kind == "pin-disagrees");
    }

    [Fact]
    public void A_forged_signature_line_gives_no_hand_over()
    {
        using var archive = Sealed("deny", null);
        var path = Directory.GetFiles(archive.Archive + "/checkpoints").Order(StringComparer.Ordinal).Last();
        var evil = SigningKey.Create().Key;
        Assert.True(CheckpointText.TryParse(File.ReadAllBytes(path), out var checkpoint, out _));
        File.WriteAllBytes(path, CheckpointText.Write(checkpoint!.Body, [.. checkpoint.Signatures, new CheckpointSignature(evil.Public.Name.Id, evil.Sign(checkpoint.Body))]));
        File.WriteAllText($"{archive.Archive}/keys/{evil.Public.Name.Id}.pem", evil.Public.Pem);
        Assert.Contains(archive.Verify().Faults, fault => fault.Kind == "checkpoint-unreadable");
    }

    [Fact]
    public void Edited_checkpoints_are_named()
    {
        using var archive = Sealed("deny", null);
        var path = Directory.GetFiles(archive.Archive + "/checkpoints").Order(StringComparer.Ordinal).Last();
        File.WriteAllText(path, File.ReadAllText(path).Replace("journal 0 ", "journal 1 ", StringComparison.Ordinal));
        Assert.Contains(archive.Verify().Faults, fault => fault.Kind == "signature-wrong");
        File.Delete(Directory.GetFiles(archive.Archive + "/checkpoints").Order(StringComparer.Ordinal).First());
        Assert.Contains(archive.Verify().Faults, fault => fault.Kind == "checkpoint-chain");
    }

    [Fact]
    public void A_deletion_is_good_only_as_its_seal_vouches_for_it()
    {
        using var archive = Sealed("deny", null);
        var seals = archive.Seals();
        var deletion = new Deletion(seals[1].Content.Origin, 2, seals[1].Hash, seals[1].Content.Count, seals[^1].Content.Index, 12, new string('a', 64), SampleArchive.At(1400));
        var evidence = seals[1].Path(".log.gz");
        var kept = File.ReadAllBytes(evidence);
        File.Delete(evidence);
        Assert.Equal(["evidence-missing"], archive.Verify().Faults.Select(fault => fault.Kind));

        PendingDeletions.Mark(archive.Disk, archive.Archive, 2, "2026/11/22/node-1-0000000002.deleted");
        File.WriteAllBytes(seals[1].Path(".deleted"), DeletionText.Write(deletion));
        Assert.Empty(archive.Verify().Faults);
        Assert.Equal(1, archive.Verify().Unvouched);
        Assert.Contains(archive.Verify().Notices, notice => notice.Contains("has yet to vouch", StringComparison.Ordinal));

        archive.Commit(1500, [SampleArchive.Record(1500, "fw1", "later")]);
        archive.Close(1501);
        Assert.Equal(2, Assert.Single(archive.Seals().SelectMany(seal => seal.Content.Deleted)).Index);
        Assert.Empty(Directory.GetFiles(archive.Archive + "/pending"));
        Assert.Equal((true, 1L, 0), (archive.Verify().Ok, archive.Verify().Deleted, archive.Verify().Unvouched));

        File.WriteAllBytes(seals[1].Path(".deleted"), DeletionText.Write(deletion with { JournalNumber = 13 }));
        Assert.Equal(["deletion-altered", "evidence-missing"], archive.Verify().Faults.Select(fault => fault.Kind));
        File.Delete(seals[1].Path(".deleted"));
        Assert.Contains(archive.Verify().Faults, fault => fault.Kind == "deletion-missing");
        File.WriteAllBytes(evidence, kept);
        File.Delete(seals[2].Path(".log.gz"));
        File.WriteAllBytes(seals[2].Path(".deleted"), DeletionText.Write(deletion with { Index = 3, SealHash = seals[2].Hash, Count = seals[2].Content.Count }));
        Assert.Contains(archive.Verify().Faults, fault => fault.Kind == "deletion-forged" && fault.File.EndsWith("0000000003.deleted", StringComparison.Ordinal));
    }

    [Fact]
    public void An_undocumented_gap_in_the_sequences_is_found()
    {
        using var archive = new SampleArchive().WithTraffic(0, 100);
        archive.Skip(3);
        archive.WithTraffic(100, 200);
        archive.Close(201);
        Assert.Contains(archive.Verify().Faults, fault => fault is { Kind: "sequence-gap", First: 16, Last: 18 });
    }
}
