using System.Text;
using Xunit;
using Yagura.Decoding.Forms;
using Yagura.Decoding.Text;
using Yagura.Events;
using Regex = System.Text.RegularExpressions.Regex;

namespace Yagura.Tests.Decoding;

/// <summary>A pattern takes what a plain reading takes, wherever in a text its captures end: in the bytes that are looked at together, or far behind them.</summary>
public sealed class PatternTests
{
    private static readonly string[] Literals = [" ", ":", ", ", "ab", "->", " to b", "/a1 b", "literal-of-more", "a\0", "\0\0"];

    private static readonly Dictionary<CaptureCheck, Func<string, bool>> Checks = new()
    {
        [CaptureCheck.None] = _ => true,
        [CaptureCheck.Some] = text => text.Length > 0,
        [CaptureCheck.Word] = text => text.Length > 0 && !text.Contains(' ', StringComparison.Ordinal) && !text.Contains('\t', StringComparison.Ordinal),
        [CaptureCheck.Int] = text => Regex.IsMatch(text, @"\A-?[0-9]{1,19}\z"),
        [CaptureCheck.IntOrNone] = text => text is "" or "-" || Regex.IsMatch(text, @"\A-?[0-9]{1,19}\z"),
        [CaptureCheck.Alnum] = text => Regex.IsMatch(text, @"\A[0-9A-Za-z]+\z"),
        [CaptureCheck.Ip] = text => Scan.IsAddress(Encoding.Latin1.GetBytes(text)),
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Captures_end_where_their_literal_first_stands(bool hasEnd)
    {
        var random = new Random(hasEnd ? 20261130 : 20261201);
        var matched = 0;
        for (var round = 0; round < 40_000; round++)
        {
            var count = random.Next(1, 4);
            string[] literals = [.. Enumerable.Range(0, count + 1).Select(place => place == 0 || (place == count && !hasEnd) ? "" : Literals[random.Next(Literals.Length)])];
            CaptureCheck[] checks = [.. Enumerable.Range(0, count).Select(_ => Checks.Keys.ElementAt(random.Next(Checks.Count)))];
            var text = string.Concat(Enumerable.Range(0, count).Select(place => Value(random) + (random.Next(8) == 0 ? "" : literals[place + 1])));
            if (round % 4 == 0)
                text += random.GetString("ab :1", random.Next(60));
            var expected = Plain(text, literals, checks);
            var found = new Slot[Parts.ScratchMax];
            var bytes = Encoding.Latin1.GetBytes(text);
            var pattern = new Pattern([.. literals.Select(Encoding.Latin1.GetBytes)], [.. checks.Select(check => new Capture(-1, check, Greedy: false, Quoted: false, Padded: false))]);

            var isMatch = pattern.Matches(new Region(bytes, 0, Room.Payload), found, Begun());

            Assert.True(isMatch == expected is not null, $"[{text}] by [{string.Join("|", literals)}] with {string.Join(",", checks)}: {isMatch}");
            if (expected is null)
                continue;
            matched++;
            Assert.Equal(expected, found[..count].Select(slot => text.Substring(slot.Offset, slot.Length)));
        }

        Assert.True(matched > 5000, $"only {matched} texts matched: the test would show little");
    }

    private static string Value(Random random) => random.Next(8) switch
    {
        0 => "",
        1 => random.GetString("0123456789", random.Next(1, 22)),
        2 => random.GetString("xyz", random.Next(1, 70)),
        3 => $"192.0.2.{random.Next(10)}",
        4 => "-",
        5 => $"x{(random.Next(2) == 0 ? ' ' : '\t')}y",
        6 => random.GetString("ab:1->, ", random.Next(1, 40)),
        _ => random.GetString("abc1", random.Next(1, 12)),
    };

    /// <summary>The captured texts; null when the text does not match.</summary>
    private static string[]? Plain(string text, string[] literals, CaptureCheck[] checks)
    {
        var found = new string[checks.Length];
        var at = 0;
        for (var i = 0; i < checks.Length; i++)
        {
            var literal = literals[i + 1];
            var isLast = i == checks.Length - 1;
            var end = isLast ? (text.EndsWith(literal, StringComparison.Ordinal) ? text.Length - literal.Length : -1) : text.IndexOf(literal, at, StringComparison.Ordinal);
            if (end < at || !Checks[checks[i]](found[i] = text[at..end]))
                return null;
            at = end + literal.Length;
        }

        return at == text.Length ? found : null;
    }

    private static Effort Begun()
    {
        var effort = new Effort();
        effort.Begin();
        return effort;
    }
}
