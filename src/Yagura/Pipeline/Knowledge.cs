using Yagura.Decoding;
using Yagura.Detection;
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
        var decoders = DecoderSet.Load(Paths(settings, settings.Decoders, "decoders"));
        var folders = Paths(settings, settings.Rules, "rules");
        var names = settings.Rules.Count > 0 ? settings.Rules : ["rules"];
        var rules = RuleSet.Load(folders);
        var contracts = Paths(settings, settings.Contracts, Path.Combine("contracts", "jst-soc.yaml")).Select(ReadContract).ToList();
        var fields = decoders.FieldNames.Concat(Detector.FieldNamesOf(rules)).Concat(SandboxReader.FieldNames);
        return new Knowledge(decoders, rules, new ContractBook(contracts), EventLayout.Of(number: 1, fields))
        {
            FolderNames = folders.Zip(names).DistinctBy(pair => pair.First).ToDictionary(pair => pair.First, pair => pair.Second.TrimEnd('/'), StringComparer.Ordinal),
        };
    }

    /// <summary>Name of each rule folder, as the configuration gives it: contracts map severities by it.</summary>
    public required IReadOnlyDictionary<string, string> FolderNames { get; init; }

    /// <summary>What the contract in force says about findings.</summary>
    public DeskRules DeskRules(TimeProvider time) => new(
        finding => Contracts.At(time.GetUtcNow())?.SeverityOf(FolderNames.GetValueOrDefault(finding.RuleFolder, finding.RuleFolder), finding.RuleId, finding.Tags, finding.Level ?? ""),
        Contracts.At(time.GetUtcNow())?.Measures.OfType<ClockMeasure>().Select(measure => measure.Clock.Reuse).FirstOrDefault(reuse => reuse is not null));

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
