using System.Text;
using Xunit;
using Yagura.Archive.Seal;

namespace Yagura.Tests.Archive.Seal;

public class SealParserTests
{
    private static string Text()
    {
        using var archive = new SampleArchive().WithTraffic(0, 320);
        archive.Seal(320);
        return File.ReadAllText(archive.Newest().Path(".seal"));
    }

    [Theory]
    [InlineData("yagura-seal 1", "yagura-seal 2", "line 1")]
    [InlineData("\nindex 1\n", "\nindex 01\n", "one form")]
    [InlineData("\nindex 1\n", "\nindex  1\n", "line 4")]
    [InlineData("\nnode node-1\n", "\nnode Node-1\n", "line 3")]
    [InlineData("\nanalysed ", "\nfuture 1\nanalysed ", "expected")]
    [InlineData("\nanalysed 0", "\nanalysed x", "expected")]
    [InlineData("\nend ", "\nend 1", "expected end")]
    [InlineData("\nend ", "\n\nend ", "expected")]
    public void Any_other_form_is_refused_with_the_line(string found, string put, string says)
    {
        var text = Text().Replace(found, put, StringComparison.Ordinal);
        Assert.False(SealParser.TryParse(Encoding.ASCII.GetBytes(text), out _, out var fault));
        Assert.Contains(says, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cut_seal_is_refused_at_every_length()
    {
        var bytes = Encoding.ASCII.GetBytes(Text());
        for (var length = 0; length < bytes.Length; length++) Assert.False(SealParser.TryParse(bytes.AsSpan(0, length), out _, out _));
        Assert.True(SealParser.TryParse(bytes, out _, out _));
    }

    [Fact]
    public void No_line_is_longer_than_256_bytes_even_with_the_longest_ids()
    {
        using var archive = new SampleArchive();
        archive.Setup = archive.Setup with { Node = new string('n', 63), NewOrigin = new string('o', 63) };
        archive.Commit(1, [SampleArchive.Record(1, new string('s', 63), "x")]);
        archive.Close(2);
        Assert.All(File.ReadAllLines(archive.Newest().Path(".seal")), line => Assert.True(line.Length <= 256));
    }
}
