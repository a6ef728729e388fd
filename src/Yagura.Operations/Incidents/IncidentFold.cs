using System.Globalization;
using Yagura.Operations.Store;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Operations.Incidents;

/// <summary>An incident's state as its entries give it; applied again after every entry, so that a correction needs no code of its own.</summary>
internal static class IncidentFold
{
    /// <summary>Sets every member of the row that the journal decides.</summary>
    /// <param name="row">The incident; <see cref="IncidentRow.Findings"/> is not touched.</param>
    /// <param name="entries">Its effective entries in effective order.</param>
    /// <param name="newest">Number of its newest entry, effective or not.</param>
    internal static void Apply(IncidentRow row, IEnumerable<JournalEntry> entries, long newest)
    {
        Clear(row);
        var targets = new List<IncidentTarget>();
        foreach (var entry in entries)
        {
            Life(row, entry);
            Work(row, entry);
            Contain(targets, entry);
        }

        row.Targets = IncidentTarget.Write(targets);
        row.Version = newest;
    }

    private static void Clear(IncidentRow row)
    {
        row.State = IncidentStates.Open;
        (row.Severity, row.SeverityProvisional) = (null, false);
        (row.DetectedAt, row.ReportedAt, row.ContactedAt, row.EndedAt) = (null, null, null, null);
        (row.Assignee, row.MergedInto, row.Outcome) = (null, null, null);
    }

    private static void Life(IncidentRow row, JournalEntry entry)
    {
        switch (entry.Kind)
        {
            case "incident.opened":
                row.Title = entry.Data.Text("title") ?? row.Title;
                row.TitleJa = entry.Data.Text("title_ja");
                row.OpenedAt = entry.At;
                row.Drill |= entry.Data.Flag("drill") == true;
                break;
            case "incident.closed":
                End(row, IncidentStates.Closed, entry, entry.Data.Text("outcome"));
                break;
            case "incident.withdrawn":
                End(row, IncidentStates.Withdrawn, entry, entry.Data.Text("reason"));
                break;
            case "incident.merged":
                row.MergedInto = entry.Data.Text("into");
                End(row, IncidentStates.Merged, entry, entry.Data.Text("reason"));
                break;
            case "incident.reopened":
                (row.State, row.EndedAt, row.Outcome) = (IncidentStates.Open, null, null);
                break;
        }
    }

    private static void Work(IncidentRow row, JournalEntry entry)
    {
        switch (entry.Kind)
        {
            case "incident.detected":
                row.DetectedAt = Earlier(row.DetectedAt, entry.Effective);
                break;
            case "incident.reported":
                row.ReportedAt ??= entry.Effective;
                break;
            case "incident.contacted":
                row.ContactedAt ??= entry.Effective;
                break;
            case "incident.assigned":
                row.Assignee = entry.Data.Text("to");
                break;
            case "incident.severity-set":
                row.Severity = int.TryParse(entry.Data.Text("severity"), NumberStyles.None, CultureInfo.InvariantCulture, out var severity) ? severity : row.Severity;
                row.SeverityProvisional = entry.Data.Flag("provisional") == true;
                break;
        }
    }

    private static void Contain(List<IncidentTarget> targets, JournalEntry entry)
    {
        switch (entry.Kind)
        {
            case "containment.decided":
                foreach (var target in entry.Data.Named("target")) Put(targets, target, TargetStates.Open);
                break;
            case "containment.completed":
                foreach (var target in entry.Data.Named("target")) Put(targets, target, TargetStates.Completed);
                break;
            case "containment.failed":
                foreach (var target in entry.Data.Named("target")) Put(targets, target, TargetStates.Failed);
                break;
            case "containment.released":
                foreach (var target in entry.Data.Named("target")) Put(targets, target, TargetStates.Released);
                break;
            case "containment.declined":
                foreach (var target in entry.Data.Named("target")) Put(targets, target, TargetStates.Declined);
                break;
        }
    }

    private static void Put(List<IncidentTarget> targets, string target, string state)
    {
        var at = targets.FindIndex(known => known.Target == target);
        if (at < 0) targets.Add(new IncidentTarget(target, state));
        else targets[at] = new IncidentTarget(target, state);
    }

    private static void End(IncidentRow row, string state, JournalEntry entry, string? outcome) => (row.State, row.EndedAt, row.Outcome) = (state, entry.Effective, outcome);

    private static DateTimeOffset Earlier(DateTimeOffset? known, DateTimeOffset time) => known is { } before && before <= time ? before : time;
}
