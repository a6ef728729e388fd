using Microsoft.EntityFrameworkCore;
using Yagura.Archive.Chain;
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
        var folder = new DataFolder(settings.Resolve(settings.Data));
        disk.CreateFolder(folder.Root);
        var held = FolderLock.Take(folder.Root);
        try
        {
            var store = settings.Postgres is { } connection
                ? await OperationsStore.OpenPostgresAsync(connection, time, stop)
                : await OperationsStore.OpenSqliteAsync(folder.Store, time, stop);
            var opened = new Opened(disk, folder, held, store, knowledge);
            await opened.CheckAsync(stop);
            return opened;
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

    private async Task CheckAsync(CancellationToken stop)
    {
        var head = await new JournalStore(Store).HeadAsync(stop);
        var disagreement = HeadCheck.AtStart(
            new SealFolder(Disk, Folder.Archive),
            new Checkpoints(Disk, Folder.Archive).Newest(),
            new JournalHead(head.Number, head.Hash),
            HashAt,
            Pins());
        if (disagreement is null)
            return;
        Store.Dispose();
        throw new ArchiveException($"{Folder.Root} is refused: {disagreement}. Restore what is missing; nothing was changed.");
    }

    private string? HashAt(long number)
    {
        using var context = Store.NewContext();
        return context.Journal.AsNoTracking().Where(row => row.Number == number).Select(row => row.Hash).SingleOrDefault();
    }

    /// <summary>Pins that came back from outside: a file a pin, <c>index:hash</c> on its first line.</summary>
    private List<Pin> Pins() => Directory.Exists(Folder.Pins)
        ? [.. Directory.EnumerateFiles(Folder.Pins).Select(file => Pin.TryParse(File.ReadLines(file).FirstOrDefault() ?? "") ?? throw new ArchiveException($"{file}: the first line should be INDEX:HASH"))]
        : [];
}
