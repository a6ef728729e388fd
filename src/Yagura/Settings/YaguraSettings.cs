using System.Net;
using Yagura.Events;

namespace Yagura.Settings;

/// <summary>What <c>yagura serve</c> runs with. Every key has a default; docs/configuration.md lists them.</summary>
internal sealed record YaguraSettings
{
    /// <summary>Folder of spool/, archive/, index/, keys/ and yagura.db.</summary>
    public string Data { get; init; } = "./data";

    /// <summary>Id of this node, part of every evidence file's name.</summary>
    public string Node { get; init; } = "node-1";

    /// <summary>The doors.</summary>
    public ListenSettings Listen { get; init; } = new();

    /// <summary>Connection string of PostgreSQL; null for SQLite in the data folder.</summary>
    public string? Postgres { get; init; }

    /// <summary>Contract files, in order of their effective dates.</summary>
    public IReadOnlyList<string> Contracts { get; init; } = [];

    /// <summary>Folders of rules.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    /// <summary>Folders of indicators.</summary>
    public IReadOnlyList<string> Indicators { get; init; } = [];

    /// <summary>TAXII collections that are asked for indicators.</summary>
    public IReadOnlyList<TaxiiSettings> Taxii { get; init; } = [];

    /// <summary>Folders of decoders of one's own, beside the shipped ones.</summary>
    public IReadOnlyList<string> Decoders { get; init; } = [];

    /// <summary>Registered senders.</summary>
    public IReadOnlyList<Source> Sources { get; init; } = [];

    /// <summary>Months for which evidence stays; a contract that asks for more wins.</summary>
    public int RetentionMonths { get; init; } = 12;

    /// <summary>Bytes kept free on the data folder's disk: below half of them, beside what is not sealed, nothing is acknowledged.</summary>
    public long ReserveBytes { get; init; } = 512L << 20;

    /// <summary>Folders of others that take a copy of each checkpoint.</summary>
    public IReadOnlyList<string> Witness { get; init; } = [];

    /// <summary>Mail that takes a copy of each checkpoint; null for none.</summary>
    public CheckpointMailSettings? CheckpointMail { get; init; }

    /// <summary>Folder of the private keys; null for <c>keys/</c> of the data folder.</summary>
    public string? Keys { get; init; }

    /// <summary>The program that signs checkpoints; null when a key of the folder does.</summary>
    public SignerSettings? Signer { get; init; }

    /// <summary>Whether a person said at this start that what is missing is gone for good; no key of the file.</summary>
    public bool AcceptRollback { get; init; }

    /// <summary>File that this was read from; null for the defaults.</summary>
    public string? File { get; init; }

    /// <summary>Paths are relative to the configuration file, or to the current folder without one.</summary>
    public string Resolve(string path) =>
        Path.GetFullPath(path, File is null ? Directory.GetCurrentDirectory() : Path.GetDirectoryName(Path.GetFullPath(File))!);

    /// <summary>Folders that indicators are read from: the configured ones, and what was fetched into the data folder.</summary>
    public IReadOnlyList<string> IndicatorFolders()
    {
        var fetched = Path.Combine(Resolve(Data), "indicators");
        return [.. Indicators.Select(Resolve), .. Directory.Exists(fetched) ? [fetched] : Array.Empty<string>()];
    }

    /// <summary>Folders that decoders are read from: the shipped ones, and after them one's own, whose files replace those of the same id.</summary>
    public IReadOnlyList<string> DecoderFolders() => [.. Decoders.Select(Resolve).Prepend(Shipped("decoders")).Distinct(StringComparer.Ordinal)];

    /// <summary>A shipped folder (rules, decoders, contracts) beside the executable.</summary>
    public static string Shipped(string name) => Path.Combine(AppContext.BaseDirectory, name);
}

/// <summary>A key that is not on this machine's disk.</summary>
/// <param name="Program">Reads the bytes to sign on its input and writes the signature on its output: ECDSA P-256 over SHA-256, DER.</param>
/// <param name="PublicKey">PEM of its public key.</param>
internal sealed record SignerSettings(string Program, string PublicKey);

/// <summary>How checkpoints go out by mail.</summary>
/// <param name="Relay">The relay; it takes mail without a password.</param>
/// <param name="Tls">Whether STARTTLS is demanded.</param>
/// <param name="From">Sender's address.</param>
/// <param name="To">Recipients.</param>
internal sealed record CheckpointMailSettings(DnsEndPoint Relay, bool Tls, string From, IReadOnlyList<string> To);
