using System.Text;
using Yagura.Archive.Seal;
using Yagura.Events;

namespace Yagura.Archive.Chain;

/// <summary>What accepting a rollback means for one archive: what is left, what is gone, what is given up. Made first, carried out when a person said so.</summary>
/// <param name="Origin">The archive's id until now.</param>
/// <param name="Left">The newest seal that is there; index 0 and 64 zeros for none.</param>
/// <param name="Gone">The newest seal that a checkpoint or a pin knows; index 0 and 64 zeros when only the journal lies behind.</param>
/// <param name="JournalKnown">The newest journal entry that a given-up or kept checkpoint vouches for.</param>
/// <param name="Checkpoints">Names of the checkpoints behind <paramref name="Left"/>: they move to <c>given-up/</c>.</param>
/// <param name="Pins">Pins behind it: they move aside.</param>
public sealed record RollbackPlan(string Origin, Pin Left, Pin Gone, JournalHead JournalKnown, IReadOnlyList<string> Checkpoints, IReadOnlyList<HeldPin> Pins)
{
    /// <summary>Looks at what is there. Changes nothing.</summary>
    /// <param name="seals">The archive's seals.</param>
    /// <param name="pins">What is known from outside, witness heads included.</param>
    /// <exception cref="ArchiveException">More than a rollback is wrong: seals between are missing or were rewritten. Nothing accepts that.</exception>
    public static RollbackPlan Make(SealFolder seals, IReadOnlyList<HeldPin> pins)
    {
        var checkpoints = new Checkpoints(seals.Disk, seals.Archive);
        var names = Chain.Checkpoints.Names(seals.Disk, seals.Archive);
        var newest = seals.Newest();
        var left = newest is null ? new Pin(0, SealContent.NoHash) : new Pin(newest.Content.Index, newest.Hash);
        var behind = names.Where(name => Chain.Checkpoints.Order(name)!.Value.Index > left.Index).ToList();
        var given = behind.ConvertAll(name => checkpoints.Read($"{ArchivePaths.Checkpoints(seals.Archive)}/{name}").Content);
        var gonePins = pins.Where(pin => pin.Pin.Index > left.Index).ToList();
        var kept = names.Except(behind, StringComparer.Ordinal).LastOrDefault() is { } last ? checkpoints.Read($"{ArchivePaths.Checkpoints(seals.Archive)}/{last}").Content : null;
        if (HeadCheck.Seals(seals, newest, kept, [.. pins.Except(gonePins).Select(pin => pin.Pin)]) is { } worse)
            throw new ArchiveException($"this is more than a rollback: {worse}");
        var gone = given.Select(content => new Pin(content.SealIndex, content.SealHash)).Concat(gonePins.Select(pin => pin.Pin)).MaxBy(pin => pin.Index);
        var journal = given.Append(kept).OfType<CheckpointContent>().Select(content => content.Journal).MaxBy(head => head.Number) ?? JournalHead.Empty;
        var origin = ArchiveOrigin.Current(seals.Disk, seals.Archive, newest?.Content) ?? given.LastOrDefault()?.Origin ?? gonePins.FirstOrDefault(pin => pin.Origin is not null)?.Origin
            ?? throw new ArchiveException("nothing says which archive this was: there is no seal, no checkpoint and no pin with an origin");
        return new RollbackPlan(origin, left, gone ?? new Pin(0, SealContent.NoHash), journal, behind, gonePins);
    }

    /// <summary>Writes the statement, which is the commit; then the new id, then what is given up goes aside.</summary>
    /// <param name="seals">The archive's seals.</param>
    /// <param name="aside">The folder of pins.</param>
    /// <param name="by">How it is recorded and signed.</param>
    public SignedRollback CarryOut(SealFolder seals, PinFolder aside, RollbackSigning by)
    {
        var content = new Rollback(Origin, by.Node, Left.Index, Left.Hash, Gone.Index, Gone.Hash, by.Entry.Number, by.Entry.Hash, by.Next, by.Time);
        var body = RollbackText.Body(content);
        var signed = new SignedRollback(content, body, by.Key.Public.Name.Id, by.Key.Sign(body));
        if (RollbackText.TryParse(RollbackText.Write(body, signed.KeyId, signed.Signature)) is null || !by.Key.Public.Verifies(body, signed.Signature))
            throw new ArchiveException("the rollback statement would not verify");
        new Checkpoints(seals.Disk, seals.Archive).Publish(by.Key.Public);
        new Rollbacks(seals.Disk, seals.Archive).Write(signed);
        DurableFile.Write(seals.Disk, ArchivePaths.Origin(seals.Archive), Encoding.ASCII.GetBytes(by.Next + "\n"));
        GiveUp(seals, by.Next);
        foreach (var pin in Pins.Where(pin => pin.Name.Length > 0)) aside.GiveUp(pin);
        return signed;
    }

    private void GiveUp(SealFolder seals, string next)
    {
        if (Checkpoints.Count == 0) return;
        var folder = ArchivePaths.Checkpoints(seals.Archive);
        var target = $"{seals.Archive}/given-up/{next}";
        seals.Disk.CreateFolder(target);
        foreach (var name in Checkpoints) seals.Disk.Rename($"{folder}/{name}", $"{target}/{name}");
        seals.Disk.SyncFolder(target);
        seals.Disk.SyncFolder(folder);
    }
}

/// <summary>How a rollback is recorded and signed.</summary>
/// <param name="Node">The node.</param>
/// <param name="Entry">The journal's entry that records it.</param>
/// <param name="Next">The new id of the archive: random.</param>
/// <param name="Time">When.</param>
/// <param name="Key">The key that signs the checkpoints that are kept.</param>
public sealed record RollbackSigning(string Node, JournalHead Entry, string Next, ReceiveTime Time, SigningKey Key);
