using Xunit;
using Yagura.Archive.Chain;
using Yagura.Archive.Disk;
using Yagura.Archive.Reading;
using Yagura.Archive.Verify;

namespace Yagura.Tests.Archive.Verify;

/// <summary>Archives of version 1 that were made once and must verify for ever (tests/archives/v1; README.md there says how they were made).</summary>
public class GoldenTests
{
    private static string Folder(string name) => Path.Combine(TestData.Root, "tests/archives/v1", name);

    [Theory]
    [InlineData("ordinary", 8, 24)]
    [InlineData("rotated", 3, 6)]
    public void A_golden_archive_verifies_for_ever(string name, long seals, long records)
    {
        var archive = Folder(name) + "/archive";
        var pin = Pin.TryParse(File.ReadAllText(Folder(name) + ".pin").TrimEnd('\n'))!;
        var options = new VerifyOptions { Archive = archive, Checkpoints = [], Pins = [pin], TrustedFingerprints = [], Quick = false, Parallel = 2 };
        var result = Verifier.Run(new LinuxDisk(), options, _ => { });
        Assert.Empty(result.Faults);
        Assert.Equal((seals, records, pin), (result.Seals, result.Records, result.NewestPin));
        var (exit, output) = SecondVerifier.Run(archive, $"{pin.Index}:{pin.Hash}");
        Assert.True(exit == 0, output);
        Assert.Equal(records, new RecordReader(new LinuxDisk(), archive, _ => []).Read(1, _ => { }).Count());
    }
}
