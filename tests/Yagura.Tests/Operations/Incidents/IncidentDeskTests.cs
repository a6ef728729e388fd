using Microsoft.EntityFrameworkCore;
using Xunit;
using Yagura.Detection.Findings;
using Yagura.Events;
using Yagura.Operations.Incidents;
using Yagura.Operations.Store;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Tests.Operations.Incidents;

public sealed class IncidentDeskTests(TestStores stores) : IClassFixture<TestStores>
{
    private readonly FakeTime _clock = new(Some.Noon);

    public static TheoryData<string> Kinds => TestStores.Kinds;

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_mapped_finding_opens_an_incident_detected_at_its_receive_time_with_provisional_severity(string kind)
    {
        using var store = await stores.OpenAsync(kind, _clock);
        var result = await new IncidentDesk(store, Some.Rules).TakeAsync(Some.Batch(10, Some.Finding(7, "burst", "192.0.2.9", "critical")), default);
        Assert.Equal(["INC-1"], result.Opened);

        var entries = await Some.JournalAsync(store);
        Assert.Equal(["incident.opened", "incident.detected", "incident.severity-set"], entries.Select(entry => entry.Kind));
        Assert.All(entries, entry => Assert.Equal(("INC-1", "machine"), (entry.Subject, entry.Actor)));
        Assert.Equal(Some.Noon.AddSeconds(-23), entries[1].Stated);
        Assert.Null(entries[0].Stated);
        Assert.Equal((3L, true), (entries[2].Data.Count("severity"), entries[2].Data.Flag("provisional")));

        var row = await store.ReadAsync(context => context.Incidents.SingleAsync());
        Assert.Equal((IncidentStates.Open, 3, true, "192.0.2.9", 1L, 3L), (row.State, row.Severity, row.SeverityProvisional, row.Entity, row.Findings, row.Version));
        Assert.Equal(Some.Noon.AddSeconds(-23), row.DetectedAt);
        Assert.Equal((10L, "r1"), await new IncidentDesk(store, Some.Rules).CursorAsync(default));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task The_rules_title_goes_along_in_both_languages(string kind)
    {
        using var store = await stores.OpenAsync(kind, _clock);
        var finding = Some.Finding(7, "burst", "192.0.2.9", "critical") with { Title = "Burst of names", TitleJapanese = "名前の集中的な問合せ" };
        await new IncidentDesk(store, Some.Rules).TakeAsync(Some.Batch(10, finding), default);
        var opened = (await Some.JournalAsync(store))[0];
        Assert.Equal(("Burst of names", "名前の集中的な問合せ"), (opened.Data.Text("title"), opened.Data.Text("title_ja")));
        var row = await store.ReadAsync(context => context.Incidents.SingleAsync());
        Assert.Equal(("Burst of names", "名前の集中的な問合せ"), (row.Title, row.TitleJa));
        Assert.Equal("名前の集中的な問合せ", (await store.ReadAsync(context => context.Findings.SingleAsync())).TitleJa);
    }

    [Fact]
    public async Task An_empty_field_of_a_group_key_names_nobody()
    {
        using var store = await stores.OpenAsync("sqlite", _clock);
        var desk = new IncidentDesk(store, Some.Rules);
        await desk.TakeAsync(Some.Batch(10, Some.Finding(7, "burst", "192.0.2.25|", "critical"), Some.Finding(8, "burst", "192.0.2.25|root", "critical")), default);
        await desk.TakeAsync(Some.Batch(12) with { Overflow = [new FindingOverflow("burst", "192.0.2.25|", 40, 11, 12)] }, default);

        var rows = await store.ReadAsync(context => context.Incidents.OrderBy(row => row.Number).ToListAsync());
        Assert.Equal([("192.0.2.25", 41L), ("192.0.2.25 / root", 1L)], rows.Select(row => (row.Entity, row.Findings)));
        Assert.Equal("192.0.2.25|", (await store.ReadAsync(context => context.Findings.OrderBy(row => row.Id).FirstAsync())).GroupKey);
    }

    [Fact]
    public async Task What_was_analysed_late_is_not_marked_recorded_later()
    {
        using var store = await stores.OpenAsync("sqlite", _clock);
        _clock.Advance(TimeSpan.FromHours(2));
        await new IncidentDesk(store, Some.Rules).TakeAsync(Some.Batch(10, Some.Finding(7, "burst", "192.0.2.9", "critical")), default);
        var detected = (await Some.JournalAsync(store))[1];
        Assert.Equal(("incident.detected", Some.Noon.AddSeconds(-23)), (detected.Kind, detected.Effective));
        Assert.False(detected.RecordedLater);
        Assert.True((detected with { Actor = "contractor:sato" }).RecordedLater);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_replay_adds_nothing_twice(string kind)
    {
        using var store = await stores.OpenAsync(kind, _clock);
        var desk = new IncidentDesk(store, Some.Rules);
        var batch = Some.Batch(10, Some.Finding(7, "burst", "a", "critical"), Some.Finding(8, "burst", "a", "critical"), Some.Finding(9, "note", "a", "low")) with
        {
            SandboxAlerts = [Some.Alert("A-1", "aa", 5), Some.Alert("A-1", "aa", 6)],
            Overflow = [new FindingOverflow("burst", "a", 40, 8, 10)],
            Blind = [new BlindRange("bad", 1, 10, "threw")],
        };
        var first = await desk.TakeAsync(batch, default);
        var before = await Some.JournalAsync(store);
        var again = await desk.TakeAsync(batch, default);

        Assert.Equal((3, 0, 1), (first.Stored, first.Known, first.Sandbox));
        Assert.Equal((0, 3, 0), (again.Stored, again.Known, again.Sandbox));
        Assert.Empty(again.Opened);
        Assert.Equal(before.Count, (await Some.JournalAsync(store)).Count);
        Assert.Equal(42, (await store.ReadAsync(context => context.Incidents.SingleAsync())).Findings);
        Assert.Equal(1, (await store.ReadAsync(context => context.SandboxAlerts.SingleAsync())).Duplicates);
        Assert.Equal(40, await store.ReadAsync(context => context.FindingCounts.SumAsync(count => count.Count)));
    }

    [Fact]
    public async Task Findings_of_one_rule_and_entity_join_until_the_incident_is_closed_and_at_most_a_day()
    {
        using var store = await stores.OpenAsync("sqlite", _clock);
        var desk = new IncidentDesk(store, Some.Rules);
        Assert.Single((await desk.TakeAsync(Some.Batch(1, Some.Finding(1, "burst", "a", "high")), default)).Opened);
        Assert.Empty((await desk.TakeAsync(Some.Batch(2, Some.Finding(2, "burst", "a", "high")), default)).Opened);
        Assert.Single((await desk.TakeAsync(Some.Batch(3, Some.Finding(3, "burst", "b", "high")), default)).Opened);

        await new IncidentActs(store, Some.NoClocks).CloseAsync("INC-1", "nothing", null, Some.Analyst, default);
        Assert.Equal(["INC-3"], (await desk.TakeAsync(Some.Batch(4, Some.Finding(4, "burst", "a", "high")), default)).Opened);

        var dayLater = Some.Finding(5, "burst", "a", "high") with { ReceivedAt = ReceiveTime.From(Some.Noon.AddHours(24)) };
        _clock.Advance(TimeSpan.FromHours(25));
        Assert.Equal(["INC-4"], (await desk.TakeAsync(Some.Batch(5, dayLater), default)).Opened);
    }

    [Fact]
    public async Task Two_incidents_of_one_batch_have_their_own_numbers()
    {
        using var store = await stores.OpenAsync("sqlite", _clock);
        var result = await new IncidentDesk(store, Some.Rules).TakeAsync(Some.Batch(9, Some.Finding(1, "burst", "a", "high"), Some.Finding(2, "burst", "b", "high"), Some.Finding(3, "burst", "a", "high")), default);
        Assert.Equal(["INC-1", "INC-2"], result.Opened);
        Assert.Equal([2L, 1L], await store.ReadAsync(context => context.Incidents.OrderBy(row => row.Number).Select(row => row.Findings).ToListAsync()));
    }

    [Fact]
    public async Task What_the_contract_does_not_map_opens_nothing_and_a_resend_opens_like_live()
    {
        using var store = await stores.OpenAsync("sqlite", _clock);
        var desk = new IncidentDesk(store, Some.Rules);
        Assert.Empty((await desk.TakeAsync(Some.Batch(1, Some.Finding(1, "note", "a", "low")), default)).Opened);
        Assert.Equal(FindingStates.Unmapped, (await store.ReadAsync(context => context.Findings.SingleAsync())).State);
        Assert.Single((await desk.TakeAsync(Some.Batch(2, Some.Finding(2, "burst", "a", "high") with { Lane = Lane.Resend }), default)).Opened);
    }

    [Fact]
    public async Task Findings_of_an_import_wait_and_are_detected_when_a_person_accepts_them()
    {
        using var store = await stores.OpenAsync("sqlite", _clock);
        var desk = new IncidentDesk(store, Some.Rules);
        Assert.Empty((await desk.TakeAsync(Some.Batch(2, Some.Finding(1, "burst", "a", "critical") with { Lane = Lane.Import }, Some.Finding(2, "burst", "b", "critical") with { Lane = Lane.Import }), default)).Opened);
        var waiting = await store.ReadAsync(context => context.Findings.OrderBy(row => row.Id).Select(row => row.Id).ToListAsync());
        Assert.Equal(2, waiting.Count);
        Assert.Empty(await Some.JournalAsync(store));

        _clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal("INC-1", await desk.AcceptAsync(waiting[0], 2, Some.Analyst, default));
        var detected = Assert.Single(await Some.JournalAsync(store), entry => entry.Kind == "incident.detected");
        Assert.Equal((Some.Noon.AddMinutes(10), "contractor:sato"), (detected.Effective, detected.Actor));

        await desk.RejectAsync(waiting[1], "test traffic", Some.Analyst, default);
        await Assert.ThrowsAsync<RefusedException>(() => desk.AcceptAsync(waiting[1], 2, Some.Analyst, default));
    }

    [Fact]
    public async Task A_sandbox_alert_is_written_with_its_receive_time_and_judged_by_a_person_or_by_reuse_of_its_hash()
    {
        using var store = await stores.OpenAsync("sqlite", _clock);
        var desk = new IncidentDesk(store, Some.Rules);
        await desk.TakeAsync(Some.Batch(5) with { SandboxAlerts = [Some.Alert("A-1", "aa", 5)] }, default);
        var detected = Assert.Single(await Some.JournalAsync(store));
        Assert.Equal(("sandbox.detected", "detection:A-1", "A-1", 5L), (detected.Kind, detected.Subject, detected.Data.Text("alert"), detected.Data.Count("seq")));
        Assert.Equal(Some.Noon.AddSeconds(-25), detected.Effective);

        var acts = new SandboxActs(store);
        await Assert.ThrowsAsync<RefusedException>(() => acts.JudgeAsync("detection:A-1", "perhaps", null, Some.Analyst, default));
        await acts.JudgeAsync("detection:A-1", "malicious", "known loader", Some.Analyst, default);
        await desk.TakeAsync(Some.Batch(7) with { SandboxAlerts = [Some.Alert("A-2", "aa", 6), Some.Alert("A-3", "bb", 7)] }, default);

        var reused = Assert.Single(await Some.JournalAsync(store), entry => entry.Kind == "judgement.reused");
        Assert.Equal(("detection:A-2", "detection:A-1", "malicious"), (reused.Subject, reused.Data.Text("of"), reused.Data.Text("verdict")));
        Assert.Equal(["detection:A-3"], await store.ReadAsync(context => context.SandboxAlerts.Where(row => row.JudgedAt == null).Select(row => row.Subject).ToListAsync()));
    }

    [Fact]
    public async Task A_rule_set_is_recorded_once()
    {
        using var store = await stores.OpenAsync("sqlite", _clock);
        var desk = new IncidentDesk(store, Some.Rules);
        Assert.True(await desk.RulesLoadedAsync("h1", 1, 6, "machine", default));
        Assert.False(await desk.RulesLoadedAsync("h1", 9, 6, "machine", default));
        Assert.True(await desk.RulesLoadedAsync("h2", 10, 7, "machine", default));
        Assert.Equal(2, (await Some.JournalAsync(store)).Count);
    }
}
