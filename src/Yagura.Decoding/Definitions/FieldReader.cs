using System.Text;
using Yagura.Decoding.Forms;
using Yagura.Decoding.Schema;
using Yagura.Decoding.Text;
using Yagura.Decoding.Times;
using YamlDotNet.RepresentationModel;

namespace Yagura.Decoding.Definitions;

/// <summary>Reads what a decoder file says about fields: targets, constants, value tables, conditions.</summary>
internal sealed class FieldReader(string file, string prefix)
{
    private readonly Dictionary<string, IReadOnlyDictionary<string, IReadOnlyList<string>>> tables = new(StringComparer.Ordinal);

    /// <summary>Reads the value tables: output → inputs, so that one line says <c>denied: [deny, drop, block]</c>.</summary>
    public void ReadTables(YamlMap root)
    {
        foreach (var (name, _, node) in root.Map("tables")?.Entries ?? [])
        {
            var table = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
            var map = YamlMap.Of(file, node);
            foreach (var (output, _, inputs) in map.Entries)
            {
                foreach (var input in map.Texts(inputs))
                    table[input] = [.. table.GetValueOrDefault(input) ?? [], output];
            }

            tables.Add(name, table);
        }
    }

    public IReadOnlyList<FieldDefinition> ReadFields(YamlMap root)
    {
        var fields = new List<FieldDefinition>();
        foreach (var (part, _, node) in root.Map("fields")?.Entries ?? [])
        {
            IEnumerable<YamlNode> targets = node is YamlSequenceNode list ? list : [node];
            fields.Add(new FieldDefinition(part, [.. targets.Select(Target)]));
        }

        return fields;
    }

    public IReadOnlyList<Constant> ReadConstants(YamlMap parent, string key)
    {
        var constants = new List<Constant>();
        if (parent.Map(key) is not { } map)
            return constants;
        foreach (var (name, keyNode, value) in map.Entries)
        {
            var field = Field(name, keyNode);
            if (map.Texts(value).FirstOrDefault(text => !Fits(field.Type, text)) is { } wrong)
                throw map.Problem(value, $"\"{wrong}\" is no value of \"{name}\"; allowed is {Wanted(field.Type)}");
            constants.Add(new Constant(name, field.Type, field.IsList, map.Texts(value)));
        }

        return constants;
    }

    private static bool Fits(FieldType type, string text) => type switch
    {
        FieldType.Keyword => true,
        FieldType.Long => Scan.IsInteger(Encoding.UTF8.GetBytes(text)),
        FieldType.Float => Scan.IsDecimal(Encoding.UTF8.GetBytes(text)),
        FieldType.Ip => Scan.IsAddress(Encoding.UTF8.GetBytes(text)),
        FieldType.Boolean => text is "true" or "false",
        _ => false,
    };

    private static string Wanted(FieldType type) => type switch
    {
        FieldType.Long => "a whole number",
        FieldType.Float => "a number",
        FieldType.Ip => "an address",
        FieldType.Boolean => "true or false",
        _ => "no constant: a date comes from a part",
    };

    public static IReadOnlyList<Condition> ReadConditions(YamlMap parent)
    {
        var conditions = new List<Condition>();
        if (parent.Map("when") is not { } map)
            return conditions;
        foreach (var (part, _, value) in map.Entries)
        {
            var texts = map.Texts(value);
            if (texts.FirstOrDefault(text => text.TrimStart('!').Trim('*').Length == 0 && text is not ("*" or "!" or "")) is { } text)
                throw map.Problem(value, $"\"{text}\" names no text; a value is a text, a star in it stands for any, ! before it says that it is not this; * alone is \"there\", ! alone \"not there\"");
            conditions.Add(new Condition(part, texts));
        }

        return conditions;
    }

    public static IReadOnlyList<TimeFormat> ReadFormats(YamlMap map)
    {
        var node = map.Node("format") ?? throw map.Missing("format");
        return [.. map.Texts(node).Select(text => TimeFormat.Of(text) ?? throw map.Problem(node, $"\"{text}\" is not a form of time; allowed are {TimeFormat.Allowed}"))];
    }

    /// <summary>Whether a time without a zone is in UTC.</summary>
    public static bool ReadIsUtc(YamlMap map) => map.Text("zone") switch
    {
        null => false,
        "UTC" => true,
        _ => throw map.Problem(map.Node("zone")!, "\"zone\" can only be UTC: any other zone is the source's"),
    };

    /// <summary>Type of a field that the decoder may set: ECS, or its own vendor keys.</summary>
    public EcsField Field(string name, YamlNode at)
    {
        if (EcsFields.TryFind(name, out var field))
            return field;
        if (name.StartsWith(prefix, StringComparison.Ordinal) && name.Length > prefix.Length)
            return new EcsField(FieldType.Keyword, IsList: false);
        var near = EcsFields.Nearest(name);
        throw YamlMap.Problem(file, at, $"\"{name}\" is no field of ECS 8.17; allowed are those and {prefix}*" + (near is null ? "" : $" (did you mean \"{near}\"?)"));
    }

    /// <summary>Whether a name given by an author is a field itself.</summary>
    public static bool IsField(string name) => EcsFields.TryFind(name, out _);

    private TargetDefinition Target(YamlNode node)
    {
        if (node is YamlScalarNode scalar)
        {
            var field = Field(scalar.Value ?? "", node);
            return field.Type == FieldType.Date
                ? throw YamlMap.Problem(file, node, $"\"{scalar.Value}\" is a date: write {{to: {scalar.Value}, format: …}}")
                : new TargetDefinition { Field = scalar.Value ?? "", Type = field.Type, IsList = field.IsList };
        }

        var map = YamlMap.Of(file, node, "to", "type", "table", "otherwise", "lower", "spaces", "labels", "hex", "percent", "socket", "multiply", "split", "format", "zone", "when");
        var to = map.Required("to");
        var found = Field(to, map.Node("to")!);
        var type = map.Text("type") is { } word ? Type(map, word, to) : found.Type;
        return new TargetDefinition
        {
            Field = to,
            Type = type,
            IsList = found.IsList,
            Table = Table(map),
            Otherwise = map.Text("otherwise"),
            Lower = map.Flag("lower"),
            Spaces = Character(map, "spaces"),
            Labels = map.Flag("labels"),
            Hex = map.Flag("hex"),
            Percent = map.Flag("percent"),
            Socket = Socket(map),
            Multiply = map.Number("multiply", missing: 1, least: 1, most: 1_000_000_000),
            Split = Character(map, "split"),
            Formats = type == FieldType.Date ? ReadFormats(map) : [],
            IsUtc = ReadIsUtc(map),
            When = ReadConditions(map),
        };
    }

    /// <summary>One ASCII character; zero when the key is not there.</summary>
    private static byte Character(YamlMap map, string key) => map.Text(key) switch
    {
        null => 0,
        [< (char)128] one => (byte)one[0],
        _ => throw map.Problem(map.Node(key)!, $"\"{key}\" must be one ASCII character"),
    };

    private static SocketPart Socket(YamlMap map) => map.Text("socket") switch
    {
        null => SocketPart.None,
        "address" => SocketPart.Address,
        "port" => SocketPart.Port,
        "path" => SocketPart.Path,
        "family" => SocketPart.Family,
        var word => throw map.Problem(map.Node("socket")!, $"\"{word}\" is no part of a socket's address; allowed are address, port, path, family"),
    };

    private FieldType Type(YamlMap map, string word, string to)
    {
        if (!to.StartsWith(prefix, StringComparison.Ordinal))
            throw map.Problem(map.Node("type")!, "\"type\" is only for vendor keys: ECS says the type of its fields");
        return Enum.TryParse<FieldType>(word, ignoreCase: true, out var type)
            ? type
            : throw map.Problem(map.Node("type")!, $"\"{word}\" is not a type; allowed are {string.Join(", ", Enum.GetNames<FieldType>()).ToLowerInvariant()}");
    }

    private IReadOnlyDictionary<string, IReadOnlyList<string>>? Table(YamlMap map)
    {
        if (map.Text("table") is not { } name)
            return null;
        return tables.TryGetValue(name, out var table)
            ? table
            : throw map.Problem(map.Node("table")!, $"there is no table \"{name}\"; there {(tables.Count == 0 ? "is none: they stand under \"tables\"" : "are " + string.Join(", ", tables.Keys))}");
    }
}
