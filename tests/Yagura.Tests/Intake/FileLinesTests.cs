using System.IO.Compression;
using System.Text;
using Xunit;
using Yagura.Events;
using Yagura.Intake;
using Yagura.Intake.Files;

namespace Yagura.Tests.Intake;

public sealed class FileLinesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("yagura-files-").FullName;
    private readonly ReceiveClock _clock = new(TimeProvider.System);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Lines_come_byte_for_byte_and_reading_resumes_at_every_line(bool packed)
    {
        byte[] content = [.. "one\n\n5 two\r\n"u8, 0xff, 0, .. "\n"u8, .. Encoding.ASCII.GetBytes(new string('x', 5000)), .. "\nlast"u8];
        var path = Write(content, packed);
        var all = Read(path, 0, 100, out var end);
        Assert.Equal(["one", "5 two\r", "\xff\0", new string('x', 16), "last"], all.Select(r => Encoding.Latin1.GetString(r.Payload.Span)));
        Assert.Equal(content.Length, end);
        Assert.Equal((Lane.Import, "import", "fw1", 5000L), (all[3].Lane, all[3].Via, all[3].Source, all[3].CutFrom));
        Assert.Equal(Path.GetFileName(path), all[0].Peer);
        for (long offset = 0, read = 0; read < all.Count; read++)
        {
            var one = Read(path, offset, 1, out offset);
            Assert.Equal(all[(int)read].Payload.ToArray(), Assert.Single(one).Payload.ToArray());
        }
        Assert.Empty(Read(path, end, 1, out _));
    }

    [Fact]
    public void Lines_that_were_sent_again_go_the_resend_lane_and_name_their_gap()
    {
        var path = Write("one\n"u8.ToArray(), packed: false);
        using var lines = FileLines.Open(new FileOrigin(path, "fw1") { Gap = "17" }, 0, new IntakeLimits());
        var read = new List<RawRecord>();
        Assert.True(lines.Read(read, 10, _clock));
        Assert.Equal((Lane.Resend, "17"), (Assert.Single(read).Lane, read[0].Gap));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_shorter_than_what_was_read_is_another_file(bool packed)
    {
        var path = Write("one\n"u8.ToArray(), packed);
        var error = Assert.Throws<IOException>(() => Read(path, 5, 1, out _));
        Assert.Contains("not the same file", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private List<RawRecord> Read(string path, long offset, int max, out long end)
    {
        var records = new List<RawRecord>();
        using var lines = FileLines.Open(new FileOrigin(path, "fw1"), offset, new IntakeLimits { LineBytesMax = 64, CutHeadBytes = 16 });
        lines.Read(records, max, _clock);
        end = lines.Offset;
        return records;
    }

    private string Write(byte[] content, bool packed)
    {
        var path = Path.Combine(_folder, packed ? "a.log.gz" : "a.log");
        using var file = File.Create(path);
        if (packed)
        {
            using var gzip = new GZipStream(file, CompressionLevel.Fastest);
            gzip.Write(content);
        }
        else
        {
            file.Write(content);
        }
        return path;
    }
}
