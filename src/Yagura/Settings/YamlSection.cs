using YamlDotNet.RepresentationModel;

namespace Yagura.Settings;

/// <summary>A YAML mapping read strictly: each key is asked for by name, and what nobody asked for is a fault.</summary>
internal sealed class YamlSection(string file, string name, YamlMappingNode node, List<SettingsFault> faults)
{
    private readonly HashSet<string> asked = new(StringComparer.Ordinal);

    public string? Text(string key)
    {
        switch (Find(key))
        {
            case null:
                return null;
            case YamlScalarNode { Value: { Length: > 0 } value }:
                return value;
            case var other:
                Fault(other, $"{key} must be a text");
                return null;
        }
    }

    /// <summary>A value that a function understands; a fault that says what is allowed otherwise.</summary>
    public T? Value<T>(string key, Func<string, T?> read, string allowed)
        where T : class
    {
        if (Text(key) is not { } text)
            return null;
        var value = read(text);
        if (value is null)
            Fault(Find(key)!, $"{key}: \"{text}\" is not allowed; allowed: {allowed}");
        return value;
    }

    public bool Flag(string key)
    {
        var text = Text(key);
        if (text is not (null or "true" or "false"))
            Fault(Find(key)!, $"{key}: \"{text}\" is not allowed; allowed: true, false");
        return text == "true";
    }

    /// <summary>Whether the value is a mapping.</summary>
    public bool IsSection(string key) => Find(key) is YamlMappingNode;

    public bool Has(string key) => Find(key) is not null;

    /// <summary>A list of texts; a single text is a list of one.</summary>
    public IReadOnlyList<string> Texts(string key)
    {
        switch (Find(key))
        {
            case null:
                return [];
            case YamlScalarNode { Value: { Length: > 0 } value }:
                return [value];
            case YamlSequenceNode list when list.Children.All(child => child is YamlScalarNode { Value.Length: > 0 }):
                return [.. list.Children.Cast<YamlScalarNode>().Select(child => child.Value!)];
            case var other:
                Fault(other, $"{key} must be a list of texts");
                return [];
        }
    }

    public YamlSection? Section(string key)
    {
        switch (Find(key))
        {
            case null:
                return null;
            case YamlMappingNode map:
                return new YamlSection(file, key, map, faults);
            case var other:
                Fault(other, $"{key} must be a mapping (key: value)");
                return null;
        }
    }

    public IEnumerable<YamlSection> Sections(string key)
    {
        switch (Find(key))
        {
            case null:
                yield break;
            case YamlSequenceNode list:
                foreach (var child in list.Children)
                {
                    if (child is YamlMappingNode map)
                        yield return new YamlSection(file, key, map, faults);
                    else
                        Fault(child, $"each entry of {key} must be a mapping (key: value)");
                }

                break;
            case var other:
                Fault(other, $"{key} must be a list");
                break;
        }
    }

    public void Fault(string message) => Fault(node, message);

    public void FaultAt(string key, string message) => Fault(Find(key) ?? node, message);

    /// <summary>Names every key that nobody asked for.</summary>
    public void RefuseOthers()
    {
        foreach (var key in node.Children.Keys)
        {
            if (key is not YamlScalarNode { Value: { } text } || !asked.Contains(text))
                Fault(key, $"unknown key \"{key}\" in {name}; allowed: {string.Join(", ", asked.Order(StringComparer.Ordinal))}");
        }
    }

    private YamlNode? Find(string key)
    {
        asked.Add(key);
        return node.Children.TryGetValue(new YamlScalarNode(key), out var value) && value is not YamlScalarNode { Value: "" or "~" or "null" } ? value : null;
    }

    private void Fault(YamlNode at, string message) => faults.Add(new SettingsFault(file, at.Start.Line, message));
}
