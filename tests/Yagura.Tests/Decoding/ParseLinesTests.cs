using System.Text;
using System.Text.Json;
using Xunit;
using Yagura.Decoding;

namespace Yagura.Tests.Decoding;

public sealed class ParseLinesTests
{
    private readonly Lines lines = new();

    [Fact]
    public void Each_line_becomes_a_line_of_json_with_its_number()
    {
        var output = Run("nobody knows this\r\n\n<38>Nov 22 12:00:00 h sshd[1]: Invalid user a from 203.0.113.9 port 4\n{\"a\":[1,2.5,true,null,\"x\"]}", hint: null);
        Assert.Equal(3, output.Count);
        Assert.Equal((1, "failed", JsonValueKind.Null), (output[0].GetProperty("line").GetInt32(), output[0].GetProperty("status").GetString(), output[0].GetProperty("decoder").ValueKind));
        Assert.Equal((3, "ok", "openbsd/sshd"), (output[1].GetProperty("line").GetInt32(), output[1].GetProperty("status").GetString(), output[1].GetProperty("decoder").GetString()));
        Assert.Equal(4, output[1].GetProperty("fields").GetProperty("source.port").GetInt32());
        Assert.Equal("[\"authentication\"]", output[1].GetProperty("fields").GetProperty("event.category").GetRawText());
        Assert.Equal("[1,2.5,true,null,\"x\"]", output[2].GetProperty("fields").GetProperty("generic.json.a").GetRawText());
    }

    [Fact]
    public void A_hint_is_tried_first()
    {
        var output = Run("Invalid user a from 203.0.113.9 port 4", hint: "openbsd/sshd");
        Assert.Equal("openbsd/sshd", output[0].GetProperty("decoder").GetString());
    }

    [Fact]
    public void Hostile_bytes_come_out_as_escapes()
    {
        var text = Text([.. "a\u001b[31m\u202e\u0085\u2028"u8, 0xFF, (byte)'z']);
        Assert.Contains("a\\u001b[31m\\u202e\\u0085\\u2028\uFFFDz", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_longer_than_the_bound_is_cut_and_the_next_one_is_whole()
    {
        var output = Run(new string('a', (ParseLines.LineMax * 9) + 10) + "\nb", hint: null);
        Assert.Equal([ParseLines.LineMax, 1], output.Select(one => one.GetProperty("fields").GetProperty("event.original").GetString()!.Length));
    }

    [Fact]
    public void Lines_are_the_same_in_whatever_pieces_they_come()
    {
        var random = new Random(20261130);
        var input = new MemoryStream();
        for (var line = 0; line < 300; line++)
        {
            input.Write(Encoding.UTF8.GetBytes(new string((char)('a' + (line % 26)), line % 7 == 0 ? 0 : random.Next(60_000))));
            input.Write(line % 3 == 0 ? "\r\n"u8 : "\n"u8);
        }

        input.Write("the last one ends without an end of line"u8);
        var whole = Text(input.ToArray());
        Assert.True(input.Length > 5_000_000, "the lines must be more than is read at once");
        Assert.Equal(input.ToArray().Count(value => value == '\n') - 43 + 1, whole.AsSpan().Count('\n'));
        Assert.Equal(whole, Text(new Pieces(input.ToArray(), () => random.Next(1, 200_000))));
        Assert.Equal(Text("a\r\nbc\n\nd"u8.ToArray()), Text(new Pieces("a\r\nbc\n\nd"u8.ToArray(), () => 1)));
    }

    [Fact]
    public void Who_waits_at_a_pipe_sees_what_became_of_the_lines_that_came()
    {
        var output = new MemoryStream();
        var seen = new List<long>();
        using var input = new Pieces("one\ntwo\nthree\n"u8.ToArray(), () => 4) { Reading = () => seen.Add(output.ToArray().Count(value => value == '\n')) };
        ParseLines.Run(lines.Decoder, lines.Context, Lines.Noon, input, output);
        Assert.Equal([0, 1, 2, 2, 3], seen);
    }

    private List<JsonElement> Run(string input, string? hint)
    {
        var output = new MemoryStream();
        ParseLines.Run(lines.Decoder, new SourceContext(hint, SourceContext.DefaultZone), Lines.Noon, new MemoryStream(Encoding.UTF8.GetBytes(input)), output);
        return [.. Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.Clone())];
    }

    private string Text(byte[] input) => Text(new MemoryStream(input));

    private string Text(Stream input)
    {
        var output = new MemoryStream();
        ParseLines.Run(lines.Decoder, lines.Context, Lines.Noon, input, output);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    /// <summary>Bytes that come in pieces, as from a pipe.</summary>
    /// <param name="bytes">All of them.</param>
    /// <param name="length">Length of the next piece.</param>
    private sealed class Pieces(byte[] bytes, Func<int> length) : MemoryStream(bytes)
    {
        /// <summary>Called whenever somebody reads.</summary>
        public Action Reading { get; init; } = () => { };

        public override int Read(byte[] buffer, int offset, int count)
        {
            Reading();
            return base.Read(buffer, offset, Math.Min(count, length()));
        }
    }
}
