using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Yagura.Decoding.Definitions;

/// <summary>Reads the steps of a decoder file: how a line is taken apart.</summary>
internal sealed class StepReader(string file, FieldReader fields)
{
    private static readonly string[] Forms = ["json", "xml", "kv", "cef", "leef", "csv", "brackets", "structured-data", "patterns", "find", "labels", "otlp", "regex"];
    private static readonly string[] Keys = [.. Forms, "on", "when", "by", "required"];

    /// <summary>Longest separator or sign of pairs, in characters.</summary>
    private const int SeparatorMax = 8;

    public StepDefinition Read(YamlNode node)
    {
        var map = YamlMap.Of(file, node, Keys);
        var forms = map.Entries.Select(entry => entry.Key).Intersect(Forms, StringComparer.Ordinal).ToArray();
        if (forms.Length != 1)
            throw map.Problem(node, $"a step has exactly one of {string.Join(", ", Forms)}");
        var step = new StepDefinition
        {
            Form = forms[0],
            On = map.Text("on") ?? (forms[0] == "structured-data" ? "@structured-data" : "@message"),
            When = FieldReader.ReadConditions(map),
            Required = map.Node("required") is null ? forms[0] is not ("brackets" or "find") : map.Flag("required"),
            Chooser = map.Text("by"),
            Fragments = forms[0] == "find" ? [.. map.Items("find").SelectMany(item => Fragment(map, item))] : [],
            Patterns = forms[0] == "patterns" ? [.. map.Items("patterns").Select(ReadPattern)] : [],
        };
        return forms[0] switch
        {
            "json" => Json(map, step),
            "xml" => step with { Lifted = map.Map("xml", "lift")!.Texts("lift") },
            "labels" => map.Map("labels", "headings", "labels", "words", "spaces")! is var labels ? step with { Headings = labels.Texts("headings"), Labels = labels.Texts("labels"), Words = labels.Texts("words"), HasSpaces = labels.Flag("spaces") } : step,
            "otlp" => step with { Into = map.Map("otlp", "into")!.Required("into") },
            "kv" => KeyValue(map, step),
            "csv" => Csv(map, step),
            "regex" => step with { Expression = Expression(map) },
            _ => step,
        };
    }

    /// <summary>Compiles one pattern text; the error names the node.</summary>
    public IReadOnlyList<PatternTokens> Pattern(string text, YamlNode at)
    {
        var tokens = PatternText.Read(text, out var error);
        return error is null ? tokens : throw YamlMap.Problem(file, at, error);
    }

    private IReadOnlyList<PatternTokens> Fragment(YamlMap map, YamlNode node)
    {
        var tokens = Pattern(map.Scalar(node), node);
        return tokens.All(one => one.Literals[0].Length > 0) ? tokens : throw map.Problem(node, "a fragment begins with a literal");
    }

    private PatternDefinition ReadPattern(YamlNode node)
    {
        if (node is YamlScalarNode { Value: { } text })
            return new PatternDefinition([], Pattern(text, node), []);
        var map = YamlMap.Of(file, node, "for", "match", "set");
        var alternatives = map.Texts("match").SelectMany(one => Pattern(one, node)).ToArray();
        return alternatives.Length > 0
            ? new PatternDefinition(map.Texts("for"), alternatives, fields.ReadConstants(map, "set"))
            : throw map.Problem(node, "a pattern needs the key \"match\"");
    }

    private static StepDefinition Json(YamlMap parent, StepDefinition step)
    {
        var map = parent.Map("json", "lift", "whole", "bytes", "named", "ecs")!;
        return step with { Whole = map.Texts("whole"), Bytes = map.Texts("bytes"), Named = map.Texts("named"), Lifted = map.Texts("lift"), Ecs = map.Flag("ecs") };
    }

    private static StepDefinition KeyValue(YamlMap parent, StepDefinition step)
    {
        var map = parent.Map("kv", "separator", "assign", "values-with-spaces", "quoted-keys")!;
        return step with
        {
            Separator = Characters(map, "separator", " ", SeparatorMax), Assign = Characters(map, "assign", "=", SeparatorMax),
            ValuesWithSpaces = map.Flag("values-with-spaces"), QuotedKeys = map.Flag("quoted-keys"),
        };
    }

    private static StepDefinition Csv(YamlMap parent, StepDefinition step)
    {
        var map = parent.Map("csv", "separator", "by", "columns")!;
        var node = map.Node("columns") ?? throw map.Missing("columns");
        var columns = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        if (node is YamlSequenceNode)
            columns[""] = map.Texts(node);
        else
            foreach (var (value, _, list) in map.Map(node).Entries)
                columns[value == "otherwise" ? "" : value] = map.Texts(list);
        return step with { Separator = Characters(map, "separator", ",", 1), By = map.Number("by", missing: 0, least: 1, most: 256) - 1, Columns = columns };
    }

    private static Regex Expression(YamlMap map)
    {
        var node = map.Node("regex")!;
        try
        {
            return new Regex(map.Scalar(node), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, TimeSpan.FromMilliseconds(100));
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            throw map.Problem(node, $"not a regular expression of the kind that never backtracks: {error.Message}");
        }
    }

    private static string Characters(YamlMap map, string key, string missing, int most)
    {
        var text = map.Text(key) ?? missing;
        if (text == "tab")
            return "\t";
        return text.Length >= 1 && text.Length <= most && text.All(char.IsAscii)
            ? text
            : throw map.Problem(map.Node(key)!, $"\"{key}\" must be {(most == 1 ? "one ASCII character" : $"one to {most} ASCII characters")}, or tab");
    }
}
