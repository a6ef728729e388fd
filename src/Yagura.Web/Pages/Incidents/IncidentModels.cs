using Yagura.Operations.Incidents;
using Yagura.Operations.Store;
using Yagura.Web.Parts;

namespace Yagura.Web.Pages.Incidents;

/// <summary>A list of incidents.</summary>
/// <param name="Rows">What is shown.</param>
/// <param name="Clocks">Running clocks of those shown, by subject.</param>
/// <param name="Paging">Which stretch.</param>
public sealed record IncidentsModel(IReadOnlyList<IncidentRow> Rows, ILookup<string, ClockView> Clocks, Paging Paging);

/// <summary>A finding with the line that triggered it.</summary>
/// <param name="Row">The finding.</param>
/// <param name="Raw">The record's raw text; null when its evidence could not be read.</param>
public sealed record FindingView(FindingRow Row, string? Raw);

/// <summary>One incident.</summary>
/// <param name="Row">Its present state.</param>
/// <param name="Targets">Its containment targets.</param>
/// <param name="Clocks">Its contract clocks, running ones first.</param>
/// <param name="Findings">What it rests on, the earliest first.</param>
/// <param name="Entries">Its journal, newest first.</param>
public sealed record IncidentModel(IncidentRow Row, IReadOnlyList<IncidentTarget> Targets, IReadOnlyList<ClockView> Clocks, IReadOnlyList<FindingView> Findings, IReadOnlyList<EntryView> Entries);

/// <summary>An act that came back: which dialog is open, what was typed, why it was refused.</summary>
/// <param name="Dialog">The dialog's id; empty for none.</param>
/// <param name="Typed">What was typed.</param>
/// <param name="Errors">Why it was refused.</param>
public sealed record RefusedAct(string Dialog, ActForm Typed, IReadOnlyList<string> Errors)
{
    /// <summary>Nothing was refused.</summary>
    public static readonly RefusedAct None = new("", new ActForm(), []);
}
