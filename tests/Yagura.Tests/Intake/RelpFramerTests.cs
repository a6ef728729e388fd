using System.Text;
using Xunit;
using Yagura.Intake;
using Yagura.Intake.Framing;

namespace Yagura.Tests.Intake;

public sealed class RelpFramerTests
{
    private static readonly IntakeLimits Small = new IntakeLimits { LineBytesMax = 64, CutHeadBytes = 16, AnnouncedBytesMax = 5000 }.Checked();

    [Theory]
    [InlineData("1 open 3 a=b\n2 syslog 5 hello\n3 close 0\n", "1 Open a=b|2 Syslog hello|3 Close ")]
    [InlineData("3 close 0 \n4 syslog 1 x\n", "3 Close |4 Syslog x")]
    [InlineData("999999999 syslog 2 \n\n\n", "999999999 Syslog \n\n")]
    [InlineData("1 starttls 0\n2 rsp 6 200 OK\n", "1 Other |2 Rsp 200 OK")]
    [InlineData("1 syslog 5 hel", "inside")]
    [InlineData("1 sy", "inside")]
    public void Frames_of_the_protocol(string input, string expected) => Assert.Equal(expected, Frames(input, int.MaxValue));

    [Theory]
    [InlineData("1 syslog 3 hello\n2 syslog 1 x\n", "RelpTrailer hello\n2 syslog 1 cut 20")]
    [InlineData("1 syslog 9 hello\n2 syslog 1 x\n", "RelpTrailer hello\n2 syslog 1 cut 20")]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "RelpHeader GET / HTTP/1.1\r\n cut 19")]
    [InlineData("1234567890 syslog 1 x\n", "RelpHeader 1234567890 syslo cut 23")]
    [InlineData("1 syslog x\n", "RelpHeader 1 syslog x\n cut 12")]
    [InlineData("1 syslog 5\n", "RelpHeader 1 syslog 5\n cut 12")]
    [InlineData("1 syslog 999999999 x", "RelpHeader 1 syslog 9999999 cut 21")]
    [InlineData(" syslog 1 x\n", "RelpHeader  syslog 1 x\n cut 13")]
    [InlineData("1  1 x\n", "RelpHeader 1  1 x\n cut 8")]
    public void A_lie_breaks_the_session_and_leaves_its_head(string input, string expected) => Assert.Equal(expected, Frames(input, int.MaxValue));

    [Fact]
    public void Data_over_the_limit_keep_their_head_and_the_announced_length()
    {
        var input = "1 syslog 4000 " + new string('x', 4000) + "\n2 syslog 1 y\n";
        Assert.Equal("1 Syslog xxxxxxxxxxxxxxxx cut 4000|2 Syslog y", Frames(input, int.MaxValue));
        Assert.Equal("1 Syslog xxxxxxxxxxxxxxxx cut 4000|2 Syslog y", Frames(input, 13));
    }

    [Fact]
    public void Any_bytes_give_frames_and_at_most_one_end_and_honest_frames_do_not_depend_on_their_pieces()
    {
        for (var seed = 0; seed < 3000; seed++)
        {
            var input = Hostile.Bytes(seed, "1 syslog 3 abc\n", "2 syslog 0\n", "3 ", "syslog ", "12 ", "\n", "999999999 ", "open", " 0 ");
            var whole = Frames(input, int.MaxValue);
            var pieces = Frames(input, 1 + seed % 7);
            // Evidence of a broken session is what came with one read; the frames before it and its reason are the same.
            Assert.Equal(BeforeEvidence(whole), BeforeEvidence(pieces));
        }
    }

    private static string BeforeEvidence(string frames)
    {
        var at = Math.Max(frames.IndexOf("RelpHeader", StringComparison.Ordinal), frames.IndexOf("RelpTrailer", StringComparison.Ordinal));
        return at < 0 ? frames : frames[..(at + 11)].TrimEnd();
    }

    private static string Frames(string input, int piece)
    {
        var framer = new RelpFramer(Small);
        var frames = new List<string>();
        var broken = 0;
        foreach (var chunk in Hostile.Chunks(Encoding.Latin1.GetBytes(input), piece))
        {
            ReadOnlySpan<byte> bytes = chunk;
            while (true)
            {
                var frame = framer.Next(ref bytes);
                if (frame.Kind == RelpFrameKind.NeedMore) break;
                Assert.Equal(0, broken);
                var text = Encoding.Latin1.GetString(frame.Bytes) + (frame.CutFrom > 0 ? $" cut {frame.CutFrom}" : "");
                if (frame.Kind == RelpFrameKind.Broken) broken++;
                frames.Add(frame.Kind == RelpFrameKind.Broken ? $"{frame.Close} {text}" : $"{frame.Transaction} {frame.Command} {text}");
            }
            Assert.True(bytes.IsEmpty);
        }
        if (framer.InFrame) frames.Add("inside");
        return string.Join('|', frames);
    }
}
