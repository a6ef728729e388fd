using Yagura.Archive.Disk;
using Yagura.Archive.Seal;

namespace Yagura.Archive.Verify;

/// <summary>Checks rollback statements: where the archive went on under a new origin, who signed that, and what is gone.</summary>
/// <remarks>A statement explains a change of origin. It excuses nothing: what was pinned and is gone stays a fault.</remarks>
internal sealed class RollbackCheck
{
    private readonly FaultList _faults;
    // Bounded by the rollbacks that people accepted.
    private readonly List<(string File, SignedRollback Rollback)> _statements = [];

    public RollbackCheck(IDisk disk, string archive, FaultList faults)
    {
        _faults = faults;
        var folder = new Rollbacks(disk, archive);
        foreach (var name in folder.Strays())
        {
            if (name.EndsWith(ArchivePaths.Temporary, StringComparison.Ordinal)) faults.Notice($"rollbacks/{name}: not finished");
            else faults.Add("stray-file", $"rollbacks/{name}", "is no rollback statement by its name");
        }
        foreach (var name in folder.Names())
        {
            var file = $"rollbacks/{name}";
            if (FaultList.TryRead(disk, archive, file, what => faults.Add("rollback-wrong", file, what)) is not { } bytes) continue;
            if (RollbackText.TryParse(bytes) is not { } rollback) faults.Add("rollback-wrong", file, "is not a rollback statement of version 1");
            else if (rollback.Content.SealIndex != Rollbacks.Order(name)!.Value.Index) faults.Add("rollback-wrong", file, $"is for seal {rollback.Content.SealIndex}");
            else _statements.Add((file, rollback));
        }
    }

    /// <summary>Whether any statement stands behind this seal.</summary>
    public bool Any(long sealIndex) => _statements.Exists(statement => statement.Rollback.Content.SealIndex == sealIndex);

    /// <summary>The origin behind a seal; null when the statements do not begin at this one.</summary>
    public string? Follow(string? origin, long sealIndex)
    {
        foreach (var (_, rollback) in _statements.Where(statement => statement.Rollback.Content.SealIndex == sealIndex))
        {
            if (origin is not null && rollback.Content.Origin != origin) return null;
            origin = rollback.Content.Next;
        }
        return origin;
    }

    /// <summary>Compares each statement with the chain and the keys that sign its checkpoints.</summary>
    public void Run(ChainWalk chain, CheckpointCheck checkpoints)
    {
        foreach (var (file, rollback) in _statements)
        {
            var said = rollback.Content;
            var link = chain.Links.FirstOrDefault(link => link.Index == said.SealIndex);
            var hash = said.SealIndex == 0 ? SealContent.NoHash : link?.Hash;
            if (hash != said.SealHash) _faults.Add("rollback-wrong", file, $"goes on from seal {said.SealIndex} with the hash {said.SealHash}; here it is {hash ?? "missing"}");
            if (link is not null && link.Node != said.Node) _faults.Add("rollback-wrong", file, $"is of node {said.Node}");
            if (!checkpoints.Keys.TryGetValue(rollback.KeyId, out var key) || !key.Verifies(rollback.Body, rollback.Signature))
                _faults.Add("rollback-wrong", file, $"its signature is not by the key {rollback.KeyId} over these bytes");
            else if (checkpoints.Fingerprints.Count > 0 && !checkpoints.Fingerprints.Contains(key.Name.Fingerprint, StringComparer.Ordinal))
                _faults.Add("rollback-wrong", file, $"is signed by {rollback.KeyId}, which signs no checkpoint of this archive");
            _faults.Notice(Sentence(said));
        }
    }

    private static string Sentence(Rollback said) => said.GoneIndex > 0
        ? $"behind seal {said.SealIndex} the archive goes on under the origin {said.Next}: seals {said.SealIndex + 1} to {said.GoneIndex} of {said.Origin} were known and are gone (journal entry {said.JournalNumber})"
        : $"behind seal {said.SealIndex} the archive goes on under the origin {said.Next}: the journal was rolled back (journal entry {said.JournalNumber})";
}
