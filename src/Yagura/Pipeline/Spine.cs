using Microsoft.Extensions.Logging.Abstractions;
using Yagura.Archive.Disk;
using Yagura.Archive.Reading;
using Yagura.Archive.Seal;
using Yagura.Archive.Spool;
using Yagura.Custody;
using Yagura.Detection.Findings;
using Yagura.Events;
using Yagura.Intake;
using Yagura.Intake.Listeners;
using Yagura.Intake.Udp;
using Yagura.Operations.Deliverables;
using Yagura.Operations.Incidents;
using Yagura.Operations.Sources;
using Yagura.Operations.Store;
using Yagura.ServiceLevel.Journal;
using Yagura.Outside;
using Yagura.Settings;

namespace Yagura.Pipeline;

/// <summary>The spine: the whole path from a socket to a journal entry, wired in path order and stopped in reverse.</summary>
/// <remarks>
/// Receive → Spool is the only channel. Seal and analyse pull from the spool at their own pace; each can fail, begin
/// again at its cursor and lose nothing, and nothing to its left notices.
/// </remarks>
internal sealed class Spine : IAsyncDisposable
{
    private static readonly TimeSpan WatchEvery = TimeSpan.FromSeconds(5);

    // Two stretches of analysis: what any busy server is behind.
    private const long WatchBacklogRecordsMax = 10_000;

    private static readonly TimeSpan RetentionAfter = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan RetentionEvery = TimeSpan.FromDays(1);

    private readonly FolderLock folderLock;
    private readonly YaguraSettings settings;
    private readonly TimeProvider time;
    private readonly Reception reception;
    private readonly RecordSpool spool;
    private readonly SpaceWatch space;
    private readonly SpoolPump pump;
    private readonly IntakePace pace;
    private readonly SealStage seal;
    private readonly AnalyseStage analyse;
    private readonly RulesReload rules;
    private readonly RetentionRun retention;
    private readonly UpkeepStage upkeep;
    private readonly CanaryStage canary;
    private readonly CancellationTokenSource stopping = new();
    // Deletion and backup take turns: a copy never misses what goes while it is made.
    private readonly SemaphoreSlim deleting = new(1, 1);
    private readonly List<Stage> stages = [];
    private readonly List<Task> running = [];
    private Task pumping = Task.CompletedTask;
    private ReceiveTime listening;
    private ReceiveTime analysedUpTo;
    private bool fastestTold;

    private Spine(YaguraSettings settings, TimeProvider time, Opened opened)
    {
        (this.settings, this.time) = (settings, time);
        folderLock = opened.Lock;
        Folder = opened.Folder;
        Disk = opened.Disk;
        Store = opened.Store;
        reception = Reception.Open(settings.Sources, new IntakeLimits(), time);
        spool = RecordSpool.Open(opened.Disk, Folder.Spool, SpoolSettings.Server, reception.Clock.Now());
        space = new SpaceWatch(opened.Disk, Folder, settings.ReserveBytes, time, Alarm);
        pace = new IntakePace(reception.Gate, time, reception.Clock.Now);
        pump = new SpoolPump(reception, spool, space, time, SpoolUse.Server, Alarm);
        Custody = new CheckpointKeeper(opened.Disk, Folder, Store, time);
        Outside = new OutsideStage(new OutsideCopies(opened.Disk, Folder.Outside(settings), time), time, Alarm);
        Custody.Written += (_, _) => Outside.Wake();
        Knowledge = opened.Knowledge;
        Desk = new IncidentDesk(Store, Knowledge.DeskRules(time));
        Sources = new SourceFeed(Store);
        Canaries = new CanaryWatch(reception.Canaries, settings.Node, Alarm, sentence => Log.LogInformation("{Well}", sentence));
        var clocks = new SubjectClocks(Knowledge.Contracts);
        Acts = new IncidentActs(Store, clocks);
        Containment = new ContainmentActs(Store);
        Deliverables = new DeliverableActs(Store, clocks);
        analyse = new AnalyseStage(spool, new RecordReader(opened.Disk, Folder.Archive, spool.ReadFrom), Knowledge, new AnalyseOutlets(Desk, Sources, new SequenceDesk(Store, Knowledge.Layout), Canaries), new AnalyseSetup(settings.Node, settings.Sources, Alarm, new StateFile(opened.Disk, Folder.DetectionState, time)));
        rules = new RulesReload(settings, analyse, () => new SealFolder(Disk, Folder.Archive));
        Taxii = new TaxiiStage(settings, Folder, time, stop => ReloadRulesAsync(acceptRefused: false, stop), sentence => Log.LogWarning("{Warning}", sentence));
        seal = new SealStage(opened.Disk, spool, SealStage.Setup(Folder, settings.Node, spool, () => analyse.Analysed, Alarm) with { Batches = from => pace.Behind(spool.LendBatchesFrom(from)) }, Settle);
        canary = new CanaryStage(reception, Canaries, new RecordReader(opened.Disk, Folder.Archive, _ => []), () => seal.Head?.LastSequence ?? 0, time);
        retention = new RetentionRun(new SealFolder(opened.Disk, Folder.Archive), Store, Knowledge.Contracts, settings.RetentionMonths);
        upkeep = new UpkeepStage(opened, Sources, settings.Node, time);
        Lines = new EvidenceLines(opened.Disk, Folder, spool);
        Listeners = [.. settings.Listen.Doors.Select(Make)];
    }

    public DataFolder Folder { get; }

    public OperationsStore Store { get; }

    public Knowledge Knowledge { get; }

    /// <summary>The sources of the configuration.</summary>
    public IReadOnlyList<Source> Configured => settings.Sources;

    public IncidentDesk Desk { get; }

    public SourceFeed Sources { get; }

    public IncidentActs Acts { get; }

    public ContainmentActs Containment { get; }

    public DeliverableActs Deliverables { get; }

    public CheckpointKeeper Custody { get; }

    /// <summary>Where each listener's synthetic records stand.</summary>
    public CanaryWatch Canaries { get; }

    /// <summary>Copies of checkpoints on their way to those outside.</summary>
    public OutsideStage Outside { get; }

    /// <summary>Collections of indicators that are asked from time to time.</summary>
    public TaxiiStage Taxii { get; }

    public IReadOnlyList<IListener> Listeners { get; }

    /// <summary>The disk of the folder.</summary>
    public IDisk Disk { get; }

    /// <summary>What came in, for verbs that put in more.</summary>
    public Reception Reception => reception;

    /// <summary>The spool.</summary>
    public RecordSpool Spool => spool;

    /// <summary>Raw text of single records, for pages.</summary>
    public EvidenceLines Lines { get; }

    /// <summary>Figures moved that pages show and the journal does not carry: counts, seals, silences. Raised on the stages' threads.</summary>
    public event EventHandler? Moved;

    /// <summary>The detector in force, for what it says of its rules.</summary>
    public Detection.Detector Detector => analyse.Detector;

    /// <summary>Whether every listener is open.</summary>
    public bool IsListening { get; private set; }

    /// <summary>Whether intake stopped because the disk failed.</summary>
    public bool IsHalted => pump.Halted is not null;

    private ILogger Log { get; set; } = NullLogger.Instance;

    /// <summary>Locks the folder, checks that seals, checkpoint and journal agree, recovers the spool. Opens no socket.</summary>
    public static async Task<Spine> OpenAsync(YaguraSettings settings, TimeProvider time, CancellationToken stop)
    {
        var opened = await Opened.OpenAsync(settings, time, stop);
        try
        {
            var spine = new Spine(settings, time, opened);
            await new SourceRegister(spine.Store).AdoptAsync(settings.Sources, Actor.Machine, stop);
            await new ConfigurationFacts(spine.Store).RecordAsync(settings, spine.Knowledge, stop);
            await spine.analyse.OpenAsync(new SealFolder(opened.Disk, spine.Folder.Archive), stop);
            return spine;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>Starts the stages, then opens the doors.</summary>
    public Task StartAsync(ILoggerFactory logs)
    {
        Log = logs.CreateLogger("Yagura.Pipeline");
        listening = reception.Clock.Now();
        pumping = Task.Run(pump.RunAsync);
        Begin("seal", SealAsync, _ => { seal.Reopen(); return Task.CompletedTask; });
        Begin("analyse", AnalyseAsync, ReopenAnalysisAsync);
        SayRestored();
        Begin("watch", WatchAsync, _ => Task.CompletedTask);
        Begin("outside", Outside.StepAsync, _ => Task.CompletedTask);
        Begin("retention", RetentionStepAsync, _ => Task.CompletedTask);
        Begin("upkeep", upkeep.StepAsync, _ => Task.CompletedTask);
        Begin("canary", CanaryAsync, _ => Task.CompletedTask);
        if (Taxii.HasFeeds)
            Begin("taxii", Taxii.StepAsync, _ => Task.CompletedTask);
        foreach (var lost in Knowledge.DecodersLost(settings))
            Log.LogWarning("{Lost}", lost);
        foreach (var listener in Listeners)
            Open(listener);
        IsListening = true;
        return Task.CompletedTask;
    }

    /// <summary>Takes records that were received before, under a clock that the caller moves: spool and seal.</summary>
    public void TakeRecorded(IReadOnlyList<RawRecord> records, ReceiveTime now)
    {
        spool.Commit(records, [new AliveNote(now)], now);
        seal.Step(now);
    }

    /// <summary>Analyses what <see cref="TakeRecorded"/> took, to its end.</summary>
    public async Task AnalyseRecordedAsync(CancellationToken stop)
    {
        while (await analyse.StretchAsync(stop))
            stop.ThrowIfCancellationRequested();
    }

    /// <summary>Does what the calendar asks for at the shifted clock's time.</summary>
    public Task UpkeepRecordedAsync(CancellationToken stop) => upkeep.RunAsync(stop);

    /// <summary>Stops listening, drains, syncs, seals, closes: in the order of the path.</summary>
    public async Task StopAsync()
    {
        IsListening = false;
        await Task.WhenAll(Listeners.Select(listener => listener.StopAsync()));
        reception.Gate.Complete();
        await pumping;
        await stopping.CancelAsync();
        await Task.WhenAll(running);
        analyse.Close();
        if (IsHalted)
            return;
        seal.Close(reception.Clock.Now());
        Custody.Close(seal.Head);
        await Outside.LastAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var listener in Listeners)
            await listener.DisposeAsync();
        seal.Dispose();
        Outside.Dispose();
        upkeep.Dispose();
        rules.Dispose();
        spool.Dispose();
        Store.Dispose();
        stopping.Dispose();
        deleting.Dispose();
        folderLock.Dispose();
    }

    /// <summary>A reader of its own for somebody who reads beside the stages.</summary>
    public RecordReader NewReader() => new(Disk, Folder.Archive, spool.ReadFrom);

    /// <summary>Where each part of the path stands now.</summary>
    public PipelineStatus Status() => new(
        IsListening,
        pump.Halted,
        space.Short,
        [.. Listeners.Select(listener => ListenerStatus.Of(listener, Canaries.Of(listener.Id)))],
        new SpoolStatus(spool.FirstSequence, spool.LastSequence, spool.LastBatch),
        seal.Head is { } head ? new SealStatus(head.Index, head.To.ToString()) : null,
        new SealingStatus(pace.GivesWay, seal.IsBehind, seal.LastTaken),
        analyse.Analysed.LastSequence,
        [.. stages.Select(stage => new StageStatus(stage.Name, stage.Failures, stage.Trouble))]);

    private void Begin(string name, Func<CancellationToken, Task> step, Func<CancellationToken, Task> reopen)
    {
        var stage = new Stage(name, step, reopen, Log);
        stages.Add(stage);
        running.Add(Task.Run(() => stage.RunAsync(stopping.Token)));
    }

    /// <summary>Writes an evidence package, under a checkpoint that binds it.</summary>
    public Task<ExportOutcome> ExportAsync(ExportRequest request, CancellationToken stop)
    {
        Custody.Close(seal.Head);
        return new ExportRun(Disk, new SealFolder(Disk, Folder.Archive), Store, time).RunAsync(request, stop);
    }

    /// <summary>Deletes the evidence that is due, or says what would go.</summary>
    public async Task<RetentionOutcome> RetentionAsync(bool dry, CancellationToken stop)
    {
        await deleting.WaitAsync(stop);
        try
        {
            return await retention.RunAsync(dry, time.GetUtcNow(), seal.WithHead, stop);
        }
        finally
        {
            deleting.Release();
        }
    }

    /// <summary>Copies the folder while records go on coming in; sealing waits while the spool is copied.</summary>
    public async Task<BackupOutcome> BackUpAsync(string to, bool withKeys, CancellationToken stop)
    {
        await deleting.WaitAsync(stop);
        try
        {
            return await Task.Run(() => new BackupRun(Disk, Store).Run(Folder.Root, to, withKeys, seal.While), stop);
        }
        finally
        {
            deleting.Release();
        }
    }

    /// <summary>How the correlations came to stand where they stand.</summary>
    public string Restored => analyse.Restored;

    /// <summary>Hash of the rule set in force.</summary>
    public string RuleSet => analyse.Knowledge.Rules.Hash;

    /// <summary>Reads the rule folders again; a set that is worse than the one in force stays out, and the answer says why.</summary>
    public async Task<RulesReloaded> ReloadRulesAsync(bool acceptRefused, CancellationToken stop)
    {
        var now = await rules.RunAsync(acceptRefused, stop);
        if (now.Taken)
            Log.LogInformation("rule set {Hash} is in force from record {From} on: {Rules} rules, {Correlations} correlations, {Refused} refused, {Indicators} indicators", now.Hash, now.FromSequence, now.Rules, now.Correlations, now.Refused.Count, now.Indicators);
        else
            Log.LogWarning("the rule set in force stays: {Reason}", now.Reason);
        return now;
    }

    /// <summary>Runs rules over the sealed archive, beside everything else.</summary>
    public Task<HuntOutcome> HuntAsync(HuntRequest request, Func<Finding, Task> finding, Func<HuntProgress, Task> progress, CancellationToken stop) =>
        new HuntRun(Disk, Folder.Archive, Knowledge, settings, Desk).RunAsync(request, finding, progress, stop);

    // Not at once: who starts a folder by mistake has time to stop it before anything goes.
    private async Task RetentionStepAsync(CancellationToken stop)
    {
        await Task.Delay(RetentionAfter, time, stop);
        await RetentionAsync(dry: false, stop);
        await Task.Delay(RetentionEvery - RetentionAfter, time, stop);
    }

    /// <summary>Signs a checkpoint for the newest seal now and hands it out; null when nothing was sealed yet.</summary>
    public async Task<CheckpointNow?> CheckpointAsync(CancellationToken stop)
    {
        if (seal.Head is not { } head)
            return null;
        return CheckpointNow.Of(Custody.Write(head), await Outside.NowAsync(stop));
    }

    /// <summary>Hands over to another key, or replaces a lost one; null when nothing was sealed yet.</summary>
    public async Task<CheckpointNow?> KeyAsync(KeyChange change, CancellationToken stop) =>
        seal.Head is { } head ? CheckpointNow.Of(change.Make(Custody, head), await Outside.NowAsync(stop)) : null;

    private void Open(IListener listener)
    {
        listener.Start();
        if (listener is not SyslogUdpListener udp)
            return;
        if (udp.BufferBytes >= udp.BufferBytesAsked)
            Log.LogInformation("{Listener} has a receive buffer of {Got} KB", udp.Id, udp.BufferBytes >> 10);
        else
            Log.LogWarning("{Listener} asked for a receive buffer of {Asked} KB and got {Got} KB: bursts beyond it are dropped by the kernel and counted as loss; `yagura doctor` says what to set", udp.Id, udp.BufferBytesAsked >> 10, udp.BufferBytes >> 10);
    }

    private IListener Make(DoorSettings door)
    {
        var own = reception.For(door.Terms);
        return door.Protocol switch
        {
            DoorSettings.Udp => new SyslogUdpListener(door.Id, door.Address, own),
            DoorSettings.Tcp => new SyslogTcpListener(door.Id, door.Address, own),
            _ => new RelpListener(door.Id, door.Address, own),
        };
    }

    /// <summary>Looks for sources that fell silent. As of now, because analysis is never far behind on a quiet line, where silence matters.</summary>
    private async Task WatchAsync(CancellationToken stop)
    {
        await Task.Delay(WatchEvery, time, stop);
        // With a backlog (a start after a long stop, a stage that fails) nobody knows yet who was silent.
        if (spool.LastSequence - analyse.Analysed.LastSequence > WatchBacklogRecordsMax)
            return;
        foreach (var silent in await Sources.WatchAsync(reception.Clock.Now(), listening, stop))
        {
            Log.LogWarning("source {Source} fell silent", silent);
            Moved?.Invoke(this, EventArgs.Empty);
        }
    }

    private async Task CanaryAsync(CancellationToken stop)
    {
        await canary.StepAsync(Listeners, stop);
        Moved?.Invoke(this, EventArgs.Empty);
    }

    private async Task SealAsync(CancellationToken stop)
    {
        await seal.StepAsync(reception.Clock.Now(), stop);
        TellLevel();
    }

    private async Task AnalyseAsync(CancellationToken stop)
    {
        if (analyse.Analysed.LastSequence >= spool.LastSequence)
            analysedUpTo = reception.Clock.Now();
        await pace.GiveWayAsync(analysedUpTo, stop);
        await analyse.StepAsync(stop);
        Moved?.Invoke(this, EventArgs.Empty);
    }

    private async Task ReopenAnalysisAsync(CancellationToken stop)
    {
        await analyse.OpenAsync(new SealFolder(Disk, Folder.Archive), stop);
        SayRestored();
    }

    private void SayRestored()
    {
        if (analyse.Restored.Length > 0)
            Log.LogInformation("{Restored}", analyse.Restored);
    }

    private void Settle(SealHead head)
    {
        Custody.Keep(head, analyse.Analysed, analyse.FailedRules);
        TellLevel();
        Moved?.Invoke(this, EventArgs.Empty);
    }

    private void TellLevel()
    {
        if (seal.IsBehind == fastestTold)
            return;
        fastestTold = seal.IsBehind;
        if (fastestTold)
            Log.LogWarning("sealing is more than {Behind} behind: evidence is packed at the fastest level until it has caught up, as its members say", Sealer.BehindAfter);
        else
            Log.LogInformation("sealing has caught up: evidence is packed at the optimal level again");
    }

    private void Alarm(string sentence) => Log.LogError("{Alarm}", sentence);
}
