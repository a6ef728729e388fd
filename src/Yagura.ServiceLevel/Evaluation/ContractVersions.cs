using Yagura.ServiceLevel.Contracts;
using Yagura.ServiceLevel.Journal;

namespace Yagura.ServiceLevel.Evaluation;

/// <summary>The versions of a contract in order, each with the instants for which it is in force. The version in force at a clock's start applies.</summary>
internal sealed class ContractVersions
{
    private ContractVersions(IReadOnlyList<(Contract Contract, DateTimeOffset From, DateTimeOffset Until)> ranges, Contract main) => (Ranges, Main) = (ranges, main);

    public IReadOnlyList<(Contract Contract, DateTimeOffset From, DateTimeOffset Until)> Ranges { get; }

    /// <summary>The version in force at the end of the period.</summary>
    public Contract Main { get; }

    public static ContractVersions Of(IReadOnlyList<Contract> contracts, IReadOnlyList<JournalEntry> entries, DateOnly to, DateTimeOffset? asOf)
    {
        var id = contracts[0].Id;
        // The client, or the machine by the file that it runs under, says from when a version applies; what the contractor alone adopted leaves the file's own.
        var adopted = entries.Where(entry => entry.Kind == "contract.adopted" && !(entry.At > asOf) && entry.Data.Text("id") == id && NotOfTheContractorAlone(entry)).ToList();
        var versions = contracts.Where(contract => contract.Id == id).Select(contract => contract with { Effective = Effective(contract, adopted) }).OrderBy(contract => contract.Effective).ToList();
        var main = versions.FindLast(contract => contract.Effective <= to) ?? versions[0];
        var ranges = versions.Select((contract, index) => (contract,
            index == 0 ? DateTimeOffset.MinValue : contract.Zone.StartOf(contract.Effective),
            index + 1 < versions.Count ? contract.Zone.StartOf(versions[index + 1].Effective) : DateTimeOffset.MaxValue)).ToList();
        return new ContractVersions(ranges, main);
    }

    /// <summary>What the journal says of versions that does not fit the files.</summary>
    public static IEnumerable<Fault> Remarks(IReadOnlyList<Contract> contracts, IReadOnlyList<JournalEntry> entries)
    {
        foreach (var other in contracts.Where(contract => contract.Id != contracts[0].Id))
            yield return new Fault(other.Id, 0, new Bilingual($"契約 {other.Id} は {contracts[0].Id} の版ではないため使いません", $"contract {other.Id} is no version of {contracts[0].Id}: left out"), LeftOut: true);
        foreach (var entry in entries.Where(entry => entry.Kind == "contract.adopted" && entry.Data.Text("id") == contracts[0].Id))
        {
            var version = entry.Data.Text("version");
            var given = contracts.FirstOrDefault(contract => contract.Id == contracts[0].Id && contract.Version == version);
            if (given is null)
                yield return Remark(entry, $"記録にある版 {version} の契約ファイルが渡されていません", $"the journal adopted version {version}, whose file was not given");
            else if (entry.Data.Text("sha256") is { Length: 64 } sha256 && sha256 != given.Sha256)
                yield return Remark(entry, $"契約 {given.Id} 版 {version} のファイルは採用されたものと異なります（sha256）", $"the file of contract {given.Id} version {version} is not the one that was adopted (sha256)");
        }
    }

    private static bool NotOfTheContractorAlone(JournalEntry entry) =>
        entry.Actor == Actor.Machine || Actor.IsClient(entry.Actor) || Actor.IsClient(entry.Data.Text("agreed_by")) || Actor.IsClient(entry.Data.Text("approver")) || Actor.IsClient(entry.Data.Text("by"));

    private static Fault Remark(JournalEntry entry, string ja, string en) => new($"entry {entry.Number}", 0, new Bilingual(ja, en), LeftOut: false);

    private static DateOnly Effective(Contract contract, List<JournalEntry> adopted) =>
        adopted.Where(entry => entry.Data.Text("version") == contract.Version).Select(entry => DateOnly.TryParseExact(entry.Data.Text("effective"), "yyyy-MM-dd", out var date) ? date : (DateOnly?)null).FirstOrDefault(date => date is not null) ?? contract.Effective;
}
