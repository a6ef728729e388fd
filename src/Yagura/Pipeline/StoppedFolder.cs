using Yagura.Archive.Chain;
using Yagura.Archive.Disk;
using Yagura.Archive.Reading;
using Yagura.Archive.Seal;
using Yagura.Archive.Spool;
using Yagura.Custody;
using Yagura.Detection.Findings;
using Yagura.Importing;
using Yagura.Intake;
using Yagura.Intake.Files;
using Yagura.Intake.Listeners;
using Yagura.Operations.Incidents;
using Yagura.Outside;
using Yagura.Settings;

namespace Yagura.Pipeline;

/// <summary>A data folder whose server is stopped, held by a verb: the same gate, spool, sealer and reader, without listeners and stages.</summary>
internal sealed class StoppedFolder : IDisposable
{
    private readonly Opened opened;
    private readonly YaguraSettings settings;
    private readonly TimeProvider time;
    private readonly Reception reception;
    private readonly RecordSpool spool;

    private StoppedFolder(Opened opened, YaguraSettings settings, TimeProvider time)
    {
        (this.opened, this.settings, this.time) = (opened, settings, time);
        reception = Reception.Open(settings.Sources, new IntakeLimits(), time);
        spool = RecordSpool.Open(opened.Disk, opened.Folder.Spool, SpoolSettings.OfflineImport, reception.Clock.Now());
    }

    /// <summary>Locks the folder, with the same checks as a start of the server.</summary>
    /// <exception cref="FolderBusyException">A server or another verb holds it.</exception>
    public static async Task<StoppedFolder> OpenAsync(YaguraSettings settings, TimeProvider time, CancellationToken stop)
    {
        var held = await Opened.OpenAsync(settings, time, stop);
        try
        {
            return new StoppedFolder(held, settings, time);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>A reader over everything that is durable.</summary>
    public RecordReader NewReader() => new(opened.Disk, opened.Folder.Archive, spool.ReadFrom);

    /// <summary>Imports files one after the other, then seals what came in, also after a failure.</summary>
    public async Task ImportAsync(IReadOnlyList<FileOrigin> files, Func<FileOrigin, ImportProgress, Task> told, CancellationToken stop)
    {
        foreach (var file in files)
            await GapCheck.RunAsync(opened.Store, opened.Knowledge.Decoders, opened.Knowledge.Layout, settings.Sources, file, stop);
        var space = new SpaceWatch(opened.Disk, opened.Folder, settings.ReserveBytes, time, _ => { });
        var pump = new SpoolPump(reception, spool, space, time, SpoolUse.OfflineImport, _ => { });
        var pumping = Task.Run(pump.RunAsync, CancellationToken.None);
        try
        {
            var import = new FileImport(reception, spool, NewReader(), new ImportBook(opened.Disk, opened.Folder.Imports));
            foreach (var file in files)
                await told(file, await import.RunAsync(file, progress => told(file, progress), stop));
        }
        finally
        {
            reception.Gate.Complete();
            await pumping;
            if (pump.Halted is null)
                Seal();
        }
    }

    /// <summary>Copies the folder: nobody else writes while it is held.</summary>
    public BackupOutcome BackUp(string to, bool withKeys) => new BackupRun(opened.Disk, opened.Store).Run(opened.Folder.Root, to, withKeys, act => act());

    /// <summary>Writes an evidence package, under a checkpoint that binds it.</summary>
    public Task<ExportOutcome> ExportAsync(ExportRequest request, CancellationToken stop)
    {
        var seals = new SealFolder(opened.Disk, opened.Folder.Archive);
        new CheckpointKeeper(opened.Disk, opened.Folder, opened.Store, time).Close(seals.Newest() is { } newest ? seals.HeadOf(newest) : null);
        return new ExportRun(opened.Disk, seals, opened.Store, time).RunAsync(request, stop);
    }

    /// <summary>Deletes the evidence that is due, or says what would go; the next seal of the server vouches.</summary>
    public Task<RetentionOutcome> RetentionAsync(bool dry, CancellationToken stop)
    {
        var seals = new SealFolder(opened.Disk, opened.Folder.Archive);
        var run = new RetentionRun(seals, opened.Store, opened.Knowledge.Contracts, settings.RetentionMonths);
        return run.RunAsync(dry, time.GetUtcNow(), act => act(seals.HeadOf(seals.Newest()!)), stop);
    }

    /// <summary>Runs rules over the sealed archive.</summary>
    public Task<HuntOutcome> HuntAsync(HuntRequest request, Func<Finding, Task> finding, Func<HuntProgress, Task> progress, CancellationToken stop)
    {
        var desk = new IncidentDesk(opened.Store, opened.Knowledge.DeskRules(time));
        return new HuntRun(opened.Disk, opened.Folder.Archive, opened.Knowledge, settings, desk).RunAsync(request, finding, progress, stop);
    }

    /// <summary>Signs a checkpoint for the newest seal now and hands it out; null when nothing was sealed yet.</summary>
    public Task<CheckpointNow?> CheckpointAsync(CancellationToken stop) => SignAsync((custody, head) => custody.Write(head), stop);

    /// <summary>Hands over to another key, or replaces a lost one; null when nothing was sealed yet.</summary>
    public Task<CheckpointNow?> KeyAsync(KeyChange change, CancellationToken stop) => SignAsync(change.Make, stop);

    private async Task<CheckpointNow?> SignAsync(Func<CheckpointKeeper, SealHead, Checkpoint> sign, CancellationToken stop)
    {
        var seals = new SealFolder(opened.Disk, opened.Folder.Archive);
        if (seals.Newest() is not { } newest)
            return null;
        var written = sign(new CheckpointKeeper(opened.Disk, opened.Folder, opened.Store, time), seals.HeadOf(newest));
        return CheckpointNow.Of(written, await new OutsideCopies(opened.Disk, opened.Folder.Outside(settings), time).SendAsync(stop));
    }

    public void Dispose()
    {
        spool.Dispose();
        opened.Dispose();
    }

    // Analysis is the server's: the seals say 0 for now, and later seals complete it.
    private void Seal()
    {
        var custody = new CheckpointKeeper(opened.Disk, opened.Folder, opened.Store, time);
        var setup = SealStage.Setup(opened.Folder, settings.Node, spool, () => new AnalysedCursor(0, SealContent.NoHash), _ => { });
        using var stage = new SealStage(opened.Disk, spool, setup, custody.Keep);
        var now = reception.Clock.Now();
        stage.Step(now);
        stage.Close(now);
    }
}
