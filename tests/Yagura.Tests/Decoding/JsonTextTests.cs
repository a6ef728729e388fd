using System.Text;
using Xunit;
using Yagura.Decoding.Forms;

namespace Yagura.Tests.Decoding;

/// <summary>A string ends at the first quote that nothing protects, wherever among the bytes that are looked at together it and the escapes before it stand.</summary>
public sealed class JsonTextTests
{
    [Fact]
    public void A_string_ends_at_its_first_quote_that_no_backslash_protects()
    {
        var random = new Random(20261130);
        var ended = 0;
        for (var round = 0; round < 50_000; round++)
        {
            var text = '"' + random.GetString(round % 3 == 0 ? "\\\"a" : "\\\\\\abcdefghi", random.Next(120)) + (round % 5 == 0 ? "" : "\", ");
            var expected = Plain(text, out var hasEscape);
            var at = 0;

            var isString = JsonText.TryString(Encoding.ASCII.GetBytes(text), ref at, out var start, out var length, out var isEscaped);

            Assert.True(isString == expected >= 0, text);
            if (!isString)
                continue;
            ended++;
            Assert.True(at == expected + 1 && start == 1 && length == expected - 1 && isEscaped == hasEscape, text);
        }

        Assert.True(ended > 20_000, $"only {ended} strings ended: the test would show little");
    }

    /// <summary>Position of the quote that ends the string at the beginning; -1 for none.</summary>
    private static int Plain(string text, out bool hasEscape)
    {
        hasEscape = false;
        for (var at = 1; at < text.Length; at++)
        {
            if (text[at] == '"')
                return at;
            hasEscape |= text[at] == '\\';
            at += text[at] == '\\' ? 1 : 0;
        }

        return -1;
    }
}
