using Yagura.Archive.Seal;

namespace Yagura.Archive.Chain;

/// <summary>What is known from outside about an archive: this seal had this hash.</summary>
/// <param name="Index">The seal's index.</param>
/// <param name="Hash">SHA-256 of its bytes.</param>
public sealed record Pin(long Index, string Hash)
{
    /// <summary>Reads <c>index:hash</c>; null for another form.</summary>
    public static Pin? TryParse(string text)
    {
        var parts = text.Split(':');
        return parts.Length == 2 && long.TryParse(parts[0], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var index)
            && parts[1].Length == 64 && parts[1].All(char.IsAsciiHexDigitLower) ? new Pin(index, parts[1]) : null;
    }
}

/// <summary>Who holds a head refuses another one that does not extend it (CUSTODY 3 and 4): the standby, a witness, this node at its start.</summary>
public static class HeadCheck
{
    /// <summary>Whether an offered chain extends a head that is held.</summary>
    /// <param name="held">Held origin, index and hash.</param>
    /// <param name="offered">The seals after the held one, in order, as bytes; the held one itself need not be offered.</param>
    /// <param name="origin">The origin that is held.</param>
    /// <returns>Null when it extends it; otherwise the reason for the refusal.</returns>
    public static string? Extends(Pin held, string origin, IEnumerable<byte[]> offered)
    {
        var (index, hash) = held;
        foreach (var bytes in offered)
        {
            if (!SealParser.TryParse(bytes, out var seal, out var fault)) return $"the seal offered after {index} {fault}";
            if (seal!.Origin != origin) return $"seal {seal.Index} belongs to origin {seal.Origin}; held is {origin}";
            if (seal.Index != index + 1) return $"seal {seal.Index} is offered; held is {index}, so {index + 1} must come next";
            if (seal.Previous != hash) return $"seal {seal.Index} follows {seal.Previous}; held is {hash} as seal {index}: the chain was rewritten";
            (index, hash) = (seal.Index, EvidenceMember.Hash(bytes));
        }
        return null;
    }

    /// <summary>Whether newest seal, newest checkpoint, journal and pins agree at start (CUSTODY 3).</summary>
    /// <param name="seals">The archive's seals.</param>
    /// <param name="checkpoint">The newest checkpoint; null without any.</param>
    /// <param name="journal">The journal's head.</param>
    /// <param name="journalHashAt">The hash of an earlier entry of the journal; null when it has no such entry.</param>
    /// <param name="pins">What is known from outside.</param>
    /// <returns>Null when they agree; otherwise the reason to refuse the start.</returns>
    public static string? AtStart(SealFolder seals, Checkpoint? checkpoint, JournalHead journal, Func<long, string?> journalHashAt, IReadOnlyList<Pin> pins)
    {
        var newest = seals.Newest();
        if (Seals(seals, newest, checkpoint?.Content, pins) is { } disagreement) return disagreement;
        // A checkpoint of an origin that was given up binds no journal: the rollback that led away from it says what is gone.
        if (checkpoint is null || checkpoint.Content.Origin != ArchiveOrigin.Current(seals.Disk, seals.Archive, newest?.Content)) return null;
        return JournalAtStart(checkpoint.Content, journal, journalHashAt);
    }

    /// <summary>Whether the seals are those that the newest checkpoint and the pins vouch for.</summary>
    internal static string? Seals(SealFolder seals, SealFolder.Found? newest, CheckpointContent? checkpoint, IReadOnlyList<Pin> pins)
    {
        var known = pins.Select(pin => (pin.Index, pin.Hash, Says: "a pin held outside"));
        if (checkpoint is not null) known = known.Append((checkpoint.SealIndex, checkpoint.SealHash, "the newest checkpoint"));
        foreach (var (index, hash, says) in known)
        {
            if ((newest?.Content.Index ?? 0) < index)
                return $"the newest seal is {newest?.Content.Index ?? 0}, and {says} vouches for seal {index}: the archive was rolled back or seals are missing";
            var found = newest;
            while (found is not null && found.Content.Index > index) found = seals.Before(found);
            if (found is null || found.Content.Index != index) return $"seal {index}, for which {says} vouches, is missing";
            if (found.Hash != hash) return $"seal {index} has the hash {found.Hash}; {says} says {hash}: the archive was rewritten";
            if (checkpoint is not null && checkpoint.SealIndex == index && (checkpoint.Origin != found.Content.Origin || checkpoint.Node != found.Content.Node))
                return $"the newest checkpoint is of {checkpoint.Origin}/{checkpoint.Node}, its seal of {found.Content.Origin}/{found.Content.Node}";
        }
        return null;
    }

    private static string? JournalAtStart(CheckpointContent checkpoint, JournalHead journal, Func<long, string?> journalHashAt)
    {
        var (number, hash) = checkpoint.Journal;
        if (journal.Number < number) return $"the journal ends at entry {journal.Number}, and the newest checkpoint vouches for entry {number}: the journal was rolled back";
        if (number == 0) return null;
        var found = journal.Number == number ? journal.Hash : journalHashAt(number);
        return found == hash ? null : $"journal entry {number} has the hash {found ?? "(none)"}; the newest checkpoint says {hash}: the journal was rewritten";
    }
}
