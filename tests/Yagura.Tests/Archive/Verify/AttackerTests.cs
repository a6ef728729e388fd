using System.IO.Compression;
using System.Text;
using Xunit;
using Yagura.Archive.Chain;
using Yagura.Archive.Seal;
using Yagura.Archive.Verify;
using Yagura.Tests.Archive.Seal;

namespace Yagura.Tests.Archive.Verify;

/// <summary>What somebody with the archive in hand can do, and what verification calls it.</summary>
public class AttackerTests
{
    private static SampleArchive Sound()
    {
        var archive = new SampleArchive().WithTraffic(0, 1300);
        archive.Close(1301);
        return archive;
    }

    private static List<string> Kinds(VerifyResult result) => [.. result.Faults.Select(fault => fault.Kind).Distinct()];

    private static string File(SampleArchive archive, int seal, string ending) => archive.Seals()[seal - 1].Path(ending);

    /// <summary>Packs lines as the sealer does, so that only content differs.</summary>
    private static void Repack(string path, Func<string, string> edit)
    {
        var text = new StreamReader(new GZipStream(new MemoryStream(System.IO.File.ReadAllBytes(path)), CompressionMode.Decompress)).ReadToEnd();
        System.IO.File.WriteAllBytes(path, EvidenceMember.Pack(Encoding.UTF8.GetBytes(edit(text)), fastest: false));
    }

    [Fact]
    public void An_untouched_archive_is_right_and_says_that_no_pin_was_used()
    {
        using var archive = Sound();
        var result = archive.Verify();
        Assert.Empty(result.Faults);
        Assert.Null(result.NewestPin);
        Assert.Contains(result.Notices, notice => notice.StartsWith("no pin was used", StringComparison.Ordinal));
        Assert.Equal((5, 195L, 5L), (result.Seals, result.Records, result.CheckpointedTo));
        Assert.Equal([archive.Key.Public.Name.Fingerprint], result.Fingerprints);
    }

    [Fact]
    public void Every_bit_of_every_byte_of_a_small_archive_counts()
    {
        using var archive = new SampleArchive();
        archive.Commit(1, [SampleArchive.Record(1, "fw1", "one"), SampleArchive.Record(1, "dns1", "two")]);
        archive.Close(2);
        var random = new Random(1);
        foreach (var path in Directory.GetFiles(archive.Archive, "*", SearchOption.AllDirectories))
        {
            var bytes = System.IO.File.ReadAllBytes(path);
            for (var position = 0; position < bytes.Length; position++)
            {
                var bit = (byte)(1 << random.Next(8));
                bytes[position] ^= bit;
                System.IO.File.WriteAllBytes(path, bytes);
                archive.Twice = position % 199 == 7;
                Assert.False(archive.Verify(archive.Options() with { Parallel = 1 }).Ok, $"{path}: byte {position}, bit {bit}");
                bytes[position] ^= bit;
            }
            System.IO.File.WriteAllBytes(path, bytes);
        }
        archive.Twice = true;
        Assert.True(archive.Verify().Ok);
    }

    [Fact]
    public void A_flipped_bit_of_evidence_is_named_by_file_records_and_time()
    {
        using var archive = Sound();
        var path = File(archive, 2, ".log.gz");
        var bytes = System.IO.File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 4;
        System.IO.File.WriteAllBytes(path, bytes);
        var fault = Assert.Single(archive.Verify().Faults, fault => fault.Kind == "member-altered");
        Assert.Equal(("2026/11/22/node-1-0000000002.log.gz", 2L, 46L, 90L), (fault.File, fault.Seal, fault.First, fault.Last));
        Assert.Equal((SampleArchive.At(300), SampleArchive.At(580)), (fault.From, fault.To));
        Assert.Contains(archive.Verify(archive.Options() with { Quick = true }).Faults, found => found.Kind == "evidence-altered");
    }

    [Theory]
    [InlineData(".log.gz", "not-tiled")]
    [InlineData(".minutes.gz", "minutes-altered")]
    [InlineData(".seal", "seal-unreadable")]
    public void Something_cut_off_is_found_at_every_length(string ending, string kind)
    {
        using var archive = Sound();
        var path = File(archive, 2, ending);
        var bytes = System.IO.File.ReadAllBytes(path);
        foreach (var length in new[] { 0, 1, bytes.Length / 2, bytes.Length - 8, bytes.Length - 1 })
        {
            System.IO.File.WriteAllBytes(path, bytes[..length]);
            Assert.Contains(kind, Kinds(archive.Verify()));
        }
    }

    [Fact]
    public void Bytes_behind_a_gzip_are_found_though_zcat_ignores_them()
    {
        using var archive = Sound();
        var path = File(archive, 3, ".log.gz");
        System.IO.File.AppendAllText(path, "\0\0\0\0");
        var result = archive.Verify();
        Assert.Contains(result.Faults, fault => fault.Kind == "not-tiled" && fault.What.Contains("4 bytes longer", StringComparison.Ordinal));
        System.IO.File.WriteAllBytes(path, [.. System.IO.File.ReadAllBytes(path)[..^4], .. EvidenceMember.Pack("{\"seq\":999}\n"u8, fastest: false)]);
        Assert.Contains("not-tiled", Kinds(archive.Verify()));
    }

    [Theory]
    [InlineData("2026/11/22/node-1-0000000002.log.gz", "evidence-unreadable")]
    [InlineData("2026/11/22/node-1-0000000002.minutes.gz", "evidence-unreadable")]
    [InlineData("2026/11/22/node-1-0000000002.seal", "seal-unreadable")]
    [InlineData("checkpoints/0000000005.checkpoint", "checkpoint-unreadable")]
    public void What_the_disk_does_not_give_back_is_named_and_hides_no_other_fault(string file, string kind)
    {
        using var archive = Sound();
        var path = $"{archive.Archive}/{file}";
        var other = File(archive, 4, ".log.gz");
        var bytes = System.IO.File.ReadAllBytes(other);
        bytes[^20] ^= 1;
        System.IO.File.WriteAllBytes(other, bytes);
        System.IO.File.Delete(path);
        // A folder gives EISDIR, as a bad sector gives EIO; a pipe would keep waiting for who writes into it.
        Directory.CreateDirectory(path);
        Found();
        Directory.Delete(path);
        using (var pipe = System.Diagnostics.Process.Start("mkfifo", [path])) pipe.WaitForExit();
        Found();

        void Found()
        {
            var faults = archive.Verify().Faults;
            Assert.Equal(file, Assert.Single(faults, fault => fault.Kind == kind).File);
            Assert.Single(faults, fault => fault.Kind == "member-altered" && fault.Seal == 4);
        }
    }

    [Fact]
    public void A_seal_that_stands_twice_is_named()
    {
        using var archive = Sound();
        var again = Directory.CreateDirectory($"{archive.Archive}/2026/11/23").FullName;
        foreach (var path in Directory.GetFiles($"{archive.Archive}/2026/11/22", "node-1-0000000002*")) System.IO.File.Copy(path, $"{again}/{Path.GetFileName(path)}");
        Assert.Equal(["2026/11/23/node-1-0000000002.seal"], archive.Verify().Faults.Where(fault => fault.Kind == "seal-misplaced").Select(fault => fault.File));
        Assert.Equal(["seal-misplaced", "stray-file"], Kinds(archive.Verify()).Order());
    }

    [Fact]
    public void Dropped_newest_seals_are_found_against_a_pin_or_a_checkpoint_that_stayed()
    {
        using var archive = Sound();
        var newest = archive.Newest();
        foreach (var ending in new[] { ".log.gz", ".minutes.gz", ".seal" }) System.IO.File.Delete(newest.Path(ending));
        Assert.Contains("seals-dropped", Kinds(archive.Verify()));
        var checkpoint = Assert.Single(Directory.GetFiles(archive.Archive + "/checkpoints", "0000000005*"));
        var held = System.IO.File.ReadAllBytes(checkpoint);
        System.IO.File.Delete(checkpoint);
        Assert.Empty(archive.Verify().Faults);
        Assert.Equal(["seals-dropped"], Kinds(archive.Verify(new Pin(newest.Content.Index, newest.Hash))));
        Assert.Equal(["seals-dropped"], Kinds(archive.Verify(archive.Options() with { Checkpoints = [("mail.checkpoint", held)] })));
    }

    [Fact]
    public void A_dropped_day_is_named_by_its_seals()
    {
        using var archive = new SampleArchive().WithTraffic(70_000, 82_000);
        archive.Close(82_001);
        var folders = Directory.GetDirectories(archive.Archive + "/2026/11");
        Assert.Equal(2, folders.Length);
        Directory.Delete(folders.Order(StringComparer.Ordinal).First(), recursive: true);
        var result = archive.Verify();
        Assert.Contains(result.Faults, fault => fault.Kind == "seal-missing" && fault.What.StartsWith("seals 1 to ", StringComparison.Ordinal));
    }

    [Fact]
    public void One_source_taken_out_is_named()
    {
        using var archive = Sound();
        Repack(File(archive, 2, ".log.gz"), text => string.Concat(text.Split('\n').Where(line => line.Length > 0 && !line.Contains("\"src\":\"dns1\"", StringComparison.Ordinal)).Select(line => line + "\n")));
        var result = archive.Verify();
        Assert.Contains(result.Faults, fault => fault.Kind == "source-altered" && fault.What == "source dns1: all of its 15 records are missing");
        Assert.DoesNotContain(result.Faults, fault => fault.What.Contains("source fw1", StringComparison.Ordinal));
    }

    [Fact]
    public void Swapped_files_are_named_as_each_other()
    {
        using var archive = Sound();
        var (one, two) = (File(archive, 2, ".log.gz"), File(archive, 3, ".log.gz"));
        System.IO.File.Move(one, one + ".x");
        System.IO.File.Move(two, one);
        System.IO.File.Move(one + ".x", two);
        var swapped = archive.Verify().Faults.Where(fault => fault.Kind == "evidence-swapped").Select(fault => fault.What);
        Assert.Equal(["is the evidence of seal 3", "is the evidence of seal 2"], swapped);
        var (sealOne, sealTwo) = (File(archive, 4, ".seal"), File(archive, 5, ".seal"));
        System.IO.File.Copy(sealOne, sealTwo, overwrite: true);
        Assert.Contains("seal-misplaced", Kinds(archive.Verify()));
    }

    [Fact]
    public void The_same_content_packed_again_is_called_that()
    {
        using var archive = Sound();
        var path = File(archive, 2, ".log.gz");
        using (var into = new MemoryStream())
        {
            using (var gzip = new GZipStream(into, CompressionLevel.SmallestSize, leaveOpen: true)) gzip.Write(Encoding.UTF8.GetBytes(archive.Evidence(archive.Seals()[1])));
            System.IO.File.WriteAllBytes(path, into.ToArray());
        }
        Assert.Contains("evidence-repacked", Kinds(archive.Verify()));
    }

    [Fact]
    public void A_stray_file_and_a_changed_minutes_file_are_found()
    {
        using var archive = Sound();
        var folder = Path.GetDirectoryName(File(archive, 2, ".seal"))!;
        System.IO.File.WriteAllText(folder + "/readme.txt", "x");
        Repack(File(archive, 2, ".minutes.gz"), text => text.Replace(" 3\n", " 4\n", StringComparison.Ordinal));
        var kinds = Kinds(archive.Verify());
        Assert.Contains("stray-file", kinds);
        Assert.Contains("minutes-altered", kinds);
    }

    [Fact]
    public void An_archive_without_checkpoints_for_two_hours_is_a_fault()
    {
        using var archive = new SampleArchive().WithTraffic(0, 8000);
        archive.Close(8001);
        Assert.True(archive.Verify().Ok);
        foreach (var file in Directory.GetFiles(archive.Archive + "/checkpoints")) System.IO.File.Delete(file);
        Assert.Equal(["checkpoint-missing"], Kinds(archive.Verify()));
    }
}
