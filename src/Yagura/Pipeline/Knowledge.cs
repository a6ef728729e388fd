using Yagura.Decoding;
using Yagura.Detection;
using Yagura.Detection.Indicators;
using Yagura.Detection.Sigma;
using Yagura.Events;
using Yagura.Operations.Adoption;
using Yagura.Operations.Incidents;
using Yagura.ServiceLevel.Contracts;
using Yagura.Settings;

namespace Yagura.Pipeline;

/// <summary>What was loaded from files: decoders, rules, contracts, and the layout that the first two need.</summary>
internal sealed record Knowledge(DecoderSet Decoders, RuleSet Rules, ContractBook Contracts, EventLayout Layout)
{
    /// <summary>Loads the folders and files that the settings name, the shipped ones where they name none.</summary>
    /// <exception cref="KnowledgeException">A contract is refused.</exception>
    public static Knowledge Load(YaguraSettings settings)
    {
        var decoders = DecodersOf(settings);
        var folders = Paths(settings, settings.Rules, "rules");
        var names = settings.Rules.Count > 0 ? settings.Rules : ["rules"];
        var rules = RuleSet.Load(folders).With(Indicators(settings));
        var contracts = Paths(settings, settings.Contracts, Path.Combine("contracts", "jst-soc.yaml")).Select(ReadContract).ToList();
        var fields = decoders.FieldNames.Concat(Detector.FieldNamesOf(rules)).Concat(SandboxReader.FieldNames);
        return new Knowledge(decoders, rules, new ContractBook(contracts), EventLayout.Of(number: 1, fields))
        {
            FolderNames = Named(folders, names, contracts),
        };
    }

    /// <summary>The same with the rule folders read again. Decoders and contracts stay as they are in force.</summary>
    /// <exception cref="KnowledgeException">A folder or its values cannot be read.</exception>
    public Knowledge WithRulesRead(YaguraSettings settings)
    {
        try
        {
            var rules = RuleSet.Load(Paths(settings, settings.Rules, "rules")).With(Indicators(settings));
            var fields = Decoders.FieldNames.Concat(Detector.FieldNamesOf(rules)).Concat(SandboxReader.FieldNames);
            return this with { Rules = rules, Layout = EventLayout.Of(Layout.Number + 1, fields) };
        }
        catch (Exception unreadable) when (unreadable is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new KnowledgeException(unreadable.Message);
        }
    }

    /// <summary>The name by which contracts call each rule folder: the configured one, or the end of its path, so that it may stand anywhere.</summary>
    /// <exception cref="KnowledgeException">A contract maps a folder that is not configured: no finding of it could ever open an incident.</exception>
    private static Dictionary<string, string> Named(IReadOnlyList<string> folders, IReadOnlyList<string> configured, IReadOnlyList<Contract> contracts)
    {
        var mapped = contracts.SelectMany(contract => contract.Severities.Select(line => (contract.Id, line.Folder))).Where(line => line.Folder is not null).Distinct().ToList();
        var names = folders.Zip(configured).DistinctBy(pair => pair.First).ToDictionary(
            pair => pair.First,
            pair => mapped.Select(line => line.Folder!).Where(name => IsCalled(pair.First, pair.Second, name)).MaxBy(name => name.Length) ?? pair.Second.TrimEnd('/'),
            StringComparer.Ordinal);
        // Indicators have no folder of rules and one name everywhere.
        return mapped.Find(line => line.Folder != RuleSet.IndicatorFolderName && !names.Values.Any(name => name == line.Folder || name.StartsWith(line.Folder + "/", StringComparison.Ordinal))) is { Folder: { } missing, Id: var id }
            ? throw new KnowledgeException($"the contract {id} gives severities to findings of the rule folder {missing}, which is none of the configured ones ({string.Join(", ", configured)}): none of them would open an incident; name it under rules, or change folder in the contract")
            : names;
    }

    private static bool IsCalled(string path, string configured, string name) =>
        configured.TrimEnd('/') == name || Path.TrimEndingDirectorySeparator(path).EndsWith("/" + name.TrimEnd('/'), StringComparison.Ordinal);

    /// <summary>Name of each rule folder, as the configuration gives it: contracts map severities by it.</summary>
    public required IReadOnlyDictionary<string, string> FolderNames { get; init; }

    /// <summary>What the contract in force says about findings.</summary>
    public DeskRules DeskRules(TimeProvider time) => new(
        finding => Contracts.At(time.GetUtcNow())?.SeverityOf(FolderNames.GetValueOrDefault(finding.RuleFolder, finding.RuleFolder), finding.RuleId, finding.Tags, finding.Level ?? ""),
        Contracts.At(time.GetUtcNow())?.Measures.OfType<ClockMeasure>().Select(measure => measure.Clock.Reuse).FirstOrDefault(reuse => reuse is not null));

    private static DecoderSet DecodersOf(YaguraSettings settings)
    {
        if (settings.DecoderFolders().FirstOrDefault(folder => !Directory.Exists(folder)) is { } missing)
            throw new KnowledgeException($"the decoders folder {missing} does not exist; make it, or take it out of decoders in the configuration");
        return DecoderSet.Load(settings.DecoderFolders());
    }

    /// <summary>A sentence for each source that names a decoder of a vendor whom nobody knows: its lines are recognised as if it named none.</summary>
    public IEnumerable<string> DecodersLost(YaguraSettings settings)
    {
        var vendors = Decoders.Ids.Select(id => id.Split('/')[0]).ToHashSet(StringComparer.Ordinal);
        return settings.Sources.Where(source => SourceContext.Of(source).Decoder is { } hint && !vendors.Contains(hint.Split('/')[0]))
            .Select(source => $"the source {source.Id} names the decoder {source.Decoder}, but there is none of that vendor: its lines are recognised without it; names are those of the files under {string.Join(", ", settings.DecoderFolders())}");
    }

    private static IndicatorSet Indicators(YaguraSettings settings)
    {
        var folders = settings.IndicatorFolders();
        return folders.FirstOrDefault(folder => !Directory.Exists(folder)) is { } missing ? throw new KnowledgeException($"the indicators folder {missing} does not exist; make it, or take it out of indicators in the configuration") : IndicatorSet.Load(folders);
    }

    private static IReadOnlyList<string> Paths(YaguraSettings settings, IReadOnlyList<string> named, string shipped) =>
        named.Count > 0 ? [.. named.Select(settings.Resolve)] : [YaguraSettings.Shipped(shipped)];

    private static Contract ReadContract(string path)
    {
        if (!File.Exists(path))
            throw new KnowledgeException($"the contract {path} does not exist");
        var reading = ContractReader.Read(path, File.ReadAllBytes(path));
        return reading is { Contract: { } contract, Faults.Count: 0 }
            ? contract
            : throw new KnowledgeException($"the contract is refused:\n{string.Join('\n', reading.Faults)}");
    }
}
