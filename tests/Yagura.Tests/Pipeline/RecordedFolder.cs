using System.Text;
using Microsoft.EntityFrameworkCore;
using Yagura.Events;
using Yagura.Pipeline;
using Yagura.ServiceLevel.Journal;
using Yagura.Settings;

namespace Yagura.Tests.Pipeline;

/// <summary>A data folder of the real product under a clock that a test moves: no socket, everything else as in <c>serve</c>.</summary>
internal sealed class RecordedFolder : IAsyncDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("yagura-recorded-").FullName;
    private long transaction;

    private RecordedFolder(DateTimeOffset begin, IReadOnlyList<string> rules, IReadOnlyList<Source> sources, IReadOnlyList<string> indicators)
    {
        Clock = new MovedTime(begin);
        Settings = new YaguraSettings
        {
            Data = Path.Combine(root, "data"),
            Listen = new ListenSettings { SyslogUdp = null, SyslogTcp = null, Relp = null },
            Sources = sources,
            Rules = rules,
            Indicators = indicators,
        };
    }

    public MovedTime Clock { get; }

    public YaguraSettings Settings { get; }

    public Spine Spine { get; private set; } = null!;

    public string Archive => Path.Combine(Settings.Data, "archive");

    public static async Task<RecordedFolder> OpenAsync(DateTimeOffset begin, params Source[] sources)
    {
        var folder = new RecordedFolder(begin, [], sources, []);
        await folder.StartAsync();
        return folder;
    }

    /// <summary>The same with a rule folder of one's own, which must be called rules as the contract calls it.</summary>
    public static async Task<RecordedFolder> OpenWithRulesAsync(DateTimeOffset begin, string rules, params string[] indicators)
    {
        var folder = new RecordedFolder(begin, [rules], [], indicators);
        await folder.StartAsync();
        return folder;
    }

    public async Task StartAsync() => Spine = await Spine.OpenAsync(Settings, Clock, Xunit.TestContext.Current.CancellationToken);

    /// <summary>Stops in good order, as a service that is stopped.</summary>
    public async Task StopAsync()
    {
        Spine.Spool.CommitStopped(ReceiveTime.From(Clock.GetUtcNow()));
        await Spine.StopAsync();
        await Spine.DisposeAsync();
    }

    public void Take(DateTimeOffset now, params (DateTimeOffset At, string Source, string Line)[] lines) => Take(now, Lane.Live, gap: null, lines);

    public void Take(DateTimeOffset now, Lane lane, string? gap, params (DateTimeOffset At, string Source, string Line)[] lines)
    {
        Clock.MoveTo(now);
        Spine.TakeRecorded(
            [
                .. lines.Select(line => new RawRecord
                {
                    ReceivedAt = ReceiveTime.From(line.At), Source = line.Source, Identity = SenderIdentity.Address, Via = "relp", Peer = "192.0.2.1:40514",
                    Session = 1, Transaction = ++transaction, Lane = lane, Gap = gap, Payload = Encoding.UTF8.GetBytes(line.Line),
                }),
            ],
            ReceiveTime.From(now));
    }

    /// <summary>A line every minute from each source, in steps of a quarter of an hour, analysed at the end.</summary>
    public async Task QuietAsync(DateTimeOffset from, DateTimeOffset to, params string[] sources)
    {
        for (var at = from; at < to; at = at.AddMinutes(15))
        {
            var step = Enumerable.Range(0, 15).Select(minute => at.AddMinutes(minute)).Where(minute => minute < to);
            Take(Earlier(at.AddMinutes(15), to).AddTicks(-1), [.. step.SelectMany(minute => sources.Select(source => (minute.AddSeconds(10), source, $"<134>1 {minute.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'} {source}.example.jp app - - - ordinary")))]);
        }

        await Spine.AnalyseRecordedAsync(Xunit.TestContext.Current.CancellationToken);
    }

    public Task<List<JournalEntry>> EntriesAsync(params string[] kinds) => Spine.Store.ReadAsync(async context =>
        (await context.Journal.Where(row => kinds.Contains(row.Kind)).OrderBy(row => row.Number).Select(row => row.Line).ToListAsync()).ConvertAll(line => JournalReader.Read("journal", line).Entries[0]));

    public async ValueTask DisposeAsync()
    {
        await Spine.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(root, recursive: true);
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
