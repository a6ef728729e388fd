using System.Text;
using Microsoft.EntityFrameworkCore;
using Xunit;
using Yagura.Archive.Disk;
using Yagura.Archive.Reading;
using Yagura.Archive.Seal;
using Yagura.Archive.Spool;
using Yagura.Events;
using Yagura.Intake.Canaries;
using Yagura.Operations.Incidents;
using Yagura.Operations.Sources;
using Yagura.Operations.Store;
using Yagura.Pipeline;
using Yagura.Settings;

namespace Yagura.Tests.Pipeline;

public sealed class AnalyseStageTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);

    private readonly DataFolder folder = new(Directory.CreateTempSubdirectory("yagura-analyse-").FullName);
    private readonly LinuxDisk disk = new();

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder.Root, recursive: true);
    }

    [Fact]
    public async Task The_store_with_its_password_hashes_is_readable_by_its_user_only()
    {
        using var store = await OperationsStore.OpenSqliteAsync(folder.Store, new FakeTime(Noon), TestContext.Current.CancellationToken);
        Assert.All(Directory.GetFiles(folder.Root, Path.GetFileName(folder.Store) + "*"), file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    [Fact]
    public async Task A_stretch_that_fails_and_is_tried_again_counts_nothing_twice()
    {
        using var store = await OperationsStore.OpenSqliteAsync(folder.Store, new FakeTime(Noon), TestContext.Current.CancellationToken);
        using var spool = RecordSpool.Open(disk, folder.Spool, SpoolSettings.Server, ReceiveTime.From(Noon));
        var failures = 1;
        var stage = await OpenAsync(store, spool, _ => failures-- > 0 ? throw new IOException("the store is away") : 2);

        spool.Commit([.. Failures("203.0.113.9", 10)], [], ReceiveTime.From(Noon.AddMinutes(1)));
        await Assert.ThrowsAsync<IOException>(() => stage.StretchAsync(TestContext.Current.CancellationToken));
        await stage.OpenAsync(new SealFolder(disk, folder.Archive), TestContext.Current.CancellationToken);
        while (await stage.StretchAsync(TestContext.Current.CancellationToken))
        {
        }

        Assert.Equal(1, await store.ReadAsync(context => context.Incidents.CountAsync()));
        Assert.Equal(10, await store.ReadAsync(context => context.Sources.Select(row => row.Records).SingleAsync()));
        Assert.Equal(10, stage.Analysed.LastSequence);
    }

    [Fact]
    public async Task Nine_failures_of_a_failed_stretch_do_not_become_eighteen()
    {
        using var store = await OperationsStore.OpenSqliteAsync(folder.Store, new FakeTime(Noon), TestContext.Current.CancellationToken);
        using var spool = RecordSpool.Open(disk, folder.Spool, SpoolSettings.Server, ReceiveTime.From(Noon));
        var failures = 1;
        var stage = await OpenAsync(store, spool, _ => failures-- > 0 ? throw new IOException("the store is away") : 2);

        // Another address trips the rule in the same stretch, so that the stretch fails after the nine were seen.
        spool.Commit([.. Failures("203.0.113.50", 9), .. Failures("203.0.113.9", 10)], [], ReceiveTime.From(Noon.AddMinutes(1)));
        await Assert.ThrowsAsync<IOException>(() => stage.StretchAsync(TestContext.Current.CancellationToken));
        await stage.OpenAsync(new SealFolder(disk, folder.Archive), TestContext.Current.CancellationToken);
        await stage.StretchAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["203.0.113.9"], await store.ReadAsync(context => context.Incidents.Select(row => row.Entity).ToListAsync()));
    }

    [Fact]
    public async Task What_was_refused_is_counted_and_no_rule_sees_it_and_a_canary_is_not_even_counted()
    {
        using var store = await OperationsStore.OpenSqliteAsync(folder.Store, new FakeTime(Noon), TestContext.Current.CancellationToken);
        using var spool = RecordSpool.Open(disk, folder.Spool, SpoolSettings.Server, ReceiveTime.From(Noon));
        var stage = await OpenAsync(store, spool, _ => 2);
        var refused = Failures("203.0.113.9", 20).Select(record => record with { Source = ReservedSources.Refused });
        var canary = Failures("203.0.113.9", 20).Select(record => record with { Source = ReservedSources.Canary, Session = 8 });
        spool.Commit([.. refused, .. canary], [], ReceiveTime.From(Noon.AddMinutes(1)));
        await stage.StretchAsync(TestContext.Current.CancellationToken);
        Assert.Equal(40, stage.Analysed.LastSequence);
        Assert.Equal(0, await store.ReadAsync(context => context.Findings.CountAsync()));
        var row = Assert.Single(await store.ReadAsync(context => context.Sources.ToListAsync()));
        Assert.Equal((ReservedSources.Refused, 20L, 0L), (row.Id, row.Records, row.Unparsed));
        Assert.Equal(40, await new SourceFeed(store).CursorAsync(TestContext.Current.CancellationToken));
    }

    private async Task<AnalyseStage> OpenAsync(OperationsStore store, RecordSpool spool, Func<Yagura.Detection.Findings.Finding, int?> severity)
    {
        var knowledge = Knowledge.Load(new YaguraSettings());
        var outlets = new AnalyseOutlets(new IncidentDesk(store, new DeskRules(severity, null)), new SourceFeed(store), new SequenceDesk(store, knowledge.Layout), new CanaryWatch(new CanaryBook(), "node-1", _ => { }, _ => { }));
        var stage = new AnalyseStage(spool, new RecordReader(disk, folder.Archive, spool.ReadFrom), knowledge, outlets, new AnalyseSetup("node-1", [], _ => { }, new StateFile(disk, folder.DetectionState, new FakeTime(Noon))));
        await stage.OpenAsync(new SealFolder(disk, folder.Archive), TestContext.Current.CancellationToken);
        return stage;
    }

    private static IEnumerable<RawRecord> Failures(string from, int count) => Enumerable.Range(0, count).Select(i => new RawRecord
    {
        ReceivedAt = ReceiveTime.From(Noon.AddSeconds(i)),
        Source = "bastion",
        Identity = SenderIdentity.Address,
        Via = "syslog-tcp",
        Peer = "192.0.2.2:514",
        Session = 7,
        Transaction = i + 1,
        Payload = Encoding.UTF8.GetBytes($"<38>Nov 22 12:00:{i:00} bastion sshd[4242]: Failed password for invalid user admin from {from} port {50000 + i} ssh2"),
    });
}
