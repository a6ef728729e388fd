using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Yagura.Archive.Chain;
using Yagura.Archive.Disk;
using Yagura.Archive.Seal;
using Yagura.Events;
using Yagura.Operations.Store;
using Yagura.ServiceLevel.Journal;
using Yagura.Settings;

namespace Yagura.Pipeline;

/// <summary>Whether newest seal, checkpoint, journal and what is held outside agree (CUSTODY 3); and what a person does who accepts that they do not.</summary>
internal sealed class StartCheck(IDisk disk, DataFolder folder, OperationsStore store, YaguraSettings settings)
{
    private readonly SealFolder seals = new(disk, folder.Archive);
    private readonly PinFolder pins = new(disk, folder.Pins);

    /// <summary>Why the folder is refused; null when all agree. A witness that cannot be read now is left out: the stage that hands out copies tells it.</summary>
    public async Task<string?> DisagreementAsync(CancellationToken stop)
    {
        var (number, hash) = await new JournalStore(store).HeadAsync(stop);
        var newest = seals.Newest();
        var origin = ArchiveOrigin.Current(disk, folder.Archive, newest?.Content);
        if (origin is not null && Stranger(origin) is { } stranger)
            return stranger;
        if (origin is null && WitnessHeads(null) is [var known, ..])
            return $"a witness holds seal {known.Pin.Index} of node {settings.Node} under the origin {known.Origin}, and this folder has no archive: choose another node id for a new archive, or accept that the old one is gone";
        return HeadCheck.AtStart(seals, new Checkpoints(disk, folder.Archive).Newest(), new JournalHead(number, hash), HashAt, [.. Known(origin).Select(pin => pin.Pin)]);
    }

    /// <summary>Goes on under a new origin: an entry says what is gone, a signed statement stands in the archive for ever.</summary>
    /// <exception cref="ArchiveException">More than a rollback is wrong, or something is left that does not agree.</exception>
    public async Task<Rollback> AcceptAsync(DateTimeOffset now, CancellationToken stop)
    {
        var newest = seals.Newest();
        var origin = ArchiveOrigin.Current(disk, folder.Archive, newest?.Content);
        var plan = RollbackPlan.Make(seals, Known(origin));
        var next = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var entry = await RecordAsync(plan, next, stop);
        var key = folder.SigningKeys(disk).Active(KeptCheckpoint(plan));
        return plan.CarryOut(seals, pins, new RollbackSigning(settings.Node, entry, next, ReceiveTime.From(now), key)).Content;
    }

    private Checkpoint? KeptCheckpoint(RollbackPlan plan) =>
        Checkpoints.Names(disk, folder.Archive).Except(plan.Checkpoints, StringComparer.Ordinal).LastOrDefault() is { } kept
            ? new Checkpoints(disk, folder.Archive).Read($"{ArchivePaths.Checkpoints(folder.Archive)}/{kept}")
            : null;

    private Task<JournalHead> RecordAsync(RollbackPlan plan, string next, CancellationToken stop) => store.WriteAsync(
        transaction =>
        {
            var before = transaction.Number;
            transaction.Append(new JournalDraft("archive.rolled-back", "archive", Actor.Machine, null, new Dictionary<string, object?>
            {
                ["seal"] = plan.Left.Index,
                ["origin"] = plan.Origin,
                ["next"] = next,
                ["gone_seal"] = plan.Gone.Index == 0 ? null : plan.Gone.Index,
                ["gone_journal"] = plan.JournalKnown.Number > before ? plan.JournalKnown.Number : null,
                ["reason"] = "accepted at the start with --accept-rollback",
            }));
            return Task.FromResult(new JournalHead(transaction.Number, transaction.Hash));
        },
        stop);

    private List<HeldPin> Known(string? origin) => [.. pins.Read().Where(pin => pin.Origin is null || origin is null || pin.Origin == origin), .. WitnessHeads(origin)];

    /// <summary>What the witnesses hold of this archive; of any, when this folder does not know its own.</summary>
    private List<HeldPin> WitnessHeads(string? origin)
    {
        var heads = new List<HeldPin>();
        foreach (var place in settings.Witness.Select(settings.Resolve))
        {
            try
            {
                var witness = new Witness(disk, place);
                foreach (var one in origin is null ? witness.Origins(settings.Node) : [origin])
                {
                    if (witness.Held(settings.Node, one)?.Content is { } held)
                        heads.Add(new HeldPin("", new Pin(held.SealIndex, held.SealHash), one, held.Time));
                }
            }
            catch (DiskException)
            {
                // Not reachable now.
            }
        }

        return heads;
    }

    private string? Stranger(string origin)
    {
        foreach (var place in settings.Witness.Select(settings.Resolve))
        {
            try
            {
                if (new Witness(disk, place).Another(settings.Node, origin, new Rollbacks(disk, folder.Archive)) is { } other)
                    return $"the witness {place} holds node {settings.Node} of the archive {other}; this one is {origin}: one node id on two hosts";
            }
            catch (DiskException)
            {
                // Not reachable now.
            }
        }

        return null;
    }

    private string? HashAt(long number)
    {
        using var context = store.NewContext();
        return context.Journal.AsNoTracking().Where(row => row.Number == number).Select(row => row.Hash).SingleOrDefault();
    }
}
