using Yagura.Archive.Chain;
using Yagura.Archive.Disk;
using Yagura.Archive.Replicate;
using Yagura.Archive.Seal;
using Yagura.Events;

namespace Yagura.Outside;

/// <summary>One pull of a copy from where it is told to.</summary>
/// <param name="Source">A folder, or <c>ssh://[user@]host[:port]/folder</c>.</param>
/// <param name="Folder">Where the copy stands.</param>
/// <param name="Trusted">Fingerprints of keys that may sign without a hand-over.</param>
/// <param name="SshConfig">ssh's configuration; null for its usual one.</param>
internal sealed record ReplicaPull(string Source, string Folder, IReadOnlyList<string> Trusted, string? SshConfig)
{
    private const string Scheme = "ssh://";
    private static readonly LinuxDisk Here = new();

    /// <summary>Pulls.</summary>
    /// <exception cref="VerbException">The source has another form.</exception>
    /// <exception cref="ArchiveException">It is refused.</exception>
    /// <exception cref="IOException">Something cannot be reached or written.</exception>
    public ReplicaOutcome Run(Action<ReplicaProgress> progress, CancellationToken stop)
    {
        if (!Source.StartsWith(Scheme, StringComparison.Ordinal))
            return FromFolder(Path.GetFullPath(Source), progress, stop);
        if (!Uri.TryCreate(Source, UriKind.Absolute, out var place) || place.Host.Length == 0 || place.Host.StartsWith('-') || place.UserInfo.StartsWith('-') || place.AbsolutePath.Length < 2)
            throw new VerbException($"the source {Source} is not allowed; allowed: {Scheme}[user@]host[:port]/folder");
        using var session = SshSession.Connect(place, SshConfig);
        return Pull(session.Disk, Archive(session.Disk, Uri.UnescapeDataString(place.AbsolutePath).TrimEnd('/')), progress, stop);
    }

    private ReplicaOutcome FromFolder(string source, Action<ReplicaProgress> progress, CancellationToken stop)
    {
        if (!Directory.Exists(source))
            throw new VerbException($"the folder {Source} does not exist");
        if (Path.GetFullPath(source).TrimEnd('/') == Folder.TrimEnd('/'))
            throw new VerbException("source and copy are the same folder");
        var archive = Archive(Here, source);
        var outcome = Pull(Here, archive, progress, stop);
        // The node that is followed knows then what is held here, and refuses to start behind it.
        var pins = Path.Combine(Path.GetDirectoryName(archive)!, "pins");
        if (outcome.Checkpoint is { } checkpoint && archive != source && Directory.Exists(Path.Combine(source, "spool")))
            new PinFolder(Here, pins).Keep(Folder, checkpoint.Content, ReceiveTime.From(TimeProvider.System.GetUtcNow()));
        return outcome;
    }

    private ReplicaOutcome Pull(IDisk disk, string archive, Action<ReplicaProgress> progress, CancellationToken stop) =>
        new Replica(disk, archive, Here, Path.Combine(Folder, "archive"), Trusted).Pull(progress, stop);

    // A data folder is taken for its archive.
    private static string Archive(IDisk disk, string folder) => disk.Exists(folder + "/archive") ? folder + "/archive" : folder;
}
