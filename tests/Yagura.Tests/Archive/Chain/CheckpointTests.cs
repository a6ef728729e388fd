using System.Diagnostics;
using Xunit;
using Yagura.Archive.Chain;
using Yagura.Archive.Seal;
using Yagura.Tests.Archive.Seal;

namespace Yagura.Tests.Archive.Chain;

public class CheckpointTests
{
    [Fact]
    public void Every_hours_last_seal_gets_a_checkpoint()
    {
        using var archive = new SampleArchive().WithTraffic(0, 8000);
        archive.Seal(8000);
        Assert.Equal(["0000000002.checkpoint", "0000000014.checkpoint", "0000000026.checkpoint"], Checkpoints.Names(archive.Disk, archive.Archive));
    }

    [Fact]
    public void Openssl_accepts_the_signature()
    {
        using var archive = new SampleArchive().WithTraffic(0, 100);
        archive.Close(101);
        var script = """
            set -e
            c=checkpoints/0000000001.checkpoint
            sed '/^$/,$d' $c > ../body
            awk '$1=="signature"{print $3}' $c | openssl base64 -d -A > ../sig
            openssl dgst -sha256 -verify keys/$(awk '$1=="signature"{print $2}' $c).pem -signature ../sig ../body
            """;
        using var sh = Process.Start(new ProcessStartInfo("sh", ["-c", script]) { WorkingDirectory = archive.Archive, UseShellExecute = false, RedirectStandardOutput = true })!;
        Assert.Equal("Verified OK\n", sh.StandardOutput.ReadToEnd());
    }

    [Fact]
    public void A_rotation_is_signed_by_both_and_the_chain_goes_on_with_the_new_key()
    {
        using var archive = new SampleArchive().WithTraffic(0, 100);
        var head = archive.Close(101);
        var next = SigningKey.Create().Key;
        var checkpoints = new Checkpoints(archive.Disk, archive.Archive);
        var rotation = checkpoints.Rotate(head, JournalHead.Empty, SampleArchive.At(102), archive.Key, next);
        Assert.Equal([archive.Key.Public.Name.Id, next.Public.Name.Id], rotation.Signatures.Select(signature => signature.KeyId));
        archive.Key = next;
        archive.WithTraffic(120, 200);
        archive.Close(201);
        Assert.True(archive.Verify().Ok, string.Join('\n', archive.Verify().Faults));
        archive.Key = SigningKey.Create().Key;
        archive.WithTraffic(220, 260);
        archive.Close(261);
        Assert.Contains(archive.Verify().Faults, fault => fault.Kind == "key-changed");
    }

    [Fact]
    public void A_key_file_is_for_its_owner_only_and_found_again()
    {
        using var archive = new SampleArchive();
        var store = new KeyStore(archive.Disk, archive.Root + "/keys", external: null);
        var key = store.Active(null);
        Assert.Equal(key.Public, store.Active(null).Public);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode($"{archive.Root}/keys/{key.Public.Name.Id}.key"));
        archive.WithTraffic(0, 100);
        archive.Close(101);
        Assert.Throws<ArchiveException>(() => store.Active(new Checkpoints(archive.Disk, archive.Archive).Newest()));
    }

    [Fact]
    public void The_days_checkpoint_is_the_first_that_covers_the_whole_day()
    {
        using var archive = new SampleArchive().WithTraffic(0, 30_000);
        archive.Seal(30_000);
        var checkpoints = new Checkpoints(archive.Disk, archive.Archive);
        var midnight = new DateTimeOffset(2026, 11, 22, 15, 0, 0, TimeSpan.FromHours(9));
        var day = checkpoints.OfDay(midnight)!;
        Assert.Equal(midnight.UtcDateTime, archive.Seals().Single(seal => seal.Content.Index == day.Content.SealIndex).Content.To.Instant.UtcDateTime);
        Assert.Null(checkpoints.OfDay(midnight.AddDays(1)));
    }

    [Fact]
    public void Start_is_refused_when_seals_checkpoint_journal_or_pins_disagree()
    {
        using var archive = new SampleArchive().WithTraffic(0, 1300);
        var head = archive.Close(1301);
        var seals = new SealFolder(archive.Disk, archive.Archive);
        var journal = new JournalHead(7, new string('a', 64));
        var checkpoint = new Checkpoints(archive.Disk, archive.Archive).Write(head, journal, SampleArchive.At(1302), archive.Key);
        string? Check(JournalHead at, string? earlier, params Pin[] pins) => HeadCheck.AtStart(seals, checkpoint, at, _ => earlier, pins);
        Assert.Null(Check(journal, null));
        Assert.Null(Check(journal with { Number = 9 }, journal.Hash, new Pin(head.Index, head.Hash)));
        Assert.Contains("journal was rolled back", Check(journal with { Number = 6 }, null), StringComparison.Ordinal);
        Assert.Contains("journal was rewritten", Check(journal with { Number = 9 }, new string('b', 64)), StringComparison.Ordinal);
        Assert.Contains("rolled back", Check(journal, null, new Pin(99, head.Hash)), StringComparison.Ordinal);
        Assert.Contains("rewritten", Check(journal, null, new Pin(2, head.Hash)), StringComparison.Ordinal);
        File.Delete(head.Path);
        Assert.Contains("rolled back or seals are missing", Check(journal, null), StringComparison.Ordinal);
    }

    [Fact]
    public void A_witness_refuses_a_head_that_does_not_extend_the_one_it_holds()
    {
        using var archive = new SampleArchive().WithTraffic(0, 1300);
        archive.Close(1301);
        var seals = archive.Seals();
        var bytes = seals.ConvertAll(seal => File.ReadAllBytes(seal.Path(".seal")));
        var origin = seals[0].Content.Origin;
        var held = new Pin(2, seals[1].Hash);
        Assert.Null(HeadCheck.Extends(held, origin, bytes.Skip(2)));
        Assert.Contains("3 must come next", HeadCheck.Extends(held, origin, bytes.Skip(3)), StringComparison.Ordinal);
        Assert.Contains("rewritten", HeadCheck.Extends(held with { Hash = seals[0].Hash }, origin, bytes.Skip(2)), StringComparison.Ordinal);
        Assert.Contains("origin", HeadCheck.Extends(held, "another", bytes.Skip(2)), StringComparison.Ordinal);
    }
}
