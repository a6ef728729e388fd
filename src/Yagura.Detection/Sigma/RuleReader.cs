using System.Collections.Immutable;
using YamlDotNet.RepresentationModel;

namespace Yagura.Detection.Sigma;

/// <summary>Where a document stands.</summary>
/// <param name="Folder">Rule folder as given.</param>
/// <param name="File">Path relative to it.</param>
/// <param name="Hash">SHA-256 of the file.</param>
/// <param name="Number">Number of the document in its file, from 0.</param>
internal sealed record DocumentOrigin(string Folder, string File, string Hash, int Number);

/// <summary>Reads one Sigma rule document.</summary>
internal sealed class RuleReader(IReadOnlyDictionary<string, IReadOnlyList<string>> placeholders)
{
    private static readonly string[] Levels = ["informational", "low", "medium", "high", "critical"];

    /// <summary>The rule of a document.</summary>
    /// <exception cref="RefusedException">It cannot be honoured.</exception>
    public SigmaRule Read(YamlMappingNode document, DocumentOrigin origin) => ReadMetadata(document, origin) with
    {
        LogSource = ReadLogSource(document.Map("logsource")),
        Condition = ReadDetection(document.Map("detection")),
    };

    /// <summary>What a rule and a correlation have in common: everything but what they look for.</summary>
    /// <exception cref="RefusedException">The title is missing or the level unknown.</exception>
    public static SigmaRule ReadMetadata(YamlMappingNode document, DocumentOrigin origin)
    {
        var level = document.Text("level");
        if (level is not null && !Levels.Contains(level, StringComparer.Ordinal))
            throw new RefusedException(document.Find("level")!.Line(), $"the level '{level}' is unknown; allowed are {string.Join(", ", Levels)}");
        var own = document.Find("yagura") as YamlMappingNode ?? [];
        return new SigmaRule
        {
            Id = document.Text("id") ?? $"file:{origin.File}#{origin.Number}",
            Hash = origin.Number == 0 ? origin.Hash : $"{origin.Hash}#{origin.Number}",
            Folder = origin.Folder,
            File = origin.File,
            Line = document.Line(),
            Title = document.Text("title") ?? throw new RefusedException(document.Line(), "'title' is missing"),
            Name = document.Text("name"),
            Level = level,
            Tags = [.. document.Texts("tags")],
            Author = document.Text("author"),
            Licence = document.Text("license"),
            Description = document.Text("description"),
            TitleJapanese = own.Text("title-ja"),
            Note = own.Text("note"),
            NoteJapanese = own.Text("note-ja"),
            LogSource = new LogSource(null, null, null),
            Entity = [.. own.Texts("entity")],
        };
    }

    /// <summary>A <c>logsource</c> section.</summary>
    public static LogSource ReadLogSource(YamlMappingNode map)
    {
        var source = new LogSource(map.Text("product"), map.Text("category"), map.Text("service"));
        return source is { Product: null, Category: null, Service: null }
            ? throw new RefusedException(map.Line(), "the log source names neither product nor category nor service")
            : source;
    }

    /// <summary>The condition of a <c>detection</c> section; several conditions are alternatives.</summary>
    public Condition ReadDetection(YamlMappingNode detection)
    {
        var searches = new Dictionary<string, Condition>(StringComparer.Ordinal);
        foreach (var (key, node) in detection.Children)
        {
            var name = ((YamlScalarNode)key).Value ?? "";
            if (name is not ("condition" or "timeframe"))
                searches[name] = ReadSearch(name, node);
        }

        if (detection.Find("timeframe") is { } timeframe)
            throw new RefusedException(timeframe.Line(), "'timeframe' belongs to the old aggregations; Sigma 2 uses correlation rules");
        var conditions = detection.Texts("condition");
        if (conditions.Count == 0)
            throw new RefusedException(detection.Line(), "the detection has no condition");
        var line = detection.Find("condition")!.Line();
        return Condition.Any(conditions.Select(text => ConditionParser.Parse(text, searches, line)).ToImmutableArray());
    }

    /// <summary>A mapping of items, all of which must hold.</summary>
    /// <exception cref="RefusedException">It is empty or an item cannot be honoured.</exception>
    public Condition ReadItems(YamlMappingNode map) => map.Children.Count > 0 ? ReadMap(map) : throw new RefusedException(map.Line(), "the mapping is empty");

    private Condition ReadSearch(string name, YamlNode node) => node switch
    {
        YamlMappingNode { Children.Count: > 0 } map => ReadMap(map),
        YamlSequenceNode { Children.Count: > 0 } list => Condition.Any(list.Children.Select(child => ReadElement(name, child)).ToImmutableArray()),
        YamlScalarNode scalar => Modifiers.Read("", scalar, placeholders, scalar.Line()),
        _ => throw new RefusedException(node.Line(), $"the search identifier '{name}' is empty"),
    };

    private Condition ReadElement(string name, YamlNode node) => node switch
    {
        YamlSequenceNode => throw new RefusedException(node.Line(), $"the search identifier '{name}' has a list within a list"),
        _ => ReadSearch(name, node),
    };

    private Condition ReadMap(YamlMappingNode map) => Condition.All(map.Children
        .Select(item => Modifiers.Read(((YamlScalarNode)item.Key).Value ?? "", item.Value, placeholders, item.Key.Line()))
        .ToImmutableArray());
}
