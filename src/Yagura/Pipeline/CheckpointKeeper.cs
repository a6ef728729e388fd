using Yagura.Archive.Chain;
using Yagura.Archive.Disk;
using Yagura.Archive.Seal;
using Yagura.Events;
using Yagura.Operations.Store;

namespace Yagura.Pipeline;

/// <summary>Signs a checkpoint after every hour's last seal and on demand: what somebody outside can hold against us.</summary>
internal sealed class CheckpointKeeper(IDisk disk, DataFolder folder, OperationsStore store, TimeProvider time)
{
    private readonly Checkpoints checkpoints = new(disk, folder.Archive);
    private readonly KeyStore keys = new(disk, folder.Keys);
    private readonly JournalStore journal = new(store);

    /// <summary>Writes the hour's checkpoint when this seal closed one.</summary>
    public void Keep(SealHead head)
    {
        if (checkpoints.IsDue(head))
            Write(head);
    }

    /// <summary>Writes a checkpoint for a head now.</summary>
    public Checkpoint Write(SealHead head)
    {
        var (number, hash) = journal.HeadAsync(CancellationToken.None).GetAwaiter().GetResult();
        return checkpoints.Write(head, number == 0 ? JournalHead.Empty : new JournalHead(number, hash), ReceiveTime.From(time.GetUtcNow()), keys.Active(checkpoints.Newest()));
    }
}
