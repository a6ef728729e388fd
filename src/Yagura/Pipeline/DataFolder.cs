using Yagura.Archive.Chain;
using Yagura.Archive.Disk;
using Yagura.Outside;
using Yagura.Settings;

namespace Yagura.Pipeline;

/// <summary>The paths inside a data folder (DESIGN 2, CUSTODY).</summary>
internal sealed record DataFolder(string Root)
{
    public string Spool => Path.Combine(Root, "spool");

    public string Archive => Path.Combine(Root, "archive");

    public string Keys => KeysAt ?? Path.Combine(Root, "keys");

    /// <summary>Where the private keys stand instead; null for the data folder.</summary>
    public string? KeysAt { get; init; }

    /// <summary>The program that signs; null for none.</summary>
    public SignerSettings? Signer { get; init; }

    /// <summary>The folder of a configuration.</summary>
    public static DataFolder Of(YaguraSettings settings) => new(settings.Resolve(settings.Data))
    {
        KeysAt = settings.Keys is { } keys ? settings.Resolve(keys) : null,
        Signer = settings.Signer is { } signer ? signer with { Program = settings.Resolve(signer.Program), PublicKey = settings.Resolve(signer.PublicKey) } : null,
    };

    /// <summary>The keys that sign checkpoints.</summary>
    /// <exception cref="Yagura.Archive.Seal.ArchiveException">The signer's public key cannot be read.</exception>
    public KeyStore SigningKeys(IDisk disk) => new(disk, Keys, Signer is { } signer ? ExternalSigner.Open(signer) : null);

    /// <summary>How far files were imported.</summary>
    public string Imports => Path.Combine(Root, "imports");

    /// <summary>The detection's state, made again from evidence when it is not there.</summary>
    public string DetectionState => Path.Combine(Root, "state", "detection");

    /// <summary>What was fetched of a TAXII collection, and how far it was asked.</summary>
    public TaxiiShelf Taxii(string id) => TaxiiShelf.In(Root, id);

    public string Store => Path.Combine(Root, "yagura.db");

    /// <summary>Checkpoints that came back from outside: what the newest known pin is.</summary>
    public string Pins => Path.Combine(Root, "pins");

    /// <summary>Who outside gets copies of this folder's checkpoints.</summary>
    public OutsidePlaces Outside(YaguraSettings settings) => new(Archive, Pins, [.. settings.Witness.Select(settings.Resolve)], settings.CheckpointMail);

    /// <summary>Whether it is a demo's: everything in it is invented.</summary>
    public bool IsDemo => File.Exists(Path.Combine(Root, DemoMark));

    /// <summary>The file that marks a demo's folder.</summary>
    public const string DemoMark = "DEMO";
}
