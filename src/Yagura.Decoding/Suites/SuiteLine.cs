using System.Text;
using System.Text.Json;
using Yagura.Events;

namespace Yagura.Decoding.Suites;

/// <summary>A line of a suite: what came in, and what its author expects of it (docs/formats/suites.md).</summary>
/// <param name="Category">Name of the file without its ending.</param>
/// <param name="Number">Line of the file, from 1.</param>
/// <param name="Hint">Id of the decoder that the line is of, or null.</param>
/// <param name="Received">Receive time, around which dates without a year are resolved.</param>
/// <param name="Payload">The line.</param>
/// <param name="Expect">For each event that comes of the line, in order, the expected values.</param>
internal sealed record SuiteLine(string Category, int Number, string? Hint, ReceiveTime Received, byte[] Payload, IReadOnlyList<IReadOnlyList<Expectation>> Expect)
{
    private static readonly DateTimeOffset ReceivedWithoutWord = new(2026, 3, 5, 1, 0, 0, TimeSpan.Zero);

    /// <summary>Reads a file of lines.</summary>
    /// <exception cref="FormatException">A line is not of the form; names file, line and what is allowed.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IEnumerable<SuiteLine> Read(string file)
    {
        var number = 0;
        foreach (var text in File.ReadLines(file, Encoding.UTF8))
        {
            number++;
            if (text.Length > 0)
                yield return Read(file, number, text);
        }
    }

    private static SuiteLine Read(string file, int number, string text)
    {
        try
        {
            using var read = JsonDocument.Parse(text);
            var root = read.RootElement;
            var unknown = root.EnumerateObject().Select(one => one.Name).FirstOrDefault(name => name is not ("line" or "hint" or "received" or "expect"));
            if (unknown is not null)
                throw new FormatException($"\"{unknown}\" is unknown; allowed: line, hint, received, expect");
            var expect = root.GetProperty("expect");
            return new SuiteLine(
                Path.GetFileNameWithoutExtension(file),
                number,
                root.TryGetProperty("hint", out var hint) ? hint.GetString() : null,
                ReceiveTime.From(root.TryGetProperty("received", out var received) ? received.GetDateTimeOffset() : ReceivedWithoutWord),
                Encoding.UTF8.GetBytes(root.GetProperty("line").GetString() ?? throw new FormatException("\"line\" is null")),
                expect.ValueKind == JsonValueKind.Array ? [.. expect.EnumerateArray().Select(Expectations)] : [Expectations(expect)]);
        }
        catch (Exception refused) when (refused is JsonException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException($"{file}:{number}: {refused.Message}; a line is {{\"line\":TEXT,\"hint\":VENDOR/PRODUCT,\"received\":TIME,\"expect\":{{FIELD:VALUE or [VALUE, …]}}}}", refused);
        }
    }

    private static IReadOnlyList<Expectation> Expectations(JsonElement expect) =>
        [.. expect.EnumerateObject().SelectMany(field => Values(field.Value).Select(value => new Expectation(field.Name, value)))];

    private static IEnumerable<string> Values(JsonElement value) => value.ValueKind == JsonValueKind.Array
        ? value.EnumerateArray().Select(one => one.ToString())
        : [value.ToString()];
}

/// <summary>A value that the author of a line expects.</summary>
/// <param name="Field">Name of the field; <c>a|b</c> when either is right, <c>*</c> when any key will do.</param>
/// <param name="Value">The value as text.</param>
internal sealed record Expectation(string Field, string Value)
{
    /// <summary>Whether any key will do.</summary>
    public bool IsAnywhere => Field == "*";

    /// <summary>The fields of which one is to hold the value.</summary>
    public string[] Fields => Field.Split('|');
}
