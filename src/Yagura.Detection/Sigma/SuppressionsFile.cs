using System.Globalization;
using System.Security.Cryptography;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Yagura.Detection.Sigma;

/// <summary>The file <c>suppressions.yaml</c> of a rule folder.</summary>
/// <remarks>
/// Example: <c>- {id: audit-scanner, rules: [port-scan], when: {source.ip|cidr: 192.0.2.16/28}, reason: 脆弱性診断, owner: 情報システム課, expires: 2027-03-31}</c>.
/// One that cannot be honoured is a warning: then more is found, not less.
/// </remarks>
internal sealed class SuppressionsFile
{
    /// <summary>Name of the file.</summary>
    public const string Name = "suppressions.yaml";

    /// <summary>Suppressions that a rule set may have.</summary>
    private const int SuppressionsMax = 1_000;

    /// <summary>Longest file, in bytes.</summary>
    private const long FileBytesMax = 4 << 20;

    private static readonly string[] Keys = ["id", "rules", "when", "reason", "owner", "expires"];

    /// <summary>What can be honoured.</summary>
    public List<Suppression> Suppressions { get; } = [];

    /// <summary>What cannot, with the reason.</summary>
    public List<Refusal> Faults { get; } = [];

    /// <summary>Lines for the hash of the rule set: <c>&lt;sha256&gt;  &lt;path&gt;</c>.</summary>
    public List<string> HashLines { get; } = [];

    /// <summary>Reads the files of all folders.</summary>
    public static SuppressionsFile ReadAll(IReadOnlyList<string> folders, RuleReader reader)
    {
        var file = new SuppressionsFile();
        foreach (var path in folders.Select(folder => Path.Combine(folder, Name)).Where(File.Exists))
            file.Read(path, reader);
        return file;
    }

    private void Read(string path, RuleReader reader)
    {
        try
        {
            if (new FileInfo(path).Length > FileBytesMax)
                throw new RefusedException(0, $"the file is longer than {FileBytesMax} bytes");
            var bytes = File.ReadAllBytes(path);
            HashLines.Add($"{Convert.ToHexStringLower(SHA256.HashData(bytes))}  {Name}\n");
            var stream = new YamlStream();
            using var text = new StreamReader(new MemoryStream(bytes));
            stream.Load(text);
            if (stream.Documents is not [{ RootNode: YamlSequenceNode list }])
                throw new RefusedException(1, "a suppressions file is one list");
            foreach (var node in list.Children)
                Guard(() => Take(node, reader));
        }
        catch (Exception broken) when (broken is YamlException or RefusedException)
        {
            Faults.Add(new Refusal(Name, broken is YamlException yaml ? (int)yaml.Start.Line : ((RefusedException)broken).Line, broken.Message));
        }
    }

    private void Guard(Action read)
    {
        try
        {
            read();
        }
        catch (RefusedException refused)
        {
            Faults.Add(new Refusal(Name, refused.Line, $"the suppression is not in force: {refused.Message}"));
        }
    }

    private void Take(YamlNode node, RuleReader reader)
    {
        if (node is not YamlMappingNode map)
            throw new RefusedException(node.Line(), "each is a mapping");
        if (map.Children.Keys.Select(key => ((YamlScalarNode)key).Value).FirstOrDefault(key => !Keys.Contains(key, StringComparer.Ordinal)) is { } unknown)
            throw new RefusedException(map.Line(), $"'{unknown}' is not allowed; allowed are {string.Join(", ", Keys)}");
        if (Suppressions.Count == SuppressionsMax)
            throw new RefusedException(map.Line(), $"there are more than {SuppressionsMax}");
        var suppression = new Suppression
        {
            Id = Needed(map, "id"),
            Rules = [.. map.Texts("rules")],
            Reason = Needed(map, "reason"),
            Owner = Needed(map, "owner"),
            Expires = DateOnly.TryParseExact(Needed(map, "expires"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                ? day
                : throw new RefusedException(map.Find("expires")!.Line(), "'expires' is a day such as 2027-03-31"),
            Condition = reader.ReadItems(map.Map("when")),
        };
        if (suppression.Rules.IsEmpty)
            throw new RefusedException(map.Line(), "'rules' names no rule");
        if (Suppressions.Exists(other => other.Id == suppression.Id))
            throw new RefusedException(map.Line(), $"the id {suppression.Id} is already taken");
        Suppressions.Add(suppression);
    }

    private static string Needed(YamlMappingNode map, string key) => map.Text(key) ?? throw new RefusedException(map.Line(), $"'{key}' is missing");
}
