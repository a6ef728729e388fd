using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Yagura.Decoding.Definitions;

/// <summary>A mapping of a decoder file, read strictly: every key must be allowed, every error names file, line and column.</summary>
internal sealed class YamlMap
{
    private readonly string file;
    private readonly YamlMappingNode node;

    private YamlMap(string file, YamlMappingNode node)
    {
        this.file = file;
        this.node = node;
    }

    public IEnumerable<(string Key, YamlNode KeyNode, YamlNode Value)> Entries =>
        node.Children.Select(pair => (Scalar(pair.Key), pair.Key, pair.Value));

    /// <summary>The mapping with only the allowed keys; no list allows any key.</summary>
    public static YamlMap Of(string file, YamlNode node, params string[] allowed)
    {
        if (node is not YamlMappingNode mapping)
            throw Problem(file, node, allowed.Length == 0 ? "a mapping is expected" : $"a mapping is expected with the keys {string.Join(", ", allowed)}");
        var map = new YamlMap(file, mapping);
        foreach (var (key, keyNode, _) in map.Entries)
        {
            if (allowed.Length > 0 && !allowed.Contains(key))
                throw Problem(file, keyNode, $"unknown key \"{key}\"; allowed are {string.Join(", ", allowed)}");
        }

        return map;
    }

    public static DecoderLoadException Problem(string file, YamlNode node, string problem) => Problem(file, node.Start, problem);

    public static DecoderLoadException Problem(string file, Mark mark, string problem) =>
        new([new DecoderProblem(file, mark.Line, mark.Column, problem)]);

    public DecoderLoadException Problem(YamlNode at, string problem) => Problem(file, at, problem);

    public YamlNode? Node(string key) => node.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;

    public YamlMap? Map(string key, params string[] allowed) => Node(key) is { } value ? Of(file, value, allowed) : null;

    public YamlMap Map(YamlNode value, params string[] allowed) => Of(file, value, allowed);

    public string Required(string key) => Node(key) is { } value ? Scalar(value) : throw Missing(key);

    public DecoderLoadException Missing(string key) => Problem(node, $"the key \"{key}\" is missing");

    public string? Text(string key) => Node(key) is { } value ? Scalar(value) : null;

    /// <summary>A single text or a list of texts; empty when the key is missing.</summary>
    public IReadOnlyList<string> Texts(string key) => Node(key) is { } value ? Texts(value) : [];

    public IReadOnlyList<string> Texts(YamlNode value) => value is YamlSequenceNode list ? [.. list.Select(Scalar)] : [Scalar(value)];

    /// <summary>The items of a list; empty when the key is missing.</summary>
    public IReadOnlyList<YamlNode> Items(string key) => Node(key) switch
    {
        null => [],
        YamlSequenceNode list => [.. list],
        var other => throw Problem(other, $"\"{key}\" must be a list"),
    };

    public bool Flag(string key) => Node(key) is { } value && Scalar(value) switch
    {
        "true" => true,
        "false" => false,
        var other => throw Problem(value, $"\"{other}\" is neither true nor false"),
    };

    public int Number(string key, int missing, int least, int most)
    {
        if (Node(key) is not { } value)
            return missing;
        return int.TryParse(Scalar(value), out var number) && number >= least && number <= most
            ? number
            : throw Problem(value, $"\"{Scalar(value)}\" is not a whole number from {least} to {most}");
    }

    public string Scalar(YamlNode value) => value is YamlScalarNode { Value: { } text } ? text : throw Problem(value, "a single value is expected");
}
