using Yagura.ServiceLevel.Clocks;
using Yagura.ServiceLevel.Contracts;
using Yagura.ServiceLevel.Journal;
using Yagura.ServiceLevel.Measures;

namespace Yagura.ServiceLevel.Evaluation;

/// <summary>One pass over a journal at an as-of: facts, clocks, figures.</summary>
internal sealed class EvaluationCore
{
    private readonly EvaluationInput input;
    private readonly ContractVersions versions;
    private readonly EffectiveJournal journal;
    private readonly Histories histories;
    private readonly Excuses excuses;
    private readonly DateTimeOffset countsFrom;
    private readonly List<Exclusion> exclusions = [];
    private readonly List<ClockState> states = [];
    private readonly List<MeasureFigure> figures = [];

    private EvaluationCore(EvaluationInput input)
    {
        this.input = input;
        versions = ContractVersions.Of(input.Contracts, input.Journal.Entries, input.To, input.AsOf);
        Scope = Evaluate.ScopeOf(input);
        countsFrom = Scope.Contract.Zone.StartOf(Scope.Contract.Period.CountsFrom);
        journal = EffectiveJournal.Of(input.Journal.Entries, Scope.AsOf, ClockReading.ClockKinds(input.Contracts));
        histories = Histories.Of(journal.Facts);
        excuses = Excuses.Of(histories, Scope.AsOf);
    }

    public MeasureScope Scope { get; }

    public IReadOnlyList<MeasureFigure> Figures => figures;

    public static EvaluationCore Of(EvaluationInput input)
    {
        var core = new EvaluationCore(input);
        core.exclusions.AddRange(core.histories.Exclusions);
        core.exclusions.AddRange(new Rulings(core.histories, core.versions.Main, core.excuses, core.Scope.AsOf).Apply());
        core.exclusions.AddRange(core.excuses.Exclusions);
        List<Measure> measures = [.. core.Measures()];
        // Clocks only read; each measure's are a function of the histories, so that the order of the work changes nothing.
        var clocks = measures.OfType<ClockMeasure>().AsParallel().AsOrdered().Select(core.Clocked).ToDictionary(clocked => clocked.Figure.Measure.Head.Id);
        foreach (var measure in measures) core.figures.Add(core.Figure(measure, clocks));
        return core;
    }

    public IEnumerable<Fact> Facts(string kind) => histories.With(kind).SelectMany(history => history.Facts).Where(fact => fact.Kind == kind);

    public EvaluationResult Result(IReadOnlyList<Restatement> restatements)
    {
        var last = input.Journal.Entries.Where(entry => entry.At <= Scope.AsOf).MaxBy(entry => entry.Number);
        // The file's last hash is the head's only when the as-of leaves nothing out.
        var whole = journal.Recorded == input.Journal.Entries.Count;
        var facts = new JournalFacts(journal.Recorded, last?.Number ?? 0, whole ? input.Journal.Hash : null, input.Journal.Chain);
        var remarks = new EvaluationRemarks(
            new ExclusionList(Scope, journal, histories, states, exclusions).Printed(),
            [.. histories.Kinds.Where(kind => EntryKinds.Find(kind) is null).Order(StringComparer.Ordinal)],
            restatements,
            [.. Facts("evaluation.decided").Where(fact => fact.Time <= Scope.AsOf)],
            [.. input.Faults, .. input.Journal.Faults, .. ContractVersions.Remarks(input.Contracts, input.Journal.Entries), .. Emptiness(), .. MissingMembers()]);
        return new EvaluationResult(Scope, facts, input.Pin, figures, versions.Main.Costs is { } costs ? CostFigure.Of(costs) : null, Reconciling.Of(Scope, states), remarks);
    }

    // Newest version first, then what only an older version measures.
    private IEnumerable<Measure> Measures() =>
        versions.Main.Measures.Concat(versions.Ranges.Reverse().SelectMany(range => range.Contract.Measures)).DistinctBy(measure => measure.Id);

    private (ClockFigure Figure, List<ClockState> All) Clocked(ClockMeasure measure)
    {
        var all = Clocks(measure);
        return (ClockCounting.Of(measure, [.. all.Where(InPeriod).OrderBy(state => (state.Start ?? state.Stop)?.UtcTicks).ThenBy(state => state.Subject, StringComparer.Ordinal)]), all);
    }

    private MeasureFigure Figure(Measure measure, Dictionary<string, (ClockFigure Figure, List<ClockState> All)> clocks)
    {
        switch (measure)
        {
            case ClockMeasure clock:
                var (clocked, all) = clocks[clock.Head.Id];
                states.AddRange(all);
                return clocked;
            case OnTimeMeasure onTime:
                var counting = new OnTimeCounting(onTime, Scope, histories, excuses);
                var figure = counting.Figure();
                exclusions.AddRange(counting.Exclusions);
                return figure;
            case CoverageMeasure coverage:
                return LossCounting.Of(coverage, Scope, histories, input.Coverage);
            case StorageMeasure storage:
                return StorageCounting.Of(storage, Scope, histories, input.Storage);
            case AvailabilityMeasure availability:
                var (result, outages) = AvailabilityCounting.Of(availability, Scope, histories);
                exclusions.AddRange(outages);
                return result;
            default:
                return ZeroCounting.Of((ZeroMeasure)measure, Scope, histories, LostDays());
        }
    }

    private IReadOnlyList<DateOnly> LostDays() =>
        figures.OfType<StorageFigure>().FirstOrDefault()?.Lost ?? (versions.Main.Measures.OfType<StorageMeasure>().FirstOrDefault() is { } storage ? StorageCounting.Of(storage, Scope, histories, input.Storage).Lost : []);

    // Each version judges the clocks that started while it was in force.
    private List<ClockState> Clocks(ClockMeasure measure)
    {
        List<ClockState> result = [];
        foreach (var (contract, from, until) in versions.Ranges)
        {
            if (contract.Measures.OfType<ClockMeasure>().FirstOrDefault(other => other.Id == measure.Id) is not { } then) continue;
            result.AddRange(new ClockEvaluator(then, contract, histories, excuses, Scope.AsOf).All()
                .Where(state => state.PeriodStart is { } start ? start >= from && start < until : until == DateTimeOffset.MaxValue));
        }
        return result;
    }

    private bool InPeriod(ClockState state)
    {
        if ((state.PeriodStart ?? state.Stop) is not { } start) return false;
        return start >= Scope.Begins && start < Scope.Ends && start >= countsFrom && Scope.Contract.Zone.DateOf(start) <= Scope.Contract.Period.To;
    }

    // 0回 of an empty journal, or of dates under which no contract stood, is no result: whoever reads it must know.
    private IEnumerable<Fault> Emptiness()
    {
        if (journal.Recorded == 0)
            yield return new Fault("journal", 0, new Bilingual("基準時点までに記録が一件もありません", "no entry was recorded by the as-of"), LeftOut: false);
        var period = Scope.Contract.Period;
        if (Scope.From < period.CountsFrom || Scope.To > period.To)
            yield return new Fault($"contract {Scope.Contract.Id}", 0, new Bilingual($"期間のうち {period.CountsFrom:yyyy-MM-dd} より前と {period.To:yyyy-MM-dd} より後は計上しません", $"of the period, what lies before {period.CountsFrom:yyyy-MM-dd} or after {period.To:yyyy-MM-dd} is in no count"), LeftOut: false);
    }

    private IEnumerable<Fault> MissingMembers()
    {
        var lacking = journal.Facts.AsParallel().AsOrdered().Where(fact => EntryKinds.Missing(fact.Kind, fact.Data).Count > 0).Take(JournalReader.FaultsMax);
        foreach (var fact in lacking.AsSequential())
        {
            var names = string.Join(", ", EntryKinds.Missing(fact.Kind, fact.Data));
            yield return new Fault($"entry {fact.Number}", 0, new Bilingual($"{fact.Kind} の data に {names} がありません", $"the data of {fact.Kind} lacks {names}"), LeftOut: false);
        }
    }
}
