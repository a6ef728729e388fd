using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Yagura.ServiceLevel.Contracts;

/// <summary>The faults of one contract file.</summary>
internal sealed class YamlFaults(string file)
{
    // Bounded by the file's size, which the reader bounds.
    public List<Fault> List { get; } = [];

    public void Add(YamlNode? at, string ja, string en) => List.Add(new Fault(file, (int)(at?.Start.Line ?? 0), new Bilingual(ja, en), LeftOut: true));
}

/// <summary>A mapping read strictly: what is asked for is allowed, the rest is refused with line and list.</summary>
internal sealed class YamlPart
{
    private readonly YamlFaults faults;
    private readonly Dictionary<string, (YamlNode Key, YamlNode Value)> members = [];
    private readonly HashSet<string> asked = [];

    public YamlPart(YamlNode node, string what, YamlFaults faults)
    {
        this.faults = faults;
        Node = node;
        What = what;
        if (node is not YamlMappingNode map)
        {
            faults.Add(node, $"{what} は「キー: 値」の並びです", $"{what} must be a mapping");
            return;
        }
        foreach (var (key, value) in map.Children) members[(key as YamlScalarNode)?.Value ?? ""] = (key, value);
    }

    public YamlNode Node { get; }

    public string What { get; }

    public YamlFaults Faults => faults;

    public YamlNode? Get(string key)
    {
        asked.Add(key);
        return members.TryGetValue(key, out var found) ? found.Value : null;
    }

    public YamlNode? Need(string key)
    {
        var value = Get(key);
        if (value is null) faults.Add(Node, $"{What} に {key} がありません", $"{What} lacks {key}");
        return value;
    }

    public string? Text(string key) => Get(key) is { } node ? Scalar(node, key) : null;

    public string? Scalar(YamlNode node, string key)
    {
        if (node is YamlScalarNode { Value: { } text }) return text;
        faults.Add(node, $"{key} は一つの値です", $"{key} must be one value");
        return null;
    }

    public IReadOnlyList<string> Texts(string key)
    {
        if (Get(key) is not { } node) return [];
        return node is YamlSequenceNode list ? [.. list.Children.Select(item => Scalar(item, key)).OfType<string>()] : [.. new[] { Scalar(node, key) }.OfType<string>()];
    }

    public IReadOnlyList<YamlNode> Items(string key)
    {
        if (Get(key) is not { } node) return [];
        if (node is YamlSequenceNode list) return [.. list.Children];
        faults.Add(node, $"{key} は「- 」で始まる並びです", $"{key} must be a list");
        return [];
    }

    /// <summary>One of some words; the first when absent.</summary>
    public string Choice(string key, params string[] allowed)
    {
        if (Text(key) is not { } text) return allowed[0];
        if (allowed.Contains(text)) return text;
        faults.Add(Get(key), $"{key} は {string.Join("、", allowed)} のいずれかです（「{text}」は不可）", $"{key} must be one of {string.Join(", ", allowed)} (not '{text}')");
        return allowed[0];
    }

    public bool Flag(string key, bool absent) => Choice(key, absent ? ["true", "false"] : ["false", "true"]) == "true";

    public int? Whole(string key, int min, int max)
    {
        if (Text(key) is not { } text) return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max) return value;
        faults.Add(Get(key), $"{key} は {min} から {max} の整数です", $"{key} must be a whole number from {min} to {max}");
        return null;
    }

    public Bilingual Title(string key, string absent)
    {
        var node = Get(key);
        if (node is null) return new Bilingual(absent, absent);
        if (node is YamlScalarNode { Value: { } text }) return new Bilingual(text, text);
        var part = new YamlPart(node, key, faults);
        var ja = part.Text("ja");
        var en = part.Text("en");
        part.Done();
        return new Bilingual(ja ?? en ?? absent, en ?? ja ?? absent);
    }

    public DateOnly? Date(string key) => Text(key) is { } text ? Date(Get(key)!, key, text) : null;

    public DateOnly? Date(YamlNode node, string key, string text)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return date;
        faults.Add(node, $"{key} は 2020-04-01 の形の日付です", $"{key} must be a date like 2020-04-01");
        return null;
    }

    public TimeOnly? Clock(string key)
    {
        if (Text(key) is not { } text) return null;
        if (TimeOnly.TryParseExact(text, ["HH:mm", "H:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)) return time;
        faults.Add(Get(key), $"{key} は \"10:00\" の形の時刻です", $"{key} must be a time like \"10:00\"");
        return null;
    }

    public TimeSpan? Duration(string key)
    {
        if (Text(key) is not { } text) return null;
        if (Durations.TryParse(text, out var span)) return span;
        faults.Add(Get(key), $"{key} は 30m、24h、30d、1h30m の形の長さです", $"{key} must be a duration like 30m, 24h, 30d, 1h30m");
        return null;
    }

    public Numbers.Rational? Percent(string key)
    {
        if (Text(key) is not { } text) return null;
        if (text.EndsWith('%') && Numbers.Rational.TryParse(text, out var value) && !(value > new Numbers.Rational(1, 1))) return value;
        faults.Add(Get(key), $"{key} は 0.01% の形の、100% までの割合です", $"{key} must be a percentage like 0.01%, at most 100%");
        return null;
    }

    /// <summary>Refuses every key that nobody asked for.</summary>
    public void Done()
    {
        foreach (var (name, (key, _)) in members)
            if (!asked.Contains(name))
                faults.Add(key, $"{What} に未知のキー {name} があります（使えるキー: {string.Join(", ", asked.Order())}）", $"{What} has an unknown key {name} (allowed: {string.Join(", ", asked.Order())})");
    }
}
