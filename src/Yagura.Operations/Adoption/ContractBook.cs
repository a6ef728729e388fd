using Yagura.ServiceLevel.Clocks;
using Yagura.ServiceLevel.Contracts;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Operations.Adoption;

/// <summary>The versions of the contract that this installation is measured by.</summary>
public sealed class ContractBook
{
    private readonly List<Contract> _versions;

    /// <summary>A book of some versions; may be empty: then no clock ever runs.</summary>
    public ContractBook(IReadOnlyList<Contract> versions)
    {
        _versions = [.. versions.OrderBy(version => version.Effective)];
        ClockKinds = ClockReading.ClockKinds(_versions);
    }

    /// <summary>All versions, the earliest in force first.</summary>
    public IReadOnlyList<Contract> Versions => _versions;

    /// <summary>Kinds that start or stop a clock of any version: amending them needs the client.</summary>
    public IReadOnlySet<string> ClockKinds { get; }

    /// <summary>The version in force at an instant; before the first one's day the first; null in an empty book.</summary>
    public Contract? At(DateTimeOffset instant) => _versions.FindLast(version => version.Effective <= version.Zone.DateOf(instant)) ?? _versions.FirstOrDefault();

    /// <summary>The clocks of some entries at an instant; null in an empty book.</summary>
    /// <param name="entries">All entries of the subjects shown.</param>
    /// <param name="now">The instant.</param>
    public ClockReading? Read(IReadOnlyList<JournalEntry> entries, DateTimeOffset now) => At(now) is { } contract ? ClockReading.Of(entries, contract, now) : null;
}
