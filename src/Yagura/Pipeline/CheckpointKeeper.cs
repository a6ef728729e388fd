using Yagura.Archive.Chain;
using Yagura.Archive.Disk;
using Yagura.Archive.Seal;
using Yagura.Events;
using Yagura.Operations.Store;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Pipeline;

/// <summary>Signs a checkpoint after every hour's last seal, at a stop in good order and on demand: what somebody outside can hold against us.</summary>
internal sealed class CheckpointKeeper(IDisk disk, DataFolder folder, OperationsStore store, TimeProvider time)
{
    // The seal stage and a person's demand take turns.
    private readonly Lock turn = new();
    private readonly Checkpoints checkpoints = new(disk, folder.Archive);
    private readonly KeyStore keys = folder.SigningKeys(disk);
    private readonly JournalStore journal = new(store);

    /// <summary>Raised after a checkpoint was written: copies go out.</summary>
    public event EventHandler? Written;

    /// <summary>Writes the hour's checkpoint when this seal closed one.</summary>
    public void Keep(SealHead head)
    {
        if (checkpoints.IsDue(head))
            Write(head);
    }

    /// <summary>Writes a checkpoint unless the newest vouches for this seal already: at a stop in good order.</summary>
    public void Close(SealHead? head)
    {
        if (head is not null && checkpoints.Newest()?.Content.SealHash != head.Hash)
            Write(head);
    }

    /// <summary>The same, with how far analysis had come as an entry that the checkpoint pins.</summary>
    public void Keep(SealHead head, AnalysedCursor analysed, IReadOnlyList<string> failedRules)
    {
        if (!checkpoints.IsDue(head))
            return;
        var passed = new JournalDraft("analysis.passed", $"node:{head.Node}", Actor.Machine, Stated: null, new Dictionary<string, object?>
        {
            ["node"] = head.Node, ["seq"] = analysed.LastSequence, ["rules"] = analysed.RuleSet, ["failed_rules"] = failedRules.Count > 0 ? failedRules : null,
        });
        store.WriteAsync(transaction => Task.FromResult(transaction.Append(passed)), CancellationToken.None).GetAwaiter().GetResult();
        Write(head);
    }

    /// <summary>Hands over to another key: a checkpoint that both sign.</summary>
    public Checkpoint Rotate(SealHead head) => Sign(at =>
    {
        var old = keys.Active(checkpoints.Newest());
        return checkpoints.Rotate(head, at, Now(), old, keys.Next(old.Public.Name.Id));
    });

    /// <summary>Goes on with another key after one was lost: an entry says so, and the new key alone signs. Who verifies must be told its fingerprint.</summary>
    /// <param name="head">The newest seal.</param>
    /// <param name="reason">Why, for the journal.</param>
    public Checkpoint Revoke(SealHead head, string reason)
    {
        var lost = checkpoints.Newest()?.Signatures[^1].KeyId ?? throw new ArchiveException("no checkpoint names a key that could be revoked");
        var revoked = new JournalDraft("key.revoked", $"key:{lost}", Actor.Machine, Stated: null, new Dictionary<string, object?> { ["key"] = lost, ["reason"] = reason });
        store.WriteAsync(transaction => Task.FromResult(transaction.Append(revoked)), CancellationToken.None).GetAwaiter().GetResult();
        return Sign(at => checkpoints.Write(head, at, Now(), keys.Next(lost)));
    }

    /// <summary>Writes a checkpoint for a head now.</summary>
    public Checkpoint Write(SealHead head) => Sign(at => checkpoints.Write(head, at, Now(), keys.Active(checkpoints.Newest())));

    private Checkpoint Sign(Func<JournalHead, Checkpoint> sign)
    {
        var (number, hash) = journal.HeadAsync(CancellationToken.None).GetAwaiter().GetResult();
        Checkpoint written;
        lock (turn)
            written = sign(number == 0 ? JournalHead.Empty : new JournalHead(number, hash));
        Written?.Invoke(this, EventArgs.Empty);
        return written;
    }

    private ReceiveTime Now() => ReceiveTime.From(time.GetUtcNow());
}
