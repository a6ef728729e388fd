using System.Net;
using System.Text;
using Yagura.Events;
using Yagura.Operations.Deliverables;
using Yagura.Operations.Incidents;
using Yagura.Operations.Store;
using Yagura.Pipeline;

namespace Yagura.Demo;

/// <summary>Yesterday and today until now, run through the real pipeline with a shifted clock: spool, seals, decoding, detection, desk.</summary>
/// <remarks>What people did that day is recorded through the same acts that the pages use, at the times of that day.</remarks>
internal sealed class RecordedDays(Spine spine, DemoTime clock, bool attack)
{
    private static readonly TimeSpan Zone = TimeSpan.FromHours(9);
    private static readonly TimeSpan Chunk = TimeSpan.FromMinutes(5);
    // While the attack runs the days are taken in short steps, so that it is detected within seconds, as it would have been.
    private static readonly TimeSpan AttackChunk = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CaughtUp = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan AnalysedEvery = TimeSpan.FromHours(1);
    // A device of the recorded days speaks about twice in its cadence, so that its silence is never suspected.
    private const double LinesPerCadence = 2;
    private const string Analyst = "contractor:hayashi";

    private readonly OrdinaryLines ordinary = new(seed: 20);
    private readonly Random random = new(20);
    // When each device speaks next.
    private readonly Dictionary<string, DateTimeOffset> next = [];
    private long transaction;

    /// <summary>The first instant of the recorded days: midnight of yesterday in the institution's zone.</summary>
    public static DateTimeOffset BeginOf(DateTimeOffset now)
    {
        var today = now.ToOffset(Zone).Date;
        return new DateTimeOffset(today, Zone).AddDays(-1);
    }

    /// <summary>Runs the days until they have caught up with the real clock, and lets the clock go over into it.</summary>
    /// <param name="progress">Share done, 0 to 1.</param>
    /// <param name="stop">Ends it.</param>
    public async Task RunAsync(Action<double> progress, CancellationToken stop)
    {
        var begin = BeginOf(clock.Real);
        var acts = new Queue<(DateTimeOffset At, Func<CancellationToken, Task> Do)>(Acts(begin).OrderBy(act => act.At));
        var analysed = begin;
        foreach (var device in Institution.Devices)
            next[device.Id] = begin + NextGap(device);
        for (DateTimeOffset from = begin, to; clock.Real - from > CaughtUp; from = to)
        {
            while (acts.TryPeek(out var act) && act.At <= from)
            {
                clock.MoveTo(act.At);
                await acts.Dequeue().Do(stop);
            }

            var attacked = AttackWithin(begin, from, from + Chunk);
            to = Earlier(from + (attacked ? AttackChunk : Chunk), clock.Real);
            if (acts.TryPeek(out var planned))
                to = Earlier(to, planned.At);
            var last = to.AddTicks(-1);
            clock.MoveTo(last);
            spine.TakeRecorded(Lines(begin, from, to), ReceiveTime.From(last));
            if (attacked || to - analysed >= AnalysedEvery)
            {
                await spine.AnalyseRecordedAsync(stop);
                await spine.UpkeepRecordedAsync(stop);
                analysed = to;
            }

            progress((to - begin) / (clock.Real - begin));
        }

        clock.GoLive();
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private bool AttackWithin(DateTimeOffset begin, DateTimeOffset from, DateTimeOffset to) =>
        RecordedAttacks().Any(attack => begin + attack.After >= from && begin + attack.After < to);

    private List<RawRecord> Lines(DateTimeOffset begin, DateTimeOffset from, DateTimeOffset to)
    {
        var lines = new List<(DateTimeOffset At, Device Device, string Text)>();
        foreach (var device in Institution.Devices)
        {
            for (var at = next[device.Id]; at < to; next[device.Id] = at += NextGap(device))
                lines.Add((at, device, ordinary.Next(device.Id, at)));
        }

        foreach (var (after, step) in RecordedAttacks().Where(attack => begin + attack.After >= from && begin + attack.After < to))
            lines.Add((begin + after, Institution.Devices.First(device => device.Id == step.Device), step.Line(begin + after)));
        return [.. lines.OrderBy(line => line.At).Select(line => Record(line.At, line.Device, line.Text))];
    }

    private TimeSpan NextGap(Device device) => Institution.CadenceOf(device) * ((0.5 + random.NextDouble()) / LinesPerCadence);

    private RawRecord Record(DateTimeOffset at, Device device, string text)
    {
        var relayed = device.Door == Door.Relay;
        return new RawRecord
        {
            ReceivedAt = ReceiveTime.From(at),
            Source = device.Id,
            Identity = relayed ? SenderIdentity.HeaderByRelay : SenderIdentity.Address,
            Via = device.Door switch { Door.Udp => "syslog-udp", Door.Tcp => "syslog-tcp", _ => "relp" },
            Peer = new IPEndPoint(IPAddress.Parse(device.From), 40514).ToString(),
            Session = 1 + Institution.Devices.IndexOf(device),
            Transaction = ++transaction,
            Payload = Encoding.UTF8.GetBytes(text),
        };
    }

    /// <summary>What happened: malware mail at 10:05, a guessed password at 14:20 of yesterday.</summary>
    private IEnumerable<(TimeSpan After, AttackStep Step)> RecordedAttacks() => !attack ? [] :
        Attack.Steps().Where(step => step.Device == "sandbox1").Select(step => (new TimeSpan(10, 5, 0) + step.After, step))
            .Concat(Attack.Steps().Where(step => step.Device == "files1").Select(step => (new TimeSpan(14, 20, 0) + step.After, step)));

    private IEnumerable<(DateTimeOffset At, Func<CancellationToken, Task> Do)> Acts(DateTimeOffset begin)
    {
        yield return (begin + new TimeSpan(10, 19, 0), JudgeAsync);
        yield return (begin + new TimeSpan(10, 21, 0), stop => EachOpenAsync(ContactAsync, stop));
        yield return (begin + new TimeSpan(10, 26, 0), stop => EachOpenAsync(DeclineAsync, stop));
        yield return (begin + new TimeSpan(11, 40, 0), stop => EachOpenAsync(CloseAsync, stop));
        yield return (begin + new TimeSpan(14, 27, 0), stop => EachOpenAsync(ContactAsync, stop));
        yield return (begin + new TimeSpan(14, 38, 0), stop => EachOpenAsync(ContainAsync, stop));
        yield return (begin + new TimeSpan(16, 5, 0), stop => EachOpenAsync(CloseAsync, stop));
        yield return (begin + new TimeSpan(24 + 7, 50, 0), SubmitAsync);
    }

    private async Task JudgeAsync(CancellationToken stop)
    {
        var acts = new SandboxActs(spine.Store);
        foreach (var alert in await spine.Store.ReadAsync(context => Task.FromResult(context.SandboxAlerts.Where(row => row.JudgedAt == null).Select(row => row.Subject).ToList())))
            await acts.JudgeAsync(alert, "malicious", "マクロ付き表計算ファイル。既知のダウンローダと同じ挙動。", new By(Analyst, null, null), stop);
    }

    private async Task ContactAsync(IncidentRow incident, CancellationToken stop)
    {
        await spine.Acts.AssignAsync(incident.Subject, "hayashi", new By(Analyst, null, null), stop);
        await spine.Acts.ContactedAsync(incident.Subject, new Contact("情報システム課 当直", "phone-answered", "状況を説明し、遮断の要否を協議した。"), new By(Analyst, null, null), stop);
    }

    private async Task ContainAsync(IncidentRow incident, CancellationToken stop)
    {
        await spine.Containment.DecideAsync(incident.Subject, [Institution.Attacker], "client:officer", new By(Analyst, null, null), stop);
        await spine.Containment.CompleteAsync(incident.Subject, Institution.Attacker, "ファイアウォールで遮断した。", new By(Analyst, null, null), stop);
    }

    private async Task DeclineAsync(IncidentRow incident, CancellationToken stop) =>
        await spine.Containment.DeclineAsync(incident.Subject, [], "添付ファイルは隔離済みで、開封されていない。", "client:officer", new By(Analyst, null, null), stop);

    private async Task CloseAsync(IncidentRow incident, CancellationToken stop) =>
        await spine.Acts.CloseAsync(incident.Subject, "handled", "被害なし。", new By(Analyst, null, null), stop);

    private async Task SubmitAsync(CancellationToken stop)
    {
        var period = DateOnly.FromDateTime(BeginOf(clock.GetUtcNow()).DateTime);
        await spine.Deliverables.SubmitAsync($"deliverable:{DailyReportDesk.Deliverable}@{period:yyyy-MM-dd}", 1, "メールで送付", new By(Analyst, null, null), stop);
    }

    private async Task EachOpenAsync(Func<IncidentRow, CancellationToken, Task> act, CancellationToken stop)
    {
        foreach (var incident in await spine.Store.ReadAsync(context => Task.FromResult(context.Incidents.Where(row => row.State == IncidentStates.Open).OrderBy(row => row.Number).ToList())))
            await act(incident, stop);
    }
}
