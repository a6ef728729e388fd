using Yagura.Archive.Chain;
using Yagura.Archive.Seal;

namespace Yagura.Web.Pages.Custody;

/// <summary>What the archive's page shows.</summary>
/// <param name="Seals">The newest seals, newest first.</param>
/// <param name="Total">Seals in all: the newest index, since the index is dense.</param>
/// <param name="Checkpoint">The newest checkpoint; null for none.</param>
/// <param name="Fingerprint">Fingerprint of the key that signed it; empty for none.</param>
/// <param name="Pins">Copies held outside, newest first.</param>
/// <param name="Checks">Days that a scrub verified, newest first.</param>
/// <param name="Fault">Why the archive could not be read; empty when it could.</param>
public sealed record ArchiveModel(
    IReadOnlyList<SealContent> Seals, long Total, Checkpoint? Checkpoint, string Fingerprint, IReadOnlyList<OutsidePin> Pins, IReadOnlyList<DayCheck> Checks, string Fault);

/// <summary>A pin that came back from outside.</summary>
/// <param name="Name">Who or where: the file's name.</param>
/// <param name="Pin">Index and hash of the seal.</param>
/// <param name="At">When it came.</param>
public sealed record OutsidePin(string Name, string Pin, DateTimeOffset At);

/// <summary>A day that was verified.</summary>
/// <param name="Entry">The journal entry's number.</param>
/// <param name="Date">The day.</param>
/// <param name="Ok">Whether nothing was wrong.</param>
/// <param name="At">When.</param>
public sealed record DayCheck(long Entry, string Date, bool Ok, DateTimeOffset At);
