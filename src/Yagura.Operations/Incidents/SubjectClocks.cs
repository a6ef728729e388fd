using Yagura.Operations.Adoption;
using Yagura.ServiceLevel;
using Yagura.ServiceLevel.Clocks;
using Yagura.ServiceLevel.Contracts;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Operations.Incidents;

/// <summary>A contract clock of one subject at an instant, as an act needs it.</summary>
/// <param name="Measure">Id of the measure.</param>
/// <param name="Title">The measure's name, for people.</param>
/// <param name="Running">Whether it runs, over its limit or not.</param>
/// <param name="Over">Whether it is over its limit, stopped or not.</param>
/// <param name="MissingActs">Which acts would stop it.</param>
public sealed record SubjectClock(string Measure, Bilingual Title, bool Running, bool Over, Bilingual MissingActs)
{
    internal static SubjectClock Of(ClockState state) => new(
        state.Measure.Id,
        state.Measure.Head.Title,
        state.State is ClockStatus.Running or ClockStatus.Overdue,
        state.Over,
        ActNames.Of(ClockRule.KindsOf(state.Measure.Clock.Stop).Where(kind => kind != "judgement.reused")));
}

/// <summary>The contract's clocks on one subject: acts ask the same pure function that figures come from.</summary>
public sealed class SubjectClocks
{
    private readonly Func<IReadOnlyList<JournalEntry>, DateTimeOffset, IReadOnlyList<SubjectClock>> _compute;
    private readonly ContractBook? _book;

    /// <summary>The clocks of a book.</summary>
    public SubjectClocks(ContractBook book)
    {
        _book = book;
        _compute = (entries, now) => book.Read(entries, now) is { } reading ? [.. reading.States.Where(state => state.Start is not null).Select(SubjectClock.Of)] : [];
    }

    internal SubjectClocks(Func<IReadOnlyList<JournalEntry>, DateTimeOffset, IReadOnlyList<SubjectClock>> compute) => _compute = compute;

    /// <summary>All clocks of the subject that started.</summary>
    public IReadOnlyList<SubjectClock> Of(IReadOnlyList<JournalEntry> entries, DateTimeOffset now) => _compute(entries, now);

    /// <summary>Those that run or are over.</summary>
    public IReadOnlyList<SubjectClock> Blocking(IReadOnlyList<JournalEntry> entries, DateTimeOffset now) => [.. _compute(entries, now).Where(clock => clock.Running || clock.Over)];

    /// <summary>Why the figures would give an entry no effect; null when they would. What they refuse is not recorded in the first place.</summary>
    /// <param name="entries">All entries of its subject, itself included.</param>
    /// <param name="entry">The entry.</param>
    public Bilingual? Objection(IReadOnlyList<JournalEntry> entries, JournalEntry entry)
    {
        if (_book is null) return null;
        var refused = EffectiveJournal.Of(entries, entry.At, _book.ClockKinds).Refused.FirstOrDefault(refusal => refusal.Entry.Number == entry.Number);
        return refused?.Reason ?? _book.Read(entries, entry.At)?.Exclusions.FirstOrDefault(exclusion => exclusion.Refused && exclusion.Entries.Contains(entry.Number))?.Text;
    }
}
