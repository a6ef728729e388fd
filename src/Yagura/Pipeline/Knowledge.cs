using Yagura.Decoding;
using Yagura.Detection;
using Yagura.Detection.Sigma;
using Yagura.Events;
using Yagura.Operations.Incidents;
using Yagura.ServiceLevel.Contracts;
using Yagura.Settings;

namespace Yagura.Pipeline;

/// <summary>What was loaded from files: decoders, rules, contracts, and the layout that the first two need.</summary>
internal sealed record Knowledge(DecoderSet Decoders, RuleSet Rules, IReadOnlyList<Contract> Contracts, EventLayout Layout)
{
    /// <summary>Loads the folders and files that the settings name, the shipped ones where they name none.</summary>
    /// <exception cref="KnowledgeException">A contract is refused.</exception>
    public static Knowledge Load(YaguraSettings settings)
    {
        var decoders = DecoderSet.Load(Paths(settings, settings.Decoders, "decoders"));
        var rules = RuleSet.Load(Paths(settings, settings.Rules, "rules"));
        var contracts = Paths(settings, settings.Contracts, Path.Combine("contracts", "jst-soc.yaml")).Select(ReadContract).OrderBy(contract => contract.Effective).ToList();
        var fields = decoders.FieldNames.Concat(Detector.FieldNamesOf(rules)).Concat(SandboxReader.FieldNames);
        return new Knowledge(decoders, rules, contracts, EventLayout.Of(number: 1, fields));
    }

    /// <summary>The contract in force on a day of its own zone; the newest when none is yet.</summary>
    public Contract ContractAt(DateTimeOffset instant) =>
        Contracts.LastOrDefault(contract => contract.Effective <= contract.Zone.DateOf(instant)) ?? Contracts[^1];

    /// <summary>What the contract in force says about findings.</summary>
    public DeskRules DeskRules(TimeProvider time) => new(
        finding => ContractAt(time.GetUtcNow()).SeverityOf(finding.RuleFolder, finding.RuleId, finding.Tags, finding.Level ?? ""),
        ContractAt(time.GetUtcNow()).Measures.OfType<ClockMeasure>().Select(measure => measure.Clock.Reuse).FirstOrDefault(reuse => reuse is not null));

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
