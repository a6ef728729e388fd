using Yagura.Archive.Seal;
using Yagura.Events;
using Yagura.Operations.Adoption;
using Yagura.ServiceLevel.Calendar;
using Yagura.ServiceLevel.Contracts;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Custody;

/// <summary>How long evidence stays: the longer of policy and contract, by the latest record in the file; a legal hold wins. Pure.</summary>
/// <param name="Months">Calendar months.</param>
/// <param name="Zone">Days begin at its midnight.</param>
/// <param name="Holds">Holds in force.</param>
internal sealed record RetentionRule(int Months, Zone Zone, IReadOnlyList<LegalHold> Holds)
{
    /// <summary>The rule of an installation: never under what any version of its contract asks.</summary>
    public static RetentionRule Of(int policyMonths, ContractBook contracts, DateTimeOffset now, IReadOnlyList<JournalEntry> holdEntries)
    {
        var asked = contracts.Versions.SelectMany(version => version.Measures.OfType<StorageMeasure>()).Select(measure => measure.Months);
        var zone = contracts.At(now)?.Zone ?? Zone.Tokyo;
        return new RetentionRule(asked.Append(policyMonths).Max(), zone, LegalHold.InForce(holdEntries, zone, now));
    }

    /// <summary>Whether evidence may go at an instant. A seal without records is kept as long as if one had come at its period's end.</summary>
    public bool MayGo(SealContent seal, DateTimeOffset now) =>
        now >= KeptUntil(seal) && !Holds.Any(hold => hold.Covers(seal.Earliest ?? seal.From, seal.Latest ?? seal.To));

    /// <summary>Until when this evidence stays: the day of its latest record is kept whole.</summary>
    public DateTimeOffset KeptUntil(SealContent seal) =>
        Zone.StartOf(Zone.DateOf((seal.Latest ?? seal.To).Instant).AddDays(1).AddMonths(Months));

    /// <summary>Evidence whose period begins at or after this instant cannot be due.</summary>
    public ReceiveTime NothingFrom(DateTimeOffset now) => ReceiveTime.From(Zone.In(now).AddMonths(-Months));
}
