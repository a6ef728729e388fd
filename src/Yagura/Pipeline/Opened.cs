using Yagura.Archive.Disk;
using Yagura.Archive.Seal;
using Yagura.Operations.Store;
using Yagura.Settings;

namespace Yagura.Pipeline;

/// <summary>A data folder that this process holds, with its store open and its heads in agreement.</summary>
internal sealed record Opened(IDisk Disk, DataFolder Folder, FolderLock Lock, OperationsStore Store, Knowledge Knowledge) : IDisposable
{
    /// <summary>Takes the folder's lock, opens the store, and refuses a folder whose seals, checkpoint, journal and pins disagree (CUSTODY 3).</summary>
    /// <exception cref="KnowledgeException">A contract, decoder or rule folder is refused.</exception>
    /// <exception cref="ArchiveException">They disagree; the message says how.</exception>
    public static async Task<Opened> OpenAsync(YaguraSettings settings, TimeProvider time, CancellationToken stop)
    {
        var knowledge = Knowledge.Load(settings);
        var disk = new LinuxDisk();
        var folder = DataFolder.Of(settings);
        disk.CreateFolder(folder.Root);
        var held = FolderLock.Take(folder.Root);
        try
        {
            var store = settings.Postgres is { } connection
                ? await OperationsStore.OpenPostgresAsync(connection, time, stop)
                : await OperationsStore.OpenSqliteAsync(folder.Store, time, stop);
            var opened = new Opened(disk, folder, held, store, knowledge);
            try
            {
                await opened.CheckAsync(new StartCheck(disk, folder, store, settings), settings.AcceptRollback, time, stop);
                return opened;
            }
            catch
            {
                store.Dispose();
                throw;
            }
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Store.Dispose();
        Lock.Dispose();
    }

    private async Task CheckAsync(StartCheck check, bool acceptRollback, TimeProvider time, CancellationToken stop)
    {
        if (await check.DisagreementAsync(stop) is not { } disagreement)
            return;
        if (!acceptRollback)
            throw new ArchiveException($"{Folder.Root} is refused: {disagreement}. Restore what is missing; nothing was changed. If it is gone for good: yagura serve --accept-rollback goes on under a new origin and records what is gone");
        await check.AcceptAsync(time.GetUtcNow(), stop);
        if (await check.DisagreementAsync(stop) is { } left)
            throw new ArchiveException($"{Folder.Root} is refused even so: {left}");
    }
}
