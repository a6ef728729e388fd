using Yagura.ServiceLevel.Contracts;
using Yagura.ServiceLevel.Journal;

namespace Yagura.ServiceLevel.Clocks;

/// <summary>Every clock of a contract at an instant, with what is to be printed beside them.</summary>
/// <param name="States">One per measure, subject and span.</param>
/// <param name="Exclusions">What was lowered, withdrawn, declined, excused, a drill, refused.</param>
/// <param name="Contract">The version that they were judged by.</param>
/// <param name="Now">The instant.</param>
public sealed record ClockReading(IReadOnlyList<ClockState> States, IReadOnlyList<Exclusion> Exclusions, Contract Contract, DateTimeOffset Now)
{
    /// <summary>The clocks of some entries at an instant, for a page: all entries of the subjects shown, in any order.</summary>
    /// <param name="entries">The journal, or those entries of it that concern the subjects (amendments included).</param>
    /// <param name="contract">The version in force.</param>
    /// <param name="now">The instant.</param>
    public static ClockReading Of(IReadOnlyList<JournalEntry> entries, Contract contract, DateTimeOffset now)
    {
        var journal = EffectiveJournal.Of(entries, now, ClockKinds([contract]));
        return Of(Histories.Of(journal.Facts), contract, now);
    }

    /// <summary>Kinds that start, stop or steer a clock of some contracts; amending them needs the client.</summary>
    /// <param name="contracts">All versions.</param>
    public static IReadOnlySet<string> ClockKinds(IReadOnlyList<Contract> contracts) =>
        contracts.SelectMany(contract => contract.Measures.OfType<ClockMeasure>()).SelectMany(measure => measure.Clock.Kinds)
            .Append("incident.severity-set").Append("incident.merged").ToHashSet();

    /// <summary>Running and overdue clocks that a closing would leave behind, each with the kind of the act that is missing. Closing is refused while there is one.</summary>
    /// <param name="subject">The incident.</param>
    public IReadOnlyList<(ClockState Clock, string MissingActs)> Open(string subject) =>
        [.. States.Where(state => state.Subject == subject && state.State is ClockStatus.Running or ClockStatus.Overdue && state.Subject == subject)
            .Select(state => (state, string.Join(", ", ClockRule.KindsOf(state.Measure.Clock.Stop).Distinct())))];

    internal static ClockReading Of(Histories histories, Contract contract, DateTimeOffset now)
    {
        var excuses = Excuses.Of(histories, now);
        var rulings = new Rulings(histories, contract, excuses, now).Apply();
        var states = contract.Measures.OfType<ClockMeasure>().SelectMany(measure => new ClockEvaluator(measure, contract, histories, excuses, now).All()).ToList();
        return new ClockReading(states, [.. histories.Exclusions, .. rulings, .. excuses.Exclusions], contract, now);
    }
}
