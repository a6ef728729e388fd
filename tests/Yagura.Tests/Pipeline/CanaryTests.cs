using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Yagura.Archive.Reading;
using Yagura.Archive.Seal;
using Yagura.Events;
using Yagura.Intake.Canaries;
using Yagura.Pipeline;
using Yagura.Settings;

namespace Yagura.Tests.Pipeline;

public sealed class CanaryTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private readonly string root = Directory.CreateTempSubdirectory("yagura-canary-").FullName;
    private readonly List<string> alarms = [];
    private readonly List<string> wells = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public async Task Through_each_door_of_a_whole_server_it_becomes_an_event_is_sealed_found_and_counted_nowhere()
    {
        var settings = new YaguraSettings
        {
            Data = Path.Combine(root, "data"),
            Listen = new ListenSettings
            {
                SyslogUdp = DoorSettings.Of(DoorSettings.Udp, "127.0.0.1:0"), SyslogTcp = DoorSettings.Of(DoorSettings.Tcp, "127.0.0.1:0"), Relp = DoorSettings.Of(DoorSettings.RelpDoor, "127.0.0.1:0"),
            },
        };
        await using var spine = await Spine.OpenAsync(settings, TimeProvider.System, Stop);
        await spine.StartAsync(NullLoggerFactory.Instance);
        long through = 0;
        var stage = new CanaryStage(spine.Reception, spine.Canaries, new RecordReader(spine.Disk, spine.Folder.Archive, _ => []), () => through, TimeProvider.System);
        await stage.RoundAsync(spine.Listeners, Stop);
        await UntilAsync(() => spine.Listeners.All(listener => spine.Canaries.Of(listener.Id)?.Event is not null));
        Assert.All(spine.Status().Listeners, listener => Assert.Null(listener.Canary!.Trouble));
        await spine.StopAsync();

        through = long.MaxValue;
        await stage.RoundAsync([], Stop);
        Assert.All(spine.Listeners, listener => Assert.NotNull(spine.Canaries.Of(listener.Id)!.Sealed));
        Assert.Empty(await spine.Store.ReadAsync(read => read.Sources.Select(row => row.Id).ToListAsync(Stop)));
        Assert.Empty(await spine.Store.ReadAsync(read => read.SourceCounts.Select(row => row.Source).ToListAsync(Stop)));
        // In the evidence it stands like any record: an auditor counts it, and sees by its name that it is nobody's.
        var seals = new SealFolder(spine.Disk, spine.Folder.Archive);
        var sealedNames = new HashSet<string>();
        for (var seal = seals.Newest(); seal is not null; seal = seals.Before(seal)) sealedNames.UnionWith(seal.Content.Sources.Select(source => source.Source));
        Assert.Equal([ReservedSources.Canary], sealedNames);
    }

    [Fact]
    public void One_that_could_not_be_sent_is_alarmed_once_and_said_to_be_well_when_the_next_come_through()
    {
        var watch = Watch(out _);
        watch.Failed(watch.Begin("syslog-tcp", At(0)), "connection refused");
        watch.Look(At(1));
        Assert.Empty(alarms);
        watch.Look(At(3));
        watch.Look(At(3));
        Assert.Contains("syslog-tcp is missing: the one of 2026-11-22T12:00:00", Assert.Single(alarms), StringComparison.Ordinal);
        Assert.Contains("could not be sent: connection refused", alarms[0], StringComparison.Ordinal);
        Assert.NotNull(watch.Of("syslog-tcp")!.Trouble);
        watch.Analysed(watch.Begin("syslog-tcp", At(4)).Nonce, 7);
        watch.Look(At(7));
        Assert.Single(wells);
        Assert.Null(watch.Of("syslog-tcp")!.Trouble);
        Assert.Single(alarms);
    }

    [Fact]
    public void One_that_was_sent_and_did_not_arrive_is_told_from_one_that_arrived_and_is_no_event()
    {
        var watch = Watch(out var book);
        watch.Begin("syslog-udp", At(0));
        var arrived = watch.Begin("relp", At(0));
        Assert.True(book.Takes("relp", arrived.Line.Span));
        watch.Look(At(3));
        Assert.Contains("was sent and did not arrive", watch.Of("syslog-udp")!.Trouble, StringComparison.Ordinal);
        Assert.Contains("arrived and is no event yet", watch.Of("relp")!.Trouble, StringComparison.Ordinal);
        Assert.Equal(2, alarms.Count);
    }

    [Fact]
    public void One_that_is_not_found_in_sealed_evidence_is_alarmed_until_a_later_one_is_found()
    {
        var watch = Watch(out _);
        var first = watch.Begin("relp", At(0));
        watch.Analysed(first.Nonce, 5);
        Assert.Empty(watch.ToFind(4));
        watch.Look(At(19));
        Assert.Empty(alarms);
        watch.Look(At(21));
        Assert.Contains("not found in sealed evidence", Assert.Single(alarms), StringComparison.Ordinal);
        var second = watch.Begin("relp", At(21));
        watch.Analysed(second.Nonce, 9);
        Assert.Equal((second, 9L), Assert.Single(watch.ToFind(9)));
        watch.Found(second);
        watch.Look(At(22));
        Assert.Null(watch.Of("relp")!.Trouble);
        Assert.Equal(At(21), watch.Of("relp")!.Sealed);
        Assert.Empty(watch.ToFind(9));
    }

    private CanaryWatch Watch(out CanaryBook book) => new(book = new CanaryBook(), "node-1", alarms.Add, wells.Add);

    private static ReceiveTime At(int minutes) => ReceiveTime.From(Noon.AddMinutes(minutes));

    private static async Task UntilAsync(Func<bool> holds)
    {
        for (var since = Environment.TickCount64; !holds(); await Task.Delay(100, Stop))
            Assert.True(Environment.TickCount64 - since < 60_000, "waited for a minute");
    }
}
