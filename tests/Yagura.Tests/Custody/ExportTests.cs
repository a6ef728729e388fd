using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Xunit;
using Yagura.Archive.Export;
using Yagura.Archive.Seal;
using Yagura.Custody;
using Yagura.Operations.Store;
using Yagura.Tests.Archive.Seal;

namespace Yagura.Tests.Custody;

/// <summary>Evidence packages, checked twice: by the product and by the script in the package itself.</summary>
public sealed class ExportTests : IDisposable
{
    private readonly SampleArchive archive = new SampleArchive().WithTraffic(0, 2000);

    public ExportTests() => archive.Close(2001);

    public void Dispose() => archive.Dispose();

    private string Out => archive.Root + "/package.zip";

    private PackageSummary Write(params string[] sources)
    {
        using var file = File.Create(Out);
        return EvidencePackage.Write(new SealFolder(archive.Disk, archive.Archive), new PackageOptions(SampleArchive.At(400), SampleArchive.At(1000), sources, SampleArchive.At(3000)), file);
    }

    private (bool First, bool Second, string Output) Check(string pin = "")
    {
        var folder = archive.Root + "/" + Guid.NewGuid().ToString("N");
        bool first;
        using (var file = File.OpenRead(Out)) first = PackageCheck.Run(file).Count == 0;
        ZipFile.ExtractToDirectory(Out, folder);
        using var sh = Process.Start(new ProcessStartInfo("sh", [folder + "/check.sh", pin]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var output = sh.StandardOutput.ReadToEnd();
        sh.WaitForExit();
        return (first, sh.ExitCode == 0, output);
    }

    private void Alter(Func<ZipArchiveEntry, bool> which, Func<byte[], byte[]?> how)
    {
        using var zip = ZipFile.Open(Out, ZipArchiveMode.Update);
        var entry = zip.Entries.First(which);
        byte[] bytes;
        using (var stream = entry.Open())
        {
            using var into = new MemoryStream();
            stream.CopyTo(into);
            bytes = into.ToArray();
        }
        var name = entry.FullName;
        entry.Delete();
        if (how(bytes) is not { } altered) return;
        using var target = zip.CreateEntry(name).Open();
        target.Write(altered);
    }

    private static byte[] Flip(byte[] bytes)
    {
        bytes[bytes.Length / 2] ^= 1;
        return bytes;
    }

    [Fact]
    public void One_sources_lines_are_proven_without_those_of_any_other()
    {
        var summary = Write("fw1");
        Assert.Equal(["fw1"], summary.Sources);
        Assert.Equal((2, 4), (summary.FirstSeal, summary.LastSeal));
        using (var zip = ZipFile.OpenRead(Out))
        {
            var lines = zip.Entries.Where(entry => entry.FullName.StartsWith("lines/", StringComparison.Ordinal)).ToList();
            Assert.Equal(3, lines.Count);
            using var reader = new StreamReader(lines[0].Open());
            Assert.All(reader.ReadToEnd().TrimEnd('\n').Split('\n'), line => Assert.Contains("\"src\":\"fw1\"", line, StringComparison.Ordinal));
        }
        var pinned = archive.Seals()[3];
        var (first, second, output) = Check($"4:{pinned.Hash}");
        Assert.True(first && second, output);
        Assert.False(Check($"4:{new string('0', 64)}").Second);
    }

    [Theory]
    [InlineData("lines/fw1/", true)]
    [InlineData("lines/fw1/", false)]
    [InlineData("seals/", true)]
    [InlineData("seals/node-1-0000000003", false)]
    [InlineData("checkpoint", true)]
    [InlineData("checkpoint", false)]
    [InlineData("keys/", true)]
    [InlineData("keys/", false)]
    public void What_is_altered_or_taken_out_is_found_by_both(string entry, bool flipped)
    {
        Write("fw1", "dns1");
        Alter(found => found.FullName.StartsWith(entry, StringComparison.Ordinal), flipped ? Flip : _ => null);
        var (first, second, output) = Check();
        Assert.False(first, "the product's check");
        Assert.False(second, output);
    }

    [Fact]
    public void Altered_evidence_is_not_handed_out()
    {
        var path = archive.Seals()[2].Path(".log.gz");
        File.WriteAllBytes(path, Flip(File.ReadAllBytes(path)));
        Assert.Throws<ArchiveException>(() => Write("fw1"));
    }

    [Fact]
    public async Task An_entry_says_what_was_handed_out_and_the_file_is_there_only_when_it_holds()
    {
        var stop = TestContext.Current.CancellationToken;
        using var store = await OperationsStore.OpenSqliteAsync(archive.Root + "/yagura.db", TimeProvider.System, stop);
        var run = new ExportRun(archive.Disk, new SealFolder(archive.Disk, archive.Archive), store, TimeProvider.System);
        var request = new ExportRequest(SampleArchive.Start, SampleArchive.Start.AddHours(1), [], Out, "照会への回答");
        var outcome = await run.RunAsync(request, stop);
        Assert.Equal(300, outcome.Summary.Records);
        Assert.True(Check().Second);
        var entry = await new JournalStore(store).EntryAsync(outcome.Entry, stop);
        Assert.Equal("evidence.exported", entry!.Kind);
        Assert.Contains(outcome.Hash, entry.Data.Text("what"), StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArchiveException>(() => run.RunAsync(request, stop));

        File.Delete(archive.Seals()[2].Path(".log.gz"));
        var again = request with { Out = archive.Root + "/again.zip" };
        await Assert.ThrowsAsync<ArchiveException>(() => run.RunAsync(again, stop));
        Assert.False(File.Exists(again.Out) || File.Exists(again.Out + ".tmp"));
    }
}
