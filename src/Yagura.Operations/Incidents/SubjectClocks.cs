using Yagura.ServiceLevel.Journal;

namespace Yagura.Operations.Incidents;

/// <summary>A contract clock of one subject at an instant, as acts and pages need it.</summary>
/// <param name="Measure">Id of the measure.</param>
/// <param name="Running">Whether it runs, over its limit or not.</param>
/// <param name="Over">Whether it is over its limit, stopped or not.</param>
/// <param name="MissingActs">Which acts would stop it.</param>
public sealed record SubjectClock(string Measure, bool Running, bool Over, string MissingActs);

/// <summary>The contract's clocks on one subject.</summary>
/// <param name="compute">The pure function: the subject's entries and the instant → its clocks.</param>
public sealed class SubjectClocks(Func<IReadOnlyList<JournalEntry>, DateTimeOffset, IReadOnlyList<SubjectClock>> compute)
{
    /// <summary>All clocks of the subject that started.</summary>
    public IReadOnlyList<SubjectClock> Of(IReadOnlyList<JournalEntry> entries, DateTimeOffset now) => compute(entries, now);

    /// <summary>Those that run or are over.</summary>
    public IReadOnlyList<SubjectClock> Blocking(IReadOnlyList<JournalEntry> entries, DateTimeOffset now) => [.. compute(entries, now).Where(clock => clock.Running || clock.Over)];
}
