using System.Net;
using Microsoft.EntityFrameworkCore;
using Xunit;
using Yagura.Events;
using Yagura.Operations.Sources;
using Yagura.Operations.Store;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Tests.Operations.Sources;

public sealed class SourceFeedTests(TestStores stores) : IClassFixture<TestStores>
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);
    private readonly FakeTime _clock = new(Start);
    private long _sequence;

    public static TheoryData<string> Kinds => TestStores.Kinds;

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_changed_configuration_is_recorded_and_an_unchanged_one_is_not(string kind)
    {
        using var store = await stores.OpenAsync(kind, _clock);
        var register = new SourceRegister(store);
        Assert.Equal(2, await register.AdoptAsync([Declared("fw1", null), Declared("ids1", null)], "machine", default));
        Assert.Equal(0, await register.AdoptAsync([Declared("fw1", null), Declared("ids1", null)], "machine", default));
        Assert.Equal(2, await register.AdoptAsync([Declared("fw1", TimeSpan.FromMinutes(1))], "machine", default));
        Assert.Equal(1, await register.AdoptAsync([Declared("fw1", TimeSpan.FromMinutes(1)), Declared("ids1", null)], "machine", default));

        var kinds = (await new JournalStore(store).ReadAsync(0, 100, default)).Select(entry => $"{entry.Kind} {entry.Subject}");
        Assert.Equal(["source.registered source:fw1", "source.registered source:ids1", "source.changed source:fw1", "source.retired source:ids1", "source.registered source:ids1"], kinds);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Counts_follow_the_records_with_their_cursor_and_repeats_are_passed_over(string kind)
    {
        using var store = await stores.OpenAsync(kind, _clock);
        var feed = new SourceFeed(store);
        await new SourceRegister(store).AdoptAsync([Declared("fw1", null)], "machine", default);
        var tally = new SourceTally();
        tally.Add(Stored("fw1", 0, 100), ReadAs.Parsed);
        tally.Add(Stored("fw1", 59, 100), ReadAs.Unparsed);
        tally.Add(Stored("fw1", 60, 100), ReadAs.Partial);
        tally.Add(Stored("fw1", 61, 100) with { Repeats = 1 }, ReadAs.Parsed);
        tally.Add(Stored("unregistered.198.51.100.1", 62, 10), ReadAs.Parsed);
        await feed.TakeAsync(tally, default);
        tally.Add(Stored("fw1", 3600, 100), ReadAs.Parsed);
        await feed.TakeAsync(tally, default);

        Assert.Equal(6, await feed.CursorAsync(default));
        var row = await store.ReadAsync(context => context.Sources.SingleAsync(source => source.Id == "fw1"));
        Assert.Equal((4L, 4L, 400L, 1L, 1L), (row.Records, row.Events, row.Bytes, row.Unparsed, row.Partial));
        Assert.Equal((Start, Start.AddSeconds(3600)), (row.FirstSeen, row.LastSeen));
        var counts = await store.ReadAsync(context => context.SourceCounts.Where(count => count.Source == "fw1").OrderBy(count => count.Span).ThenBy(count => count.From).ToListAsync());
        Assert.Equal(["h 0 3", "h 60 1", "m 0 2", "m 1 1", "m 60 1"], counts.Select(count => $"{count.Span} {(count.From - Start).TotalMinutes} {count.Records}"));
        Assert.Equal(SourceStates.Unregistered, (await store.ReadAsync(context => context.Sources.SingleAsync(source => source.Id != "fw1"))).State);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_source_past_its_cadence_is_silent_until_it_sends_again_and_the_silence_stays_to_be_explained(string kind)
    {
        using var store = await stores.OpenAsync(kind, _clock);
        var feed = new SourceFeed(store);
        await new SourceRegister(store).AdoptAsync([Declared("fw1", TimeSpan.FromMinutes(1)), Declared("never", TimeSpan.FromMinutes(1)), Declared("learning", null)], "machine", default);
        await FeedAsync(feed, "fw1", 0);
        Assert.Empty(await feed.WatchAsync(At(60), At(0), default));
        // The server was down until just now: its own absence is no source's silence.
        Assert.Empty(await feed.WatchAsync(At(61), At(50), default));
        Assert.Equal(["fw1", "never"], (await feed.WatchAsync(At(61), At(0), default)).Order());
        Assert.Empty(await feed.WatchAsync(At(62), At(0), default));
        Assert.Equal((Standing.Silent, Start), await StandingAsync(store, "fw1"));
        Assert.Equal((Standing.NeverSeen, Start), await StandingAsync(store, "never"));
        Assert.Equal(Standing.NeverSeen, (await StandingAsync(store, "learning")).Standing);

        await FeedAsync(feed, "fw1", 300);
        Assert.Equal((Standing.Sending, null), await StandingAsync(store, "fw1"));
        var silence = await store.ReadAsync(context => context.Silences.SingleAsync(row => row.Source == "fw1"));
        Assert.Equal((Start, Start.AddSeconds(300), null), (silence.From, silence.To, silence.ExplainedAs));

        var acts = new SilenceActs(store);
        await Assert.ThrowsAsync<RefusedException>(() => acts.ExplainAsync("fw1", Start, "fine", "x", "contractor:sato", default));
        await Assert.ThrowsAsync<RefusedException>(() => acts.ExplainAsync("fw1", Start.AddSeconds(1), "off", "x", "contractor:sato", default));
        var entry = await acts.ExplainAsync("fw1", Start, "off", "rack work", "contractor:sato", default);
        Assert.Equal(("log.silence-explained", "source:fw1", "off"), (entry.Kind, entry.Subject, entry.Data.Text("as")));
        Assert.Equal("off", (await store.ReadAsync(context => context.Silences.SingleAsync(row => row.Source == "fw1"))).ExplainedAs);
    }

    [Fact]
    public async Task A_cadence_is_learned_from_the_gaps_and_a_silence_teaches_nothing()
    {
        using var store = await stores.OpenAsync("sqlite", _clock);
        var feed = new SourceFeed(store);
        await new SourceRegister(store).AdoptAsync([Declared("fw1", null)], "machine", default);
        var tally = new SourceTally();
        for (var i = 0; i <= 250; i++) tally.Add(Stored("fw1", i * 50, 10), ReadAs.Parsed);
        await feed.TakeAsync(tally, default);
        var row = await store.ReadAsync(context => context.Sources.SingleAsync());
        // 50 s lies in the bucket under 64 s; twice that.
        Assert.Equal(TimeSpan.FromSeconds(128), SourceStanding.Of(row).Cadence);
        Assert.True(SourceStanding.Of(row).Learned);

        Assert.Equal(["fw1"], await feed.WatchAsync(At((250 * 50) + 129), At(0), default));
        await FeedAsync(feed, "fw1", 100_000);
        Assert.Equal(row.Gaps, (await store.ReadAsync(context => context.Sources.SingleAsync())).Gaps);
    }

    [Fact]
    public async Task An_import_moves_no_last_seen()
    {
        using var store = await stores.OpenAsync("sqlite", _clock);
        var tally = new SourceTally();
        var stored = Stored("fw1", 0, 10);
        tally.Add(stored with { Record = stored.Record with { Lane = Lane.Import } }, ReadAs.Parsed);
        await new SourceFeed(store).TakeAsync(tally, default);
        var row = await store.ReadAsync(context => context.Sources.SingleAsync());
        Assert.Equal((1L, null), (row.Records, row.LastSeen));
    }

    private static ReceiveTime At(double seconds) => ReceiveTime.From(Start.AddSeconds(seconds));

    private static Source Declared(string id, TimeSpan? cadence) => new() { Id = id, Match = new SourceMatch { Peer = IPNetwork.Parse("192.0.2.1/32") }, Counts = true, Cadence = cadence };

    [Theory, MemberData(nameof(Kinds))]
    public async Task Unread_lines_are_kept_by_shape_with_their_newest_samples_and_shapes_are_bounded(string kind)
    {
        using var store = await stores.OpenAsync(kind, _clock);
        var feed = new SourceFeed(store);
        var tally = new SourceTally();
        foreach (var name in new[] { "alice", "bob", "carol" }) tally.Add(Stored("fw1", 1, 10), ReadAs.Unparsed, new UnreadLine("doord", $"entry of {name} refused today", false));
        await feed.TakeAsync(tally, default);
        for (var line = 0; line < 6; line++) tally.Add(Stored("fw1", 60 + line, 10), ReadAs.Unparsed, new UnreadLine("doord", "entry of dave refused today", false));
        tally.Add(Stored("fw1", 70, 10), ReadAs.Partial, new UnreadLine("", "kv: a b", true));
        await feed.TakeAsync(tally, default);

        var rows = await store.ReadAsync(context => context.Unparsed.OrderBy(row => row.Id).ToListAsync());
        Assert.Equal(["doord|entry of %{word} refused today|9|False|5 6 7 8 9", "|kv: a b|1|True|10"], rows.Select(row => $"{row.Program}|{row.Shape}|{row.Records}|{row.FormOnly}|{row.Samples}"));
        Assert.Equal((Start.AddSeconds(1), Start.AddSeconds(65)), (rows[0].FirstSeen, rows[0].LastSeen));

        for (var shape = 0; shape < 300; shape++) tally.Add(Stored("fw1", 80, 10), ReadAs.Unparsed, new UnreadLine($"p{shape}", shape % 2 == 0 ? "x" : "", false));
        await feed.TakeAsync(tally, default);
        rows = await store.ReadAsync(context => context.Unparsed.ToListAsync());
        Assert.Equal(201, rows.Count);
        Assert.Equal(310, rows.Sum(row => row.Records));
        Assert.Equal(102, rows.Single(row => row.Program.Length + row.Shape.Length == 0).Records);
    }

    private StoredRecord Stored(string source, double seconds, int bytes) => new(
        ++_sequence,
        new RawRecord { ReceivedAt = At(seconds), Source = source, Identity = SenderIdentity.Address, Via = "syslog-udp", Peer = "192.0.2.1:514", Payload = new byte[bytes] },
        0);

    private async Task FeedAsync(SourceFeed feed, string source, double seconds)
    {
        var tally = new SourceTally();
        tally.Add(Stored(source, seconds, 10), ReadAs.Parsed);
        await feed.TakeAsync(tally, default);
    }

    private static async Task<(Standing Standing, DateTimeOffset? Since)> StandingAsync(OperationsStore store, string source)
    {
        var standing = SourceStanding.Of(await store.ReadAsync(context => context.Sources.SingleAsync(row => row.Id == source)));
        return (standing.Standing, standing.Since);
    }
}
