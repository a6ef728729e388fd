using System.Text;
using Yagura.Decoding.Schema;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Yagura.Decoding.Definitions;

/// <summary>Reads one decoder file strictly. docs/formats/decoders.md is the reference of its keys.</summary>
internal sealed class DecoderFileReader
{
    /// <summary>Most parts that make one time: year, month, day, hour, minute, second, fraction, zone.</summary>
    private const int TimePartsMax = 8;

    /// <summary>Largest file, in bytes.</summary>
    private const int FileMax = 4 * 1024 * 1024;

    private readonly string file;
    private readonly string id;
    private readonly YamlMap whole;
    private readonly YamlNode wholeNode;
    private readonly string? keep;
    private readonly FieldReader fields;
    private readonly StepReader steps;

    private DecoderFileReader(string file, string id, YamlNode root)
    {
        this.file = file;
        this.id = id;
        wholeNode = root;
        whole = YamlMap.Of(file, root, "decoder", "title", "rank", "form-only", "like", "unlike", "recognise", "steps", "alias", "keep", "tables", "fields", "cases", "set", "time", "sequence", "inner", "nothing", "samples");
        keep = whole.Text("keep");
        if (keep is not null && !EcsFields.OpenObjects.Contains(keep))
            throw whole.Problem(whole.Node("keep")!, $"\"{keep}\" holds no keys of one's own; allowed are {string.Join(", ", EcsFields.OpenObjects)}");
        fields = new FieldReader(file, (keep ?? id.Replace('/', '.')) + ".");
        steps = new StepReader(file, fields);
    }

    /// <summary>The decoder of a text, and the id of the decoder whose fields it adds to its own (null for none).</summary>
    /// <exception cref="DecoderLoadException">The file is wrong.</exception>
    public static (DecoderDefinition Definition, string? Like, YamlNode Root) Read(string file, string id, string text)
    {
        var root = Parse(file, text);
        return new DecoderFileReader(file, id, root).Read();
    }

    private static YamlNode Parse(string file, string text)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException error)
        {
            throw YamlMap.Problem(file, Where(error, text), error.Message.Contains("tab", StringComparison.Ordinal) ? $"{error.Message} Allowed are spaces." : error.Message);
        }

        return stream.Documents.Count == 1
            ? stream.Documents[0].RootNode
            : throw YamlMap.Problem(file, Mark.Empty, "the file must hold one YAML document");
    }

    /// <summary>Where a text is no YAML. The parser names the beginning of the whole for a tab that indents and for an alias without an anchor.</summary>
    private static Mark Where(YamlException error, string text)
    {
        var at = error is AnchorNotFoundException
            ? error.Message.Split('\'') is [_, var name, ..] ? text.IndexOf("*" + name, StringComparison.Ordinal) : -1
            : error.Message.Contains("tab", StringComparison.Ordinal) ? IndentingTab(text) : -1;
        var line = at < 0 ? 0 : text.AsSpan(0, at).Count('\n');
        return at < 0 ? error.Start : new Mark(at, line + 1, at - text.LastIndexOf('\n', at));
    }

    private static int IndentingTab(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '\t')
                return at;
            if (text[at] != ' ')
                at = text.IndexOf('\n', at) is >= 0 and var end ? end : text.Length;
        }

        return -1;
    }

    private (DecoderDefinition, string?, YamlNode) Read()
    {
        var map = whole;
        if (map.Required("decoder") != id)
            throw map.Problem(map.Node("decoder")!, $"the decoder is called \"{map.Required("decoder")}\" but its path says \"{id}\"");
        fields.ReadTables(map);
        var definition = new DecoderDefinition
        {
            Id = id,
            File = file,
            Title = map.Required("title"),
            Rank = map.Number("rank", missing: 50, least: 1, most: 99),
            FormOnly = map.Flag("form-only"),
            Recognise = [.. map.Items("recognise").Select(Recognise)],
            Steps = [.. map.Items("steps").Select(steps.Read)],
            Aliases = [.. (map.Map("alias")?.Entries ?? []).Select(entry => KeyValuePair.Create(entry.Key, map.Texts(entry.Value)))],
            Keep = keep,
            Fields = fields.ReadFields(map),
            Unlike = map.Texts("unlike"),
            Cases = [.. map.Items("cases").Select(Case)],
            Constants = fields.ReadConstants(map, "set"),
            Times = [.. map.Items("time").Select(Time)],
            Sequence = Sequence(map),
            Inner = map.Map("inner", "line", "or", "program", "pid", "own-time", "needed") is { } inner ? new InnerDefinition(inner.Required("line"), inner.Text("or"), inner.Text("program"), inner.Text("pid"), inner.Flag("own-time"), inner.Flag("needed")) : null,
            Nothing = map.Node("nothing") is null ? ["", "-", "N/A", "n/a"] : map.Texts("nothing"),
            Samples = [.. map.Items("samples").Select(ReadSample)],
        };
        if (definition.Recognise.Count == 0)
            throw map.Problem(wholeNode, "\"recognise\" needs at least one item");
        if (definition.Unlike.Count > 0 && map.Node("like") is null)
            throw map.Problem(map.Node("unlike")!, "\"unlike\" leaves out fields of the decoder that \"like\" names; there is no \"like\"");
        return (definition, map.Text("like"), wholeNode);
    }

    private Recognition Recognise(YamlNode node)
    {
        var map = YamlMap.Of(file, node, "program", "facility", "message-id", "cef-vendor", "cef-product", "starts", "contains", "json-keys", "structured-data", "shape");
        var recognition = new Recognition
        {
            Programs = map.Texts("program"),
            Facilities = map.Texts("facility"),
            MessageIds = map.Texts("message-id"),
            CefVendors = map.Texts("cef-vendor"),
            CefProducts = map.Texts("cef-product"),
            Starts = map.Texts("starts"),
            Contains = map.Texts("contains"),
            JsonKeys = map.Texts("json-keys"),
            StructuredData = map.Texts("structured-data"),
            Shapes = [.. map.Texts("shape").SelectMany(text => steps.Pattern(text, node))],
        };
        return map.Entries.Any() ? recognition : throw map.Problem(node, "an item of \"recognise\" must say something");
    }

    private CaseDefinition Case(YamlNode node)
    {
        var map = YamlMap.Of(file, node, "when", "set");
        return new CaseDefinition(FieldReader.ReadConditions(map), fields.ReadConstants(map, "set"));
    }

    private TimeDefinition Time(YamlNode node)
    {
        var map = YamlMap.Of(file, node, "from", "format", "zone");
        return map.Texts("from").Count is >= 1 and <= TimePartsMax
            ? new TimeDefinition(map.Texts("from"), FieldReader.ReadFormats(map), FieldReader.ReadIsUtc(map))
            : throw map.Problem(node, $"\"from\" must name one to {TimePartsMax} parts");
    }

    private static SequenceDefinition? Sequence(YamlMap map)
    {
        var sequence = map.Map("sequence", "value", "scope");
        return sequence is null ? null : new SequenceDefinition(sequence.Required("value"), sequence.Texts("scope"));
    }

    private Sample ReadSample(YamlNode node)
    {
        var map = YamlMap.Of(file, node, "line", "received", "zone", "status", "hint", "expect");
        var expect = new List<Expectation>();
        foreach (var (key, keyNode, value) in map.Map("expect")?.Entries ?? [])
            expect.Add(new Expectation(key, value is YamlSequenceNode ? string.Join(',', map.Texts(value)) : value is YamlScalarNode { Value: "absent", Style: ScalarStyle.Plain } ? null : map.Scalar(value), keyNode.Start.Line));
        return new Sample(map.Required("line"), map.Text("received") ?? "2026-11-22T03:00:00.0000000Z", map.Text("zone") ?? "Asia/Tokyo", map.Text("status") ?? "ok", map.Text("hint"), expect, node.Start.Line);
    }

    /// <summary>Reads a file's text without a byte order mark; broken UTF-8 and a file that is too large are errors like any other.</summary>
    public static string ReadText(string file)
    {
        if (new FileInfo(file).Length is > FileMax and var length)
            throw YamlMap.Problem(file, Mark.Empty, $"the file has {length} bytes; allowed are {FileMax}");
        try
        {
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(file)).TrimStart('\uFEFF');
        }
        catch (ArgumentException)
        {
            throw YamlMap.Problem(file, Mark.Empty, "the file is not UTF-8");
        }
    }
}
