using Yagura.ServiceLevel.Journal;
using Yagura.ServiceLevel.Measures;

namespace Yagura.ServiceLevel.Evaluation;

/// <summary>The evaluation (FIGURES 6): a pure function of journal, contracts, period and as-of.</summary>
public static class Evaluate
{
    /// <summary>Issued reports that are compared with now: the newest, two years of months.</summary>
    public const int RestatementsMax = 24;

    /// <summary>Evaluates a period. Two runs on the same input give the same result, on any machine, at any time.</summary>
    /// <param name="input">Everything it rests on; at least one contract.</param>
    public static EvaluationResult Run(EvaluationInput input)
    {
        var core = EvaluationCore.Of(input);
        var issued = core.Facts("evaluation.issued").Where(fact => fact.Time <= core.Scope.AsOf).TakeLast(RestatementsMax);
        var restatements = issued.SelectMany(fact => Restated(input, core.Scope, fact)).ToList();
        return core.Result(restatements);
    }

    /// <summary>Period, as-of and contract version of an evaluation, before anything is computed: what a caller must read of an archive.</summary>
    /// <param name="input">Journal, contracts and period.</param>
    public static MeasureScope ScopeOf(EvaluationInput input)
    {
        var main = ContractVersions.Of(input.Contracts, input.Journal.Entries, input.To, input.AsOf).Main;
        var period = new MeasureScope(input.From, input.To, default, main);
        return period with { AsOf = input.AsOf ?? DefaultAsOf(input.Journal, period.Ends) };
    }

    /// <summary>The instant at which an evaluation reads the journal when none is given.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="ends">The first instant after the period.</param>
    public static DateTimeOffset DefaultAsOf(JournalText journal, DateTimeOffset ends)
    {
        foreach (var entry in journal.Entries)
            if (entry.At > ends) ends = entry.At;
        return ends;
    }

    private static IEnumerable<Restatement> Restated(EvaluationInput input, MeasureScope scope, Fact issued)
    {
        if (IssuedPeriod(issued) is not { } period || period.To > scope.To) return [];
        if (IsoTime.Read(issued.Data.Text("as_of"), out var asOf, out _) != IsoTimeResult.Instant || asOf >= scope.AsOf) return [];
        // An archive shows what it is now: what was known then is in the statements only, so both sides are taken from them.
        var stated = input with { From = period.From, To = period.To, Coverage = null, Storage = null };
        var then = EvaluationCore.Of(stated with { AsOf = asOf }).Figures;
        var now = EvaluationCore.Of(stated with { AsOf = scope.AsOf }).Figures;
        return from before in then
               from after in now
               where before.Head.Id == after.Head.Id && Words(before) != Words(after)
               select new Restatement(issued.Data.Text("period") ?? "", before.Head.Id, Words(before), Words(after), issued.Number);
    }

    // What a report prints of a measure; a loss that changes without changing its percentage is a change too.
    private static string Words(MeasureFigure figure) => figure switch
    {
        ClockFigure clock => $"{clock.Counts.Occurrences}/{clock.Figure}/{clock.FigureAdjusted}",
        LossFigure loss => $"{loss.Figure} ({loss.Minutes.Lost} min)",
        OnTimeFigure onTime => $"{onTime.Figure} ({onTime.Counts.Late}/{onTime.Counts.Due})",
        _ => figure.Figure,
    };

    private static (DateOnly From, DateOnly To)? IssuedPeriod(Fact issued)
    {
        if (Date(issued.Data.Text("from")) is { } from && Date(issued.Data.Text("to")) is { } to) return (from, to);
        var period = issued.Data.Text("period") ?? "";
        var ends = period.Split("..");
        if (ends.Length == 2 && Date(ends[0]) is { } first && Date(ends[1]) is { } last) return (first, last);
        return Date(period + "-01") is { } month ? (month, month.AddMonths(1).AddDays(-1)) : Date(period) is { } day ? (day, day) : null;
    }

    private static DateOnly? Date(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", out var date) ? date : null;
}
