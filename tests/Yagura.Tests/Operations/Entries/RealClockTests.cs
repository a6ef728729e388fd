using Microsoft.EntityFrameworkCore;
using Xunit;
using Yagura.Operations.Adoption;
using Yagura.Operations.Entries;
using Yagura.Operations.Incidents;
using Yagura.Operations.Store;
using Yagura.ServiceLevel.Clocks;
using Yagura.ServiceLevel.Contracts;
using Yagura.ServiceLevel.Journal;
using Yagura.Tests.Operations.Incidents;

namespace Yagura.Tests.Operations.Entries;

/// <summary>Acts under a contract's own clocks: what the figures refuse is not recorded.</summary>
public sealed class RealClockTests(TestStores stores) : IClassFixture<TestStores>
{
    private const string Yaml = """
        id: test-soc
        version: "1"
        period: {contract: 2026-04-01..2027-03-31, counts-from: 2026-04-01}
        severities:
        - {levels: [critical], severity: 3}
        - {levels: [high], severity: 2}
        measures:
        - id: sandbox-judgement
          clock: {from: sandbox.detected, to: {any: [judgement.made, judgement.reused]}, reuse: 30d}
          limit: 30m
        - id: sev3-containment
          clock: {from: incident.detected, to: {any: [{each-target: containment.completed}, containment.declined]}, where: {severity: 3}, on-raise: from-detection, on-lower: keep-over}
          limit: 30m
        """;

    private readonly FakeTime _clock = new(Some.Noon);

    [Fact]
    public async Task The_contracts_mapping_opens_and_its_clock_runs_until_containment()
    {
        using var store = await OpenAsync();
        var board = new ClockBoard(store, Book);
        var running = Assert.Single(await board.RunningAsync(_clock.GetUtcNow(), default));
        Assert.Equal(("sev3-containment", "INC-1", ClockStatus.Running), (running.Measure.Id, running.Subject, running.State));
        Assert.Equal(Some.Noon.AddSeconds(-29).AddMinutes(30), running.Deadline!.Value.At);
        Assert.Contains("sev3-containment", (await Assert.ThrowsAsync<RefusedException>(() => Acts(store).CloseAsync("INC-1", "done", null, Some.Analyst, default))).Text.Ja, StringComparison.Ordinal);

        await new ContainmentActs(store).CompleteAsync("INC-1", "a", null, Some.Analyst, default);
        Assert.Empty(await board.RunningAsync(_clock.GetUtcNow(), default));
        Assert.Equal(ClockStatus.Met, Assert.Single((await board.OfSubjectAsync("INC-1", _clock.GetUtcNow(), default))!.States).State);
        await Acts(store).CloseAsync("INC-1", "done", null, Some.Analyst, default);
    }

    [Fact]
    public async Task A_correction_needs_another_approver_of_the_client_and_moves_clock_and_row()
    {
        using var store = await OpenAsync();
        _clock.Advance(TimeSpan.FromMinutes(40));
        var done = await new ContainmentActs(store).CompleteAsync("INC-1", "a", null, Some.Analyst, default);
        var entries = new EntryActs(store, new SubjectClocks(Book));
        var set = new CorrectedTo(new StatedTime(Some.Noon.AddMinutes(20), TimePrecision.Minute), new Dictionary<string, object?>());
        var before = (await Some.JournalAsync(store)).Count;
        await Assert.ThrowsAsync<RefusedException>(() => entries.CorrectAsync(done.Number, set, "typed late", "contractor:sato", "contractor:sato", default));
        await Assert.ThrowsAsync<RefusedException>(() => entries.CorrectAsync(done.Number, set, "typed late", "contractor:ito", "contractor:sato", default));
        await Assert.ThrowsAsync<RefusedException>(() => entries.CorrectAsync(done.Number, set, " ", "client:tanaka", "contractor:sato", default));
        await Assert.ThrowsAsync<RefusedException>(() => entries.ConfirmAsync(done.Number, "contractor:sato", default));
        await Assert.ThrowsAsync<RefusedException>(() => entries.RetractAsync(99, "x", "client:tanaka", "contractor:sato", default));
        Assert.Equal(before, (await Some.JournalAsync(store)).Count);

        var board = new ClockBoard(store, Book);
        Assert.Equal(ClockStatus.Late, Assert.Single((await board.OfSubjectAsync("INC-1", _clock.GetUtcNow(), default))!.States).State);
        await entries.CorrectAsync(done.Number, set, "typed late", "client:tanaka", "contractor:sato", default);
        Assert.Equal(ClockStatus.Met, Assert.Single((await board.OfSubjectAsync("INC-1", _clock.GetUtcNow(), default))!.States).State);

        await entries.RetractAsync(done.Number, "another host", "client:tanaka", "contractor:sato", default);
        Assert.Equal("[]", (await store.ReadAsync(context => context.Incidents.SingleAsync())).Targets);
        Assert.Equal(ClockStatus.Overdue, Assert.Single(await board.RunningAsync(_clock.GetUtcNow(), default)).State);
    }

    [Fact]
    public async Task Lowering_while_the_real_clock_runs_needs_the_client_and_a_merge_brings_its_clock_along()
    {
        using var store = await OpenAsync();
        await Assert.ThrowsAsync<RefusedException>(() => Acts(store).SetSeverityAsync("INC-1", 1, "harmless", null, Some.Analyst, default));
        var other = await Acts(store).ReportAsync(new Report("Call", "a", "tanaka", "phone", 3, Drill: false), Some.Analyst, default);
        await new GroupingActs(store).MergeAsync("INC-1", other, null, Some.Analyst, default);
        Assert.Contains("sev3-containment", (await Assert.ThrowsAsync<RefusedException>(() => Acts(store).CloseAsync(other, "done", null, Some.Analyst, default))).Text.En, StringComparison.Ordinal);
        Assert.Equal(other, Assert.Single(await new ClockBoard(store, Book).RunningAsync(_clock.GetUtcNow(), default)).Subject);
    }

    [Fact]
    public async Task An_excuse_is_granted_by_the_other_party_and_never_for_the_contractors_fault()
    {
        using var store = await OpenAsync();
        _clock.Advance(TimeSpan.FromMinutes(61));
        await new ContainmentActs(store).CompleteAsync("INC-1", "a", null, Some.Analyst, default);
        var excuses = new ExcuseActs(store, new SubjectClocks(Book));
        var excuse = new Excuse("INC-1", "sev3-containment", null, "client", "the client's own procedure takes an hour", null);
        await Assert.ThrowsAsync<RefusedException>(() => excuses.RequestAsync(excuse with { Attribution = "nobody" }, "contractor:sato", default));
        await Assert.ThrowsAsync<RefusedException>(() => excuses.RequestAsync(excuse with { Subject = "INC-7" }, "contractor:sato", default));
        await excuses.RequestAsync(excuse, "contractor:sato", default);
        await Assert.ThrowsAsync<RefusedException>(() => excuses.GrantAsync(excuse, "contractor:sato", default));
        await Assert.ThrowsAsync<RefusedException>(() => excuses.GrantAsync(excuse with { Attribution = "contractor" }, "client:tanaka", default));
        await excuses.GrantAsync(excuse, "client:tanaka", default);
        var state = Assert.Single((await new ClockBoard(store, Book).OfSubjectAsync("INC-1", _clock.GetUtcNow(), default))!.States);
        Assert.Equal((ClockStatus.Late, true), (state.State, state.Excused));
    }

    [Fact]
    public async Task A_contract_and_a_file_are_facts_once()
    {
        using var store = await stores.OpenAsync("sqlite", _clock);
        var facts = new FactRegister(store);
        Assert.True(await facts.AdoptAsync(Book.Versions[0], "machine", default));
        Assert.False(await facts.AdoptAsync(Book.Versions[0], "machine", default));
        Assert.True(await facts.FileAsync("yagura.yaml", "aa", "machine", default));
        Assert.True(await facts.FileAsync("yagura.yaml", "bb", "contractor:sato", default));
        var entries = await Some.JournalAsync(store);
        Assert.Equal(["contract.adopted", "configuration.changed", "configuration.changed"], entries.Select(entry => entry.Kind));
        Assert.Equal(("aa", "bb"), (entries[2].Data.Text("before"), entries[2].Data.Text("after")));
    }

    private static ContractBook Book { get; } = new([Read()]);

    private static Contract Read()
    {
        var reading = ContractReader.Read("test-soc.yaml", Yaml);
        Assert.Empty(reading.Faults);
        return reading.Contract!;
    }

    private static IncidentActs Acts(OperationsStore store) => new(store, new SubjectClocks(Book));

    private async Task<OperationsStore> OpenAsync()
    {
        var store = await stores.OpenAsync("sqlite", _clock);
        var opened = await new IncidentDesk(store, DeskRules.Of(Book, _clock.GetUtcNow())).TakeAsync(Some.Batch(1, Some.Finding(1, "burst", "a", "critical"), Some.Finding(2, "note", "a", "low")), default);
        Assert.Equal(["INC-1"], opened.Opened);
        return store;
    }
}
