using Microsoft.EntityFrameworkCore;
using Xunit;
using Yagura.Operations.Incidents;
using Yagura.Operations.Store;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Tests.Operations.Incidents;

public sealed class IncidentActsTests(TestStores stores) : IClassFixture<TestStores>
{
    private static readonly SubjectClock Running = new(
        "sev3-containment", new("危険度3の初動対応", "Initial response, severity 3"), Running: true, Over: false, ActNames.Of(["containment.completed", "containment.declined"]));
    private readonly FakeTime _clock = new(Some.Noon);
    private IReadOnlyList<SubjectClock> _clocks = [];

    public static TheoryData<string> Kinds => TestStores.Kinds;

    [Theory, MemberData(nameof(Kinds))]
    public async Task Acts_are_entries_and_the_row_follows_them(string kind)
    {
        using var store = await OpenAsync(kind);
        var (acts, containment) = (Acts(store), new ContainmentActs(store));
        await acts.AssignAsync("INC-1", "sato", Some.Analyst, default);
        await acts.ContactAttemptedAsync("INC-1", new Contact("tanaka", "phone", "no answer"), Some.Analyst, default);
        await acts.ContactedAsync("INC-1", new Contact("tanaka", "phone-answered", null), Some.Analyst with { Stated = new StatedTime(Some.Noon.AddMinutes(-1), TimePrecision.Minute) }, default);
        await containment.DecideAsync("INC-1", ["192.0.2.9", "198.51.100.3"], "tanaka", Some.Client, default);
        await containment.CompleteAsync("INC-1", "192.0.2.9", "blocked at fw1", Some.Analyst, default);
        await containment.FailAsync("INC-1", "198.51.100.3", "no route", Some.Analyst, default);

        var row = await RowAsync(store);
        Assert.Equal(("sato", Some.Noon.AddMinutes(-1)), (row.Assignee, row.ContactedAt));
        Assert.Equal([new("192.0.2.9", TargetStates.Completed), new("198.51.100.3", TargetStates.Failed)], IncidentTarget.Read(row.Targets));
        var entries = await Some.JournalAsync(store);
        Assert.Equal(row.Version, entries[^1].Number);
        Assert.Equal(TimePrecision.Minute, Assert.Single(entries, entry => entry.Kind == "incident.contacted").Precision);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Who_did_not_see_the_newest_entry_is_told_what_it_was_and_records_nothing(string kind)
    {
        using var store = await OpenAsync(kind);
        var seen = (await RowAsync(store)).Version;
        await Acts(store).AssignAsync("INC-1", "sato", Some.Analyst with { Version = seen }, default);
        var before = (await Some.JournalAsync(store)).Count;

        var refusal = await Assert.ThrowsAsync<StaleException>(() => Acts(store).SetSeverityAsync("INC-1", 2, "less", null, Some.Client with { Version = seen }, default));
        Assert.Contains($"{EntryKinds.Find("incident.assigned")!.Text.En} (contractor:sato)", refusal.Text.En, StringComparison.Ordinal);
        Assert.Contains($"{EntryKinds.Find("incident.assigned")!.Text.Ja}（contractor:sato）", refusal.Text.Ja, StringComparison.Ordinal);
        Assert.Equal(before, (await Some.JournalAsync(store)).Count);
    }

    [Fact]
    public async Task Closing_is_refused_while_a_clock_runs_and_names_the_missing_act()
    {
        using var store = await OpenAsync("sqlite");
        _clocks = [Running];
        var refusal = await Assert.ThrowsAsync<RefusedException>(() => Acts(store).CloseAsync("INC-1", "done", null, Some.Analyst, default));
        Assert.Contains("Initial response, severity 3: 'Record containment' or 'Decline containment'", refusal.Text.En, StringComparison.Ordinal);
        Assert.Contains("危険度3の初動対応は「遮断の完了を記録」／「遮断不要の判断」", refusal.Text.Ja, StringComparison.Ordinal);
        Assert.DoesNotContain("containment.", refusal.Text.En, StringComparison.Ordinal);

        _clocks = [Running with { Running = false, Over = true }];
        await Acts(store).CloseAsync("INC-1", "done", null, Some.Analyst, default);
        Assert.Equal(IncidentStates.Closed, (await RowAsync(store)).State);
        await Assert.ThrowsAsync<RefusedException>(() => Acts(store).AssignAsync("INC-1", "x", Some.Analyst, default));
        await Acts(store).ReopenAsync("INC-1", "again", Some.Analyst, default);
        Assert.Equal((IncidentStates.Open, null), ((await RowAsync(store)).State, (await RowAsync(store)).EndedAt));
        await Assert.ThrowsAsync<RefusedException>(() => Acts(store).ReopenAsync("INC-1", "again", Some.Analyst, default));
    }

    [Fact]
    public async Task Lowering_while_a_clock_runs_needs_the_client()
    {
        using var store = await OpenAsync("sqlite");
        _clocks = [Running];
        await Assert.ThrowsAsync<RefusedException>(() => Acts(store).SetSeverityAsync("INC-1", 2, "less", null, Some.Analyst, default));
        await Assert.ThrowsAsync<RefusedException>(() => Acts(store).SetSeverityAsync("INC-1", 2, "less", "contractor:sato", Some.Analyst, default));
        await Assert.ThrowsAsync<RefusedException>(() => Acts(store).SetSeverityAsync("INC-1", 4, "more", null, Some.Analyst, default));
        await Acts(store).SetSeverityAsync("INC-1", 3, null, null, Some.Analyst, default);
        await Assert.ThrowsAsync<RefusedException>(() => Acts(store).SetSeverityAsync("INC-1", 2, null, "client:tanaka", Some.Analyst, default));
        await Acts(store).SetSeverityAsync("INC-1", 2, "not a server", "client:tanaka", Some.Analyst, default);
        Assert.Equal((2, false), ((await RowAsync(store)).Severity, (await RowAsync(store)).SeverityProvisional));
    }

    [Fact]
    public async Task Withdrawing_after_an_over_needs_the_client()
    {
        using var store = await OpenAsync("sqlite");
        _clocks = [Running with { Over = true }];
        await Assert.ThrowsAsync<RefusedException>(() => Acts(store).WithdrawAsync("INC-1", "test", null, Some.Analyst, default));
        await Acts(store).WithdrawAsync("INC-1", "test", "client:tanaka", Some.Analyst, default);
        Assert.Equal(IncidentStates.Withdrawn, (await RowAsync(store)).State);
    }

    [Fact]
    public async Task A_containment_that_makes_no_sense_is_refused()
    {
        using var store = await OpenAsync("sqlite");
        var containment = new ContainmentActs(store);
        await Assert.ThrowsAsync<RefusedException>(() => containment.DecideAsync("INC-1", [" "], null, Some.Analyst, default));
        await Assert.ThrowsAsync<RefusedException>(() => containment.ReleaseAsync("INC-1", "a", null, Some.Analyst, default));
        await Assert.ThrowsAsync<RefusedException>(() => containment.FailAsync("INC-1", "a", "x", Some.Analyst, default));
        await containment.CompleteAsync("INC-1", "a", null, Some.Analyst, default);
        await Assert.ThrowsAsync<RefusedException>(() => containment.CompleteAsync("INC-1", "a", null, Some.Analyst, default));
        await Assert.ThrowsAsync<RefusedException>(() => containment.DecideAsync("INC-1", ["a"], null, Some.Analyst, default));
        await Assert.ThrowsAsync<RefusedException>(() => containment.DeclineAsync("INC-1", ["a"], "no", null, Some.Analyst, default));
        await containment.ReleaseAsync("INC-1", "a", "clean", Some.Analyst, default);
        await Acts(store).SetSeverityAsync("INC-1", 2, null, null, Some.Analyst, default);
        Assert.Contains("decision comes first", (await Assert.ThrowsAsync<RefusedException>(() => containment.CompleteAsync("INC-1", "b", null, Some.Analyst, default))).Text.En, StringComparison.Ordinal);
        await containment.DeclineAsync("INC-1", [], "harmless", "tanaka", Some.Client, default);
    }

    [Fact]
    public async Task A_clients_report_opens_an_incident_and_a_drill_says_so_in_its_first_entry()
    {
        using var store = await OpenAsync("sqlite");
        var subject = await Acts(store).ReportAsync(new Report("Strange mail", "pc-17", "suzuki", "phone", 3, Drill: true), Some.Analyst, default);
        Assert.Equal("INC-2", subject);
        var entries = (await Some.JournalAsync(store)).Where(entry => entry.Subject == subject).ToList();
        Assert.Equal(["incident.opened", "incident.reported", "incident.severity-set"], entries.Select(entry => entry.Kind));
        Assert.True(entries[0].Data.Flag("drill"));
        Assert.True(await store.ReadAsync(context => context.Incidents.Where(row => row.Subject == subject).Select(row => row.Drill).SingleAsync()));
    }

    [Fact]
    public async Task Findings_move_with_a_merge_and_a_split()
    {
        using var store = await OpenAsync("sqlite");
        var desk = new IncidentDesk(store, Some.Rules);
        await desk.TakeAsync(Some.Batch(9, Some.Finding(2, "burst", "a", "critical"), Some.Finding(3, "burst", "b", "high")), default);
        var grouping = new GroupingActs(store);
        await Assert.ThrowsAsync<RefusedException>(() => grouping.MergeAsync("INC-2", "INC-2", null, Some.Analyst, default));
        await grouping.MergeAsync("INC-2", "INC-1", "one attack", Some.Analyst, default);
        var merged = await store.ReadAsync(context => context.Incidents.SingleAsync(row => row.Number == 2));
        Assert.Equal((IncidentStates.Merged, "INC-1", 0L), (merged.State, merged.MergedInto, merged.Findings));
        Assert.Equal(3, (await RowAsync(store)).Findings);
        Assert.Contains("INC-1", (await Assert.ThrowsAsync<RefusedException>(() => Acts(store).AssignAsync("INC-2", "x", Some.Analyst, default))).Text.En, StringComparison.Ordinal);

        var moved = await store.ReadAsync(context => context.Findings.Where(row => row.Entity == "b").Select(row => row.Id).ToListAsync());
        var child = await grouping.SplitAsync("INC-1", moved, "The other host", Some.Analyst, default);
        Assert.Equal("INC-3", child);
        var detected = Assert.Single(await Some.JournalAsync(store), entry => entry.Subject == child && entry.Kind == "incident.detected");
        Assert.Equal(Some.Noon.AddSeconds(-27), detected.Effective);
        await Assert.ThrowsAsync<RefusedException>(() => grouping.SplitAsync("INC-3", moved, "All of it", Some.Analyst, default));
    }

    [Fact]
    public async Task An_incident_that_is_not_there_is_named()
    {
        using var store = await OpenAsync("sqlite");
        Assert.Contains("INC-9", (await Assert.ThrowsAsync<RefusedException>(() => Acts(store).AssignAsync("INC-9", "x", Some.Analyst, default))).Text.Ja, StringComparison.Ordinal);
    }

    private async Task<OperationsStore> OpenAsync(string kind)
    {
        var store = await stores.OpenAsync(kind, _clock);
        await new IncidentDesk(store, Some.Rules).TakeAsync(Some.Batch(1, Some.Finding(1, "burst", "a", "critical")), default);
        return store;
    }

    private IncidentActs Acts(OperationsStore store) => new(store, new SubjectClocks((_, _) => _clocks));

    private static Task<IncidentRow> RowAsync(OperationsStore store) => store.ReadAsync(context => context.Incidents.SingleAsync(row => row.Number == 1));
}
