using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Yagura.Detection.Indicators;

namespace Yagura.Detection.Sigma;

/// <summary>All rules of the rule folders, with what was refused. Immutable; a reload makes another.</summary>
public sealed class RuleSet
{
    private RuleSet(RuleAssembly assembly, SuppressionsFile suppressions, string hash)
    {
        Rules = [.. assembly.Rules];
        Correlations = [.. assembly.Correlations];
        Refusals = [.. assembly.Refusals];
        Suppressions = [.. suppressions.Suppressions];
        Warnings = [.. assembly.Warnings, .. suppressions.Faults, .. NamedNowhere(assembly, suppressions.Suppressions)];
        RulesHash = Hash = hash;
        FieldNames = [.. assembly.FieldNames().Concat(SuppressedFields()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    private RuleSet(RuleSet rules, IndicatorSet indicators)
    {
        (Rules, Correlations, Refusals, Suppressions, Indicators) = (rules.Rules, rules.Correlations, rules.Refusals, rules.Suppressions, indicators);
        RulesHash = rules.RulesHash;
        Hash = indicators.Hash.Length == 0 ? RulesHash : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"rules {RulesHash}\nindicators {indicators.Hash}\n")));
        IndicatorRules = [.. indicators.Sources.Select(HeadOf)];
        Warnings = [.. rules.Warnings, .. NamedNowhere(indicators)];
        FieldNames = indicators.Count == 0 ? rules.FieldNames : [.. rules.FieldNames.Concat(IndicatorFields.Names).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>The folder's name by which contracts map findings of indicators to severities.</summary>
    public const string IndicatorFolderName = "indicators";

    /// <summary>A set without rules.</summary>
    public static RuleSet Empty { get; } = Load([]);

    /// <summary>Rules that can be honoured, in the order of folder, file and document.</summary>
    public ImmutableArray<SigmaRule> Rules { get; }

    /// <summary>Rules that cannot, each with file, line and reason.</summary>
    public ImmutableArray<Refusal> Refusals { get; }

    /// <summary>Things that a person should look at in rules that are honoured, for example a filter without a leading <c>not</c>.</summary>
    public ImmutableArray<Refusal> Warnings { get; }

    /// <summary>What somebody has decided not to be told of.</summary>
    public ImmutableArray<Suppression> Suppressions { get; }

    /// <summary>Correlation rules that can be honoured.</summary>
    internal ImmutableArray<SigmaCorrelation> Correlations { get; }

    /// <summary>The correlation rules' own heads: id, title, tags, author, note.</summary>
    public IEnumerable<SigmaRule> CorrelationRules => Correlations.Select(correlation => correlation.Rule);

    /// <summary>Number of correlation rules that can be honoured.</summary>
    public int CorrelationCount => Correlations.Length;

    /// <summary>The indicators that are looked for beside the rules.</summary>
    public IndicatorSet Indicators { get; } = IndicatorSet.Empty;

    /// <summary>A head for each source of indicators, so that findings, suppressions and contracts treat it as a rule.</summary>
    public ImmutableArray<SigmaRule> IndicatorRules { get; } = [];

    /// <summary>Names of the fields that rules look at, for the event's layout.</summary>
    public ImmutableArray<string> FieldNames { get; }

    /// <summary>SHA-256 (lower-case hex) over the sorted lines <c>&lt;sha256&gt;  &lt;path&gt;</c> of all rule and suppression files and <c>&lt;name&gt;  &lt;values&gt;</c> of all placeholders, named by the seal's <c>analysed</c> line.</summary>
    /// <remarks>With indicators: SHA-256 over the lines <c>rules &lt;that hash&gt;</c> and <c>indicators &lt;their hash&gt;</c>.</remarks>
    public string Hash { get; }

    /// <summary>The hash of the rules alone.</summary>
    public string RulesHash { get; }

    /// <summary>Reads every <c>.yml</c> and <c>.yaml</c> file below the folders; a folder's own <c>values.yaml</c> gives the values of <c>expand</c>'s names.</summary>
    /// <exception cref="DirectoryNotFoundException">A folder is not there.</exception>
    /// <exception cref="InvalidDataException">A values file is wrong.</exception>
    public static RuleSet Load(IReadOnlyList<string> folders) => Load(folders, ValuesFile.ReadAll(folders));

    /// <summary>Reads the folders; <paramref name="placeholders"/> gives the values of <c>expand</c>'s names.</summary>
    /// <exception cref="DirectoryNotFoundException">A folder is not there.</exception>
    public static RuleSet Load(IReadOnlyList<string> folders, IReadOnlyDictionary<string, IReadOnlyList<string>> placeholders)
    {
        var reader = new RuleReader(placeholders);
        var files = folders.SelectMany(PathsOf).ToArray().AsParallel().AsOrdered().Select(file => RuleFile.Read(file.Folder, file.Path, reader)).ToList();
        var suppressions = SuppressionsFile.ReadAll(folders, reader);
        return new RuleSet(RuleAssembly.Of(files, reader), suppressions, HashOf(files, placeholders, suppressions));
    }

    /// <summary>The same rules with indicators beside them.</summary>
    public RuleSet With(IndicatorSet indicators) => new(this, indicators);

    /// <summary>A set of given rules, for tests of what a file cannot make.</summary>
    internal static RuleSet Of(params IEnumerable<SigmaRule> rules) => new(RuleAssembly.Of(rules), new SuppressionsFile(), hash: "");

    /// <summary>Names of the fields that suppressions look at, as rules name them.</summary>
    internal IEnumerable<string> SuppressedFields() => Suppressions.SelectMany(suppression => ConditionFields.Of(suppression.Condition));

    private static IEnumerable<Refusal> NamedNowhere(RuleAssembly assembly, List<Suppression> suppressions) =>
        from suppression in suppressions
        from name in suppression.Rules
        where !name.StartsWith(IndicatorSource.RulePrefix, StringComparison.Ordinal)
        where !assembly.Rules.Exists(rule => rule.IsCalled(name)) && !assembly.Correlations.Exists(correlation => correlation.Rule.IsCalled(name))
        select new Refusal(SuppressionsFile.Name, 0, $"the suppression {suppression.Id} names the rule '{name}', which is not there");

    private IEnumerable<Refusal> NamedNowhere(IndicatorSet indicators) =>
        from suppression in Suppressions
        from name in suppression.Rules
        where name.StartsWith(IndicatorSource.RulePrefix, StringComparison.Ordinal) && !indicators.Sources.Any(source => source.RuleId == name)
        select new Refusal(SuppressionsFile.Name, 0, $"the suppression {suppression.Id} names '{name}', and there is no such source of indicators");

    private static SigmaRule HeadOf(IndicatorSource source) => new()
    {
        Id = source.RuleId,
        Hash = "",
        Folder = IndicatorFolderName,
        File = source.Files.FirstOrDefault() ?? "",
        Line = 0,
        Title = source.Name,
        LogSource = new LogSource(null, null, null),
        Author = source.Name,
        Tags = ["indicator"],
    };

    private static IEnumerable<(string Folder, string Path)> PathsOf(string folder) => Directory
        .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Where(path => path.EndsWith(".yml", StringComparison.Ordinal) || path.EndsWith(".yaml", StringComparison.Ordinal))
        .Select(path => (folder, Path.GetRelativePath(folder, path).Replace('\\', '/')))
        .Where(file => file.Item2 is not (ValuesFile.Name or SuppressionsFile.Name))
        .OrderBy(file => file.Item2, StringComparer.Ordinal);

    private static string HashOf(IEnumerable<RuleFile> files, IReadOnlyDictionary<string, IReadOnlyList<string>> placeholders, SuppressionsFile suppressions)
    {
        var lines = files.Select(file => $"{file.Hash}  {file.Path}\n")
            .Concat(placeholders.Select(value => $"{value.Key}  {string.Join(' ', value.Value)}\n")).Concat(suppressions.HashLines).Order(StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines))));
    }
}
