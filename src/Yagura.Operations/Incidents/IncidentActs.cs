using Yagura.Operations.Store;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Operations.Incidents;

/// <summary>What people record on an incident. Each act is validation, entries and state in one transaction.</summary>
/// <remarks>Every act throws <see cref="RefusedException"/> with what is allowed, or <see cref="StaleException"/> when somebody acted in between; then nothing is recorded.</remarks>
public sealed class IncidentActs(OperationsStore store, SubjectClocks clocks)
{
    /// <summary>申告: a client's report opens an incident and starts A3. Returns the incident's subject.</summary>
    public Task<string> ReportAsync(Report report, By by, CancellationToken stop) => store.WriteAsync(
        async transaction =>
        {
            Demand.Text(report.Title, "件名", "a title");
            var file = await Dossier.NewAsync(transaction, by.Actor, new Opening(report.Title, null, report.Entity, report.Drill), stop);
            file.Append("incident.reported", by, new() { ["by"] = report.ReportedBy, ["channel"] = report.Channel });
            if (report.Severity is { } severity) file.Append("incident.severity-set", by, new() { ["severity"] = Demand.Severity(severity), ["provisional"] = true });
            return file.Row.Subject;
        },
        stop);

    /// <summary>The client reports what is already an incident; only the first report starts A3.</summary>
    public Task<JournalEntry> ReportedAsync(string subject, string reportedBy, string channel, By by, CancellationToken stop) =>
        OnOpenAsync(subject, by, "incident.reported", new() { ["by"] = reportedBy, ["channel"] = channel }, stop);

    /// <summary>Sets or changes the severity. Lowering while a clock of the present one runs or is over needs the client's name.</summary>
    /// <param name="subject">The incident.</param>
    /// <param name="severity">1 to 3.</param>
    /// <param name="reason">Why; required when it changes a confirmed severity.</param>
    /// <param name="agreedBy"><c>client:name</c>, or null.</param>
    /// <param name="by">Who acts.</param>
    /// <param name="stop">Gives up waiting.</param>
    public Task<JournalEntry> SetSeverityAsync(string subject, int severity, string? reason, string? agreedBy, By by, CancellationToken stop) => store.WriteAsync(
        async transaction =>
        {
            var file = (await Dossier.OpenAsync(transaction, subject, by.Version, stop)).MustBeOpen();
            Demand.Severity(severity);
            if (agreedBy is not null) Demand.Client(agreedBy);
            if (file.Row is { SeverityProvisional: false, Severity: { } known } && known != severity) Demand.Text(reason, "変更の理由", "the reason of the change");
            if (file.Row.Severity > severity && agreedBy is null && clocks.Blocking(await file.ClockEntriesAsync(stop), transaction.Now) is [var clock, ..])
            {
                throw new RefusedException(
                    $"時計「{clock.Title.Ja}」が経過中又は超過のため、危険度を下げるには担当者（client:名前）の同意が必要です。",
                    $"The clock '{clock.Title.En}' is running or over: lowering the severity needs the client's agreement (client:name).");
            }

            return await RecordAsync(file, "incident.severity-set", by, new() { ["severity"] = severity, ["reason"] = reason, ["agreed_by"] = agreedBy }, stop);
        },
        stop);

    /// <summary>Somebody takes the incident.</summary>
    public Task<JournalEntry> AssignAsync(string subject, string to, By by, CancellationToken stop) =>
        OnOpenAsync(subject, by, "incident.assigned", new() { ["to"] = Demand.Text(to, "担当", "who takes it") }, stop);

    /// <summary>連絡の試み: printed, and grounds for an excuse; stops nothing.</summary>
    public Task<JournalEntry> ContactAttemptedAsync(string subject, Contact contact, By by, CancellationToken stop) =>
        OnOpenAsync(subject, by, "incident.contact-attempted", contact.Data(), stop);

    /// <summary>連絡: a person was reached; stops A6①.</summary>
    public Task<JournalEntry> ContactedAsync(string subject, Contact contact, By by, CancellationToken stop) =>
        OnOpenAsync(subject, by, "incident.contacted", contact.Data(), stop);

    /// <summary>Closes it. Refused while a clock runs, naming the missing act; closing never stops a clock.</summary>
    public Task<JournalEntry> CloseAsync(string subject, string outcome, string? impact, By by, CancellationToken stop) => store.WriteAsync(
        async transaction =>
        {
            var file = (await Dossier.OpenAsync(transaction, subject, by.Version, stop)).MustBeOpen();
            Demand.Text(outcome, "結果", "the outcome");
            RefuseWhileRunning(await file.ClockEntriesAsync(stop), transaction.Now);
            return file.Append("incident.closed", by, new() { ["outcome"] = outcome, ["impact"] = impact });
        },
        stop);

    /// <summary>Opens it again; restarts no clock.</summary>
    public Task<JournalEntry> ReopenAsync(string subject, string? reason, By by, CancellationToken stop) => store.WriteAsync(
        async transaction =>
        {
            var file = await Dossier.OpenAsync(transaction, subject, by.Version, stop);
            if (file.Row.State is not (IncidentStates.Closed or IncidentStates.Withdrawn))
            {
                throw new RefusedException($"{subject} は終結していません。再開できるのは終結又は取消済みのものです。", $"{subject} is {file.Row.State}; only a closed or withdrawn incident can be reopened.");
            }

            return file.Append("incident.reopened", by, new() { ["reason"] = reason });
        },
        stop);

    /// <summary>取消: it was none. After an over it needs the client's name.</summary>
    public Task<JournalEntry> WithdrawAsync(string subject, string reason, string? agreedBy, By by, CancellationToken stop) => store.WriteAsync(
        async transaction =>
        {
            var file = (await Dossier.OpenAsync(transaction, subject, by.Version, stop)).MustBeOpen();
            Demand.Text(reason, "取消の理由", "the reason");
            if (agreedBy is not null) Demand.Client(agreedBy);
            if (agreedBy is null && !Actor.IsClient(by.Actor) && clocks.Of(await file.ClockEntriesAsync(stop), transaction.Now).FirstOrDefault(clock => clock.Over) is { } over)
            {
                throw new RefusedException($"時計「{over.Title.Ja}」が超過しているため、取消には担当者（client:名前）の同意が必要です。", $"The clock '{over.Title.En}' is over: withdrawing needs the client's agreement (client:name).");
            }

            return await RecordAsync(file, "incident.withdrawn", by, new() { ["reason"] = reason, ["agreed_by"] = agreedBy }, stop);
        },
        stop);

    // What the figures would give no effect is not recorded: the transaction is given up with their reason.
    private async Task<JournalEntry> RecordAsync(Dossier file, string kind, By by, Dictionary<string, object?> data, CancellationToken stop)
    {
        var entry = file.Append(kind, by, data);
        return clocks.Objection(await file.ClockEntriesAsync(stop), entry) is { } reason ? throw new RefusedException(reason) : entry;
    }

    private void RefuseWhileRunning(IReadOnlyList<JournalEntry> entries, DateTimeOffset now)
    {
        var running = clocks.Of(entries, now).Where(clock => clock.Running).ToList();
        if (running.Count == 0) return;
        throw new RefusedException(
            $"時計が止まっていないため終結できません。不足している記録: {string.Join("、", running.Select(clock => $"{clock.Title.Ja}は{clock.MissingActs.Ja}"))}",
            $"It cannot be closed while a clock runs. Missing: {string.Join("; ", running.Select(clock => $"{clock.Title.En}: {clock.MissingActs.En}"))}");
    }

    private Task<JournalEntry> OnOpenAsync(string subject, By by, string kind, Dictionary<string, object?> data, CancellationToken stop) => store.WriteAsync(
        async transaction => (await Dossier.OpenAsync(transaction, subject, by.Version, stop)).MustBeOpen().Append(kind, by, data),
        stop);
}

/// <summary>A client's report as the intake desk takes it down.</summary>
/// <param name="Title">What it is about.</param>
/// <param name="Entity">Host, user or address concerned; empty when unknown.</param>
/// <param name="ReportedBy">Who called.</param>
/// <param name="Channel">phone, mail, …</param>
/// <param name="Severity">A first severity, provisional; null for none.</param>
/// <param name="Drill">Whether it is a drill.</param>
public sealed record Report(string Title, string Entity, string ReportedBy, string Channel, int? Severity, bool Drill);

/// <summary>A contact or an attempt.</summary>
/// <param name="To">Who was called.</param>
/// <param name="Channel">phone-answered, mail, … The contract lists which ones stop A6①.</param>
/// <param name="Result">What came of it; null for nothing to add.</param>
public sealed record Contact(string To, string Channel, string? Result)
{
    internal Dictionary<string, object?> Data() => new()
    {
        ["to"] = Demand.Text(To, "連絡先", "who was called"), ["channel"] = Demand.Text(Channel, "連絡手段", "the channel"), ["result"] = Result,
    };
}
