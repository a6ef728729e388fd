using System.Text;
using Xunit;
using Yagura.Intake;
using Yagura.Intake.Framing;

namespace Yagura.Tests.Intake;

public sealed class SyslogFramerTests
{
    private static readonly IntakeLimits Small = new IntakeLimits { LineBytesMax = 64, CutHeadBytes = 16, AnnouncedBytesMax = 5000 }.Checked();

    // What goes in | the frames that come out, "text", "text cut N", "text wrong", "text unterminated", "empty".
    [Theory]
    [InlineData("<13>a\n<13>b\n", "<13>a|<13>b")]
    [InlineData("5 <13>a5 <13>b", "<13>a|<13>b")]
    [InlineData("5 <13>a\n5 <13>b\n", "<13>a|<13>b")]
    [InlineData("6 <13>a\n6 <13>b\n", "<13>a\n|<13>b\n")]
    [InlineData("5 <13>a<13>b\n5 <13>c", "<13>a|<13>b|<13>c")]
    [InlineData("<13>a\n5 <13>b<13>c\n", "<13>a|<13>b|<13>c")]
    [InlineData("12 apples\n2026-11-22 b\n0 <13>c\n", "12 apples|2026-11-22 b|0 <13>c")]
    [InlineData("<13>a\r\n", "<13>a\r")]
    [InlineData("<13>a\0\n\0<13>b\n", "<13>a\0|\0<13>b")]
    [InlineData("\n\r\n<13>a\n", "empty|empty|<13>a")]
    [InlineData("<13>half", "<13>half unterminated")]
    [InlineData("20 <13>half", "<13>half cut 20 unterminated")]
    [InlineData("17", "17 unterminated")]
    public void Each_frame_is_told_apart_by_itself(string input, string expected) =>
        Assert.Equal(expected, Frames(input, Small, int.MaxValue));

    [Theory]
    [InlineData("5 <13>alpha8 <13>beta7 <13>xyz", "<13>a|lpha wrong|<13>beta|<13>xyz")] // too short, the next ones are whole
    [InlineData("12 <13>alpha8 <13>beta7 <13>xyz", "<13>alpha8 <|13>beta wrong|<13>xyz")] // too long by three
    [InlineData("7 <13>abcTAIL\n<13>b\n", "<13>abc|TAIL wrong|<13>b")]
    [InlineData("9999999999 <13>a\n<13>b\n", "9999999999 <13>a|<13>b")] // a length that nobody believes is text
    public void A_wrong_octet_count_costs_no_byte_and_the_framer_finds_its_step_again(string input, string expected) =>
        Assert.Equal(expected, Frames(input, Small, int.MaxValue));

    [Fact]
    public void A_line_over_the_limit_keeps_its_counted_head_and_the_next_is_whole()
    {
        var line = "<13>" + new string('x', 1_000_000);
        Assert.Equal("<13>xxxxxxxxxxxx cut 1000004|<13>b", Frames(line + "\n<13>b\n", Small, 4096));
        var counted = "<13>" + new string('x', 996);
        Assert.Equal("<13>xxxxxxxxxxxx cut 1000|<13>b", Frames("1000 " + counted + "5 <13>b", Small, 100));
    }

    [Fact]
    public void A_line_of_exactly_the_limit_is_whole_and_of_one_byte_more_is_cut()
    {
        var whole = new string('x', 64);
        Assert.Equal(whole, Frames(whole + "\n", Small, int.MaxValue));
        Assert.Equal(new string('x', 16) + " cut 65", Frames(whole + "x\n", Small, int.MaxValue));
        Assert.Equal(new string('x', 16) + " cut 65", Frames(whole + "x\n", Small, 7));
    }

    [Fact]
    public void An_unfinished_line_of_a_broken_connection_says_that_something_is_missing()
    {
        var framer = new SyslogFramer(Small, counting: true);
        ReadOnlySpan<byte> input = "<13>half"u8;
        Assert.Equal(FrameKind.NeedMore, framer.Next(ref input).Kind);
        var end = framer.End(orderly: false);
        Assert.Equal("<13>half", Encoding.Latin1.GetString(end.Bytes));
        Assert.Equal(9, end.CutFrom);
        Assert.Equal(FrameKind.NeedMore, framer.End(orderly: false).Kind);
    }

    [Fact]
    public void Files_are_framed_by_newline_only() =>
        Assert.Equal("5 <13>a5 <13>b", Frames("5 <13>a5 <13>b\n", Small, int.MaxValue, counting: false));

    [Fact]
    public void Any_bytes_in_any_pieces_give_the_same_frames_and_lose_only_line_ends_and_counts()
    {
        var wide = Small with { LineBytesMax = 1 << 16, CutHeadBytes = 16, AnnouncedBytesMax = 1 << 16 };
        for (var seed = 0; seed < 3000; seed++)
        {
            var input = Hostile.Bytes(seed, "\n", "<13>", "5 <", "12 <13>", "999999999 ", "0", "7", " ", "\0", "\r\n", "abc");
            Assert.Equal(Frames(input, Small, int.MaxValue), Frames(input, Small, 1 + seed % 7));
            OnlyFramingIsMissing(Encoding.Latin1.GetBytes(input), Pieces(input, wide), seed);
        }
    }

    private static byte[] Pieces(string input, IntakeLimits limits)
    {
        var kept = new List<byte>();
        var framer = new SyslogFramer(limits, counting: true);
        ReadOnlySpan<byte> bytes = Encoding.Latin1.GetBytes(input);
        while (true)
        {
            var frame = framer.Next(ref bytes);
            if (frame.Kind == FrameKind.NeedMore) break;
            kept.AddRange(frame.Bytes);
        }
        kept.AddRange(framer.End(orderly: true).Bytes);
        return [.. kept];
    }

    private static void OnlyFramingIsMissing(byte[] input, byte[] kept, int seed)
    {
        // Greedy alignment is enough: what is skipped must be a byte of framing.
        var at = 0;
        foreach (var b in input)
        {
            if (at < kept.Length && kept[at] == b) at++;
            else Assert.True(b is (byte)'\n' or (byte)'\r' or (byte)' ' or (>= (byte)'0' and <= (byte)'9'), $"seed {seed}: byte {b} is lost");
        }
        Assert.True(at == kept.Length, $"seed {seed}: bytes were invented");
    }

    private static string Frames(string input, IntakeLimits limits, int piece, bool counting = true)
    {
        var framer = new SyslogFramer(limits, counting);
        var frames = new List<string>();
        foreach (var chunk in Hostile.Chunks(Encoding.Latin1.GetBytes(input), piece))
        {
            ReadOnlySpan<byte> bytes = chunk;
            while (true)
            {
                var frame = framer.Next(ref bytes);
                if (frame.Kind == FrameKind.NeedMore) break;
                frames.Add(Show(frame));
            }
            Assert.True(bytes.IsEmpty);
        }
        var end = framer.End(orderly: true);
        if (end.Kind != FrameKind.NeedMore) frames.Add(Show(end));
        return string.Join('|', frames);
    }

    private static string Show(Frame frame) => frame.Kind == FrameKind.Empty
        ? "empty"
        : Encoding.Latin1.GetString(frame.Bytes)
            + (frame.CutFrom > 0 ? $" cut {frame.CutFrom}" : "")
            + (frame.WrongCount ? " wrong" : "")
            + (frame.Unterminated ? " unterminated" : "");
}
