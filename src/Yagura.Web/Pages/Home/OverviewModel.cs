using Yagura.Operations.Coverage;
using Yagura.Operations.Store;
using Yagura.Web.Pages.Sources;
using Yagura.Web.Parts;

namespace Yagura.Web.Pages.Home;

/// <summary>What the overview shows.</summary>
/// <param name="Clocks">Running clocks, the nearest deadline first.</param>
/// <param name="OpenIncidents">Incidents that are open.</param>
/// <param name="Waiting">Sandbox alerts that wait for a judgement, the oldest first.</param>
/// <param name="Silent">Sources that are silent without an explanation.</param>
/// <param name="Sources">All sources.</param>
/// <param name="Today">Figures of today.</param>
/// <param name="HourLabels">Labels of the chart's hours.</param>
public sealed record OverviewModel(
    IReadOnlyList<ClockView> Clocks, IReadOnlyList<IncidentRow> OpenIncidents, IReadOnlyList<SandboxRow> Waiting, IReadOnlyList<SourceLine> Silent, IReadOnlyList<SourceLine> Sources, TodayFigures Today,
    IReadOnlyList<string> HourLabels)
{
    /// <summary>Events by source and hour, the busiest sources by name, the rest together.</summary>
    public required IReadOnlyList<HourSeries> HourSeries { get; init; }

    /// <summary>The month's coverage; null when the archive cannot be read.</summary>
    public CoverageMonth? Month { get; init; }

    /// <summary>Listeners through which nothing seems to come: their synthetic record is missing.</summary>
    public IReadOnlyList<ListenerLine> CanariesMissing { get; init; } = [];

    /// <summary>Fingerprint of the signing key; empty before the first checkpoint.</summary>
    public string Fingerprint { get; init; } = "";
}

/// <summary>Figures since midnight of the contract's zone.</summary>
/// <param name="Events">Events received.</param>
/// <param name="Incidents">Incidents opened.</param>
/// <param name="Findings">Findings.</param>
/// <param name="Judgements">Sandbox alerts.</param>
public sealed record TodayFigures(long Events, long Incidents, long Findings, long Judgements);

/// <summary>Events of a source by hour.</summary>
/// <param name="Name">The source, or the rest.</param>
/// <param name="Values">An hour each.</param>
public sealed record HourSeries(string Name, IReadOnlyList<long> Values);
