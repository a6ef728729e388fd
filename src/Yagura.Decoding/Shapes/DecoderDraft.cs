using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Yagura.Decoding.Definitions;
using Yagura.Events;

namespace Yagura.Decoding.Shapes;

/// <summary>A line that a decoder is begun from.</summary>
/// <param name="Line">The raw text, its envelope included.</param>
/// <param name="Received">When it came.</param>
public sealed record DraftSample(string Line, ReceiveTime Received);

/// <summary>Begins a decoder's file from lines that nobody could read: it loads, it recognises its samples and takes them apart; what the parts mean is for a person to say.</summary>
public static partial class DecoderDraft
{
    /// <summary>Samples that a draft carries.</summary>
    public const int SamplesMax = 5;

    private const int ValuesMax = 8;
    private const int ValueLengthMax = 200;

    private static readonly JsonSerializerOptions Quoting = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The file's text.</summary>
    /// <param name="id"><c>vendor/product</c>.</param>
    /// <param name="program">The program of the envelope; empty when it names none.</param>
    /// <param name="shapes">Of <see cref="LineShape.Of"/>, of one form.</param>
    /// <param name="samples">Lines of these shapes.</param>
    /// <exception cref="DecoderLoadException">The id is none.</exception>
    public static string Write(string id, string program, IReadOnlyList<string> shapes, IReadOnlyList<DraftSample> samples)
    {
        _ = DecoderSet.CheckedId(id + ".yaml", id);
        var patterns = shapes.Where(shape => !LineShape.IsForm(shape)).Select(Named).Distinct(StringComparer.Ordinal).ToList();
        var head = Head(id, program, shapes, patterns);
        var kept = samples.DistinctBy(sample => sample.Line).Take(SamplesMax).ToList();
        return head + "samples:\n" + string.Concat(Expected(id, head, kept));
    }

    private static string Head(string id, string program, IReadOnlyList<string> shapes, List<string> patterns)
    {
        var text = new StringBuilder();
        text.Append("# What each part means is yours to say: give the parts names of ECS 8.17 under `fields` (docs/formats/decoders.md),\n");
        text.Append("# put the file into your own decoder folder as ").Append(id).Append(".yaml, and try it: yagura decoders test ").Append(id).Append(".yaml\n");
        text.Append("decoder: ").Append(id).Append('\n');
        text.Append("title: ").Append(Quoted(program.Length > 0 ? program : id)).Append('\n');
        text.Append("recognise:\n");
        foreach (var line in Recognition(program, shapes, patterns)) text.Append("  - ").Append(line).Append('\n');
        text.Append("steps:\n");
        if (patterns.Count > 0)
        {
            text.Append("  - patterns:\n");
            foreach (var pattern in patterns) text.Append("      - ").Append(Quoted(pattern)).Append('\n');
        }
        else text.Append(shapes.Any(shape => shape.StartsWith(LineShape.Objects, StringComparison.Ordinal)) ? "  - json: {}\n" : "  - kv: {}\n");
        text.Append("# fields:\n");
        foreach (var part in patterns.SelectMany(Parts).Distinct(StringComparer.Ordinal)) text.Append("#   ").Append(part).Append(": ").Append(Guess(part)).Append('\n');
        text.Append("set: {event.kind: event}\n");
        return text.ToString();
    }

    private static IEnumerable<string> Recognition(string program, IReadOnlyList<string> shapes, List<string> patterns)
    {
        if (program.Length > 0) return [$"{{program: [{Quoted(program)}]}}"];
        if (patterns.Count > 0) return [$"{{shape: [{string.Join(", ", patterns.Select(Quoted))}]}}"];
        return shapes.Select(shape => (Json: shape.StartsWith(LineShape.Objects, StringComparison.Ordinal), Keys: shape[(shape.IndexOf(' ', StringComparison.Ordinal) + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)))
            .Select(form => form.Json
                ? $"{{json-keys: [{string.Join(", ", form.Keys.Take(4).Select(Quoted))}]}}"
                : $"{{contains: [{string.Join(", ", form.Keys.Take(4).Select(key => Quoted(key + "=")))}]}}");
    }

    /// <summary>Captures are numbered, so that each part has a name of its own.</summary>
    private static string Named(string shape)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        return Capture().Replace(shape, match =>
        {
            var check = match.Groups["check"].Value;
            if (check == "rest") return match.Value;
            var number = seen[check] = seen.GetValueOrDefault(check) + 1;
            var name = check switch { "ip" => "address", "int" => "number", "some" => "text", _ => "word" };
            return $"%{{{name}{number}:{check}}}";
        });
    }

    private static IEnumerable<string> Parts(string pattern) => NamedCapture().Matches(pattern).Select(match => match.Groups["name"].Value);

    private static string Guess(string part) => part.StartsWith("address", StringComparison.Ordinal) ? "source.address" : part.StartsWith("number", StringComparison.Ordinal) ? "source.port" : part.StartsWith("text", StringComparison.Ordinal) ? "event.reason" : "user.name";

    // What the draft itself makes of its samples is what it promises.
    private static IEnumerable<string> Expected(string id, string head, List<DraftSample> samples)
    {
        var prefix = id.Replace('/', '.') + ".";
        var decoders = DecoderSet.Of([DecoderFileReader.Read(id + ".yaml", id, head + "samples: []\n").Definition]);
        var decoder = decoders.Bind(EventLayout.Of(number: 1, decoders.FieldNames));
        var target = new Event();
        foreach (var sample in samples)
        {
            var record = new RawRecord { ReceivedAt = sample.Received, Source = "sample", Identity = SenderIdentity.None, Via = "import", Peer = "sample", Payload = Encoding.UTF8.GetBytes(sample.Line) };
            decoder.Decode(new StoredRecord(1, record, Repeats: 0), SourceContext.Of(null), target);
            var status = decoder.Status switch { ParseStatus.Ok => "ok", ParseStatus.Partial => "partial", _ => "failed" };
            var parts = target.Present.ToArray().Select(slot => (Name: target.Layout.Names[slot], Text: target.Text(slot) ?? "")).Concat(Undeclared(target))
                .Where(part => part.Name.StartsWith(prefix, StringComparison.Ordinal) && part.Text.Length is > 0 and <= ValueLengthMax)
                // A key that an object has twice is no expectation that can be written.
                .GroupBy(part => part.Name).Where(same => same.Count() == 1).Select(same => same.First()).Take(ValuesMax);
            yield return $"  - line: {Quoted(sample.Line)}\n    received: {Quoted(sample.Received.ToString())}\n    status: {status}\n    expect: {{{string.Join(", ", parts.Select(part => $"{Key(part.Name)}: {Quoted(part.Text)}"))}}}\n";
        }
    }

    private static IEnumerable<(string Name, string Text)> Undeclared(Event target) => Enumerable.Range(0, target.UndeclaredCount)
        .Select(target.Undeclared).Select(pair => (Encoding.UTF8.GetString(target.Bytes(pair.Name)), Encoding.UTF8.GetString(target.Bytes(pair.Value)))).ToList();

    // Most names stand as they are; a vendor's key may hold what YAML reads as its own.
    private static string Key(string name) => name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-') ? name : Quoted(name);

    // A JSON string is a double-quoted scalar of YAML 1.2.
    private static string Quoted(string text) => JsonSerializer.Serialize(text, Quoting);

    [GeneratedRegex(@"%\{(?<check>[a-z]+)\}", RegexOptions.NonBacktracking)]
    private static partial Regex Capture();

    [GeneratedRegex(@"%\{(?<name>[a-z]+[0-9]*)(:[a-z]+)?\}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex NamedCapture();
}
