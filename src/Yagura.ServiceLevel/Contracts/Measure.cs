using Yagura.ServiceLevel.Numbers;

namespace Yagura.ServiceLevel.Contracts;

/// <summary>What every measure has.</summary>
/// <param name="Id">Stable; the evaluation's JSON carries it.</param>
/// <param name="Item">The contract's own number of the item (A5); empty when none.</param>
/// <param name="Title">Its name.</param>
/// <param name="BestEffort">Whether the contract only asks for it as far as possible: 超過 is printed, never 不達成.</param>
/// <param name="Reference">Whether the value is a practice value (参考値), not the contract's.</param>
/// <param name="Line">Line in the file.</param>
public sealed record MeasureHead(string Id, string Item, Bilingual Title, bool BestEffort, bool Reference, int Line)
{
    /// <summary>What in this measure is our proposal, not the contract's words.</summary>
    public IReadOnlyList<string> Proposals { get; init; } = [];
}

/// <summary>One measure of a contract.</summary>
/// <param name="Head">What every measure has.</param>
public abstract record Measure(MeasureHead Head)
{
    /// <summary>The head's id.</summary>
    public string Id => Head.Id;
}

/// <summary>Spans between entries, each within a limit.</summary>
/// <param name="Head">What every measure has.</param>
/// <param name="Clock">What starts and stops it.</param>
/// <param name="Limit">Inclusive, whole seconds.</param>
/// <param name="CountsSubjects">Whether occurrences are subjects (incidents), however many spans each has.</param>
/// <param name="Led">The kind whose presence says that an occurrence led to something (containment); null: not asked.</param>
public sealed record ClockMeasure(MeasureHead Head, ClockRule Clock, TimeSpan Limit, bool CountsSubjects, string? Led) : Measure(Head);

/// <summary>Receive loss (受信損失): minutes for which logs were lost without being analysed.</summary>
/// <param name="Head">What every measure has.</param>
/// <param name="Ratio">Limit of the printed ratio; null when none.</param>
/// <param name="MinutesPerMonth">Limit of each month's minutes; null when none.</param>
/// <param name="DecidesBoth">Whether both limits must hold; else the first given decides alone.</param>
/// <param name="ComparePrinted">Whether the ratio is compared as printed; else exactly.</param>
/// <param name="Digits">How it prints.</param>
public sealed record CoverageMeasure(MeasureHead Head, Rational? Ratio, int? MinutesPerMonth, bool DecidesBoth, bool ComparePrinted, Digits Digits) : Measure(Head);

/// <summary>Storage loss (保存損失): days of which stored logs were lost, of all days.</summary>
/// <param name="Head">What every measure has.</param>
/// <param name="Months">Calendar months for which a day's logs must stay.</param>
/// <param name="Limit">Of the ratio.</param>
/// <param name="Digits">How it prints.</param>
public sealed record StorageMeasure(MeasureHead Head, int Months, Rational Limit, Digits Digits) : Measure(Head);

/// <summary>Deliverables on time (納期遵守).</summary>
/// <param name="Head">What every measure has.</param>
/// <param name="Deliverables">Ids; empty means every deliverable of the contract.</param>
/// <param name="Limit">At least this ratio.</param>
/// <param name="Digits">How it prints.</param>
public sealed record OnTimeMeasure(MeasureHead Head, IReadOnlyList<string> Deliverables, Rational Limit, Digits Digits) : Measure(Head);

/// <summary>Availability (稼働率): (planned service time − down) / planned service time.</summary>
/// <param name="Head">What every measure has.</param>
/// <param name="Services">Subjects <c>service:&lt;id&gt;</c> by id; empty means every one that the journal names.</param>
/// <param name="Limit">At least this ratio.</param>
/// <param name="Digits">How it prints.</param>
public sealed record AvailabilityMeasure(MeasureHead Head, IReadOnlyList<string> Services, Rational Limit, Digits Digits) : Measure(Head);

/// <summary>A count that must be zero, proven: each candidate graded, each month attested.</summary>
/// <param name="Head">What every measure has.</param>
/// <param name="Candidates">What must be graded.</param>
/// <param name="Criterion">What the contract calls grave, in words (a proposal).</param>
public sealed record ZeroMeasure(MeasureHead Head, ZeroCandidates Candidates, Bilingual Criterion) : Measure(Head);

/// <summary>The rules that list candidates of a zero target.</summary>
/// <param name="OutageOver">Every outage longer than this; null: none.</param>
/// <param name="Severity">Every incident of this severity; null: none.</param>
/// <param name="StorageLoss">Every day with storage loss.</param>
/// <param name="Recorded">Every <c>failure.recorded</c>.</param>
public sealed record ZeroCandidates(TimeSpan? OutageOver, int? Severity, bool StorageLoss, bool Recorded);
