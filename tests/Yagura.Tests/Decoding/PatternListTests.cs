using System.Text;
using Xunit;
using Yagura.Decoding.Forms;
using Yagura.Decoding.Text;
using Yagura.Events;

namespace Yagura.Tests.Decoding;

/// <summary>A list finds what asking its patterns one after another would find, however it leaves some out.</summary>
public sealed class PatternListTests
{
    private static readonly string[] Literals = ["", "a", "ab", " ", ": ", "b ", "\0"];

    private static readonly CaptureCheck[] Checks = [CaptureCheck.None, CaptureCheck.Some, CaptureCheck.Word, CaptureCheck.Int, CaptureCheck.IntOrNone, CaptureCheck.Number, CaptureCheck.Ip, CaptureCheck.Hex];

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(60)]
    public void The_first_pattern_that_matches_is_found(int count)
    {
        var random = new Random(20261129 + count);
        var matched = 0;
        for (var round = 0; round < 300; round++)
        {
            NotedPattern[] patterns = [.. Enumerable.Range(0, count).Select(note => new NotedPattern(Any(random), note, HandsOn: note % 2 == 0))];
            var list = new PatternList(patterns);
            for (var line = 0; line < 30; line++)
            {
                var text = Encoding.ASCII.GetBytes(random.GetString("ab :1f.-\0", random.Next(0, 9)));
                var expected = Array.FindIndex(patterns, one => one.Pattern.Matches(new Region(text, 0, Room.Payload), new Slot[Parts.ScratchMax], Begun()));
                var isFound = list.TryFind(new Region(text, 0, Room.Payload), new int[Pattern.CapturesMax + 1], new Slot[Parts.ScratchMax], Begun(), out var found);
                Assert.Equal(expected >= 0, isFound);
                if (isFound)
                    Assert.Equal(patterns[expected], found);
                matched += isFound ? 1 : 0;
            }
        }

        Assert.True(matched > 50, $"only {matched} texts matched: the test would show little");
    }

    private static Pattern Any(Random random)
    {
        var captures = random.Next(0, 4);
        return new Pattern(
            [.. Enumerable.Range(0, captures + 1).Select(place => Encoding.ASCII.GetBytes(place > 0 && place < captures ? Literals[random.Next(1, Literals.Length)] : Literals[random.Next(Literals.Length)]))],
            [.. Enumerable.Range(0, captures).Select(_ => new Capture(-1, Checks[random.Next(Checks.Length)], Greedy: random.Next(8) == 0, Quoted: false, Padded: random.Next(4) == 0))]);
    }

    private static Effort Begun()
    {
        var effort = new Effort();
        effort.Begin();
        return effort;
    }
}
