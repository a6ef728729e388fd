using Yagura.Archive.Chain;
using Yagura.Archive.Seal;

namespace Yagura.Archive.Verify;

/// <summary>Compares the chain with what is held outside: the only thing that finds a chain rewritten by who has the key.</summary>
internal sealed class PinCheck(FaultList faults, ChainWalk chain, CheckpointCheck checkpoints, VerifyOptions options)
{
    /// <summary>The newest pin that could be used.</summary>
    public Pin? Newest { get; private set; }

    /// <summary>Uses every pin and every checkpoint file.</summary>
    public void Run()
    {
        foreach (var pin in options.Pins) Use(pin, $"pin {pin.Index}");
        foreach (var (name, bytes) in options.Checkpoints) Use(name, bytes);
        if (Newest is null) faults.Notice("no pin was used: a chain that was rewritten or cut as a whole by who holds the key is not found without a checkpoint or pin held outside");
    }

    private void Use(string name, byte[] bytes)
    {
        if (!CheckpointText.TryParse(bytes, out var checkpoint, out var fault))
        {
            faults.Add("pin-unreadable", name, fault);
            return;
        }
        if (chain.Origin is not null && checkpoint!.Content.Origin != chain.Origin && chain.Links.All(link => link.Origin != checkpoint.Content.Origin))
        {
            faults.Add("pin-disagrees", name, $"is of the archive {checkpoint.Content.Origin}; this one is {chain.Origin}");
            return;
        }
        if (!Array.TrueForAll([.. checkpoint!.Signatures], signature => checkpoints.Keys.TryGetValue(signature.KeyId, out var key) && key.Verifies(checkpoint.Body, signature.Der)))
            faults.Add("pin-disagrees", name, $"is signed by {checkpoint.Signatures[0].KeyId}, whose key in this archive is missing or another");
        Use(new Pin(checkpoint.Content.SealIndex, checkpoint.Content.SealHash), name);
    }

    private void Use(Pin pin, string name)
    {
        var newest = chain.Links.Count > 0 ? chain.Links[^1].Index : 0;
        if (pin.Index > newest)
        {
            faults.Add(new VerifyFault("seals-dropped", name, pin.Index, null, null, chain.Links.Count > 0 ? chain.Links[^1].To : null, null, $"the pin knows seal {pin.Index}; the newest here is {newest}: the newest seals were dropped, or the archive was rolled back"));
            return;
        }
        if (chain.Links.FirstOrDefault(link => link.Index == pin.Index) is not { } link)
        {
            faults.Add("pin-disagrees", name, $"seal {pin.Index} is not there");
            return;
        }
        if (Newest is null || Newest.Index < pin.Index) Newest = pin;
        if (link.Hash != pin.Hash) faults.Add("pin-disagrees", link, ArchivePaths.Seal, $"has the hash {link.Hash}; {name} held outside says {pin.Hash}: the chain was rewritten, or went on elsewhere after a rollback");
    }
}
