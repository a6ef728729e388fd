using Yagura.Archive.Seal;
using Yagura.Archive.Spool;
using Yagura.Operations.Store;
using Yagura.ServiceLevel.Clocks;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Operations.Deliverables;

/// <summary>日次報告書 as data: what a day was, a day without any event too. Printing is the web's business.</summary>
public sealed record DailyReport
{
    /// <summary>The day, in the contract's zone.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>Midnight at which it begins.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Midnight at which it ends.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>The instant up to which facts are in it.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>What came from each source, registered ones without any record included.</summary>
    public required IReadOnlyList<SourceDay> Sources { get; init; }

    /// <summary>Findings by the severity that the contract maps them to: 3, 2, 1; those that it maps to none under 0. Zero is a result.</summary>
    public required IReadOnlyDictionary<int, long> Findings { get; init; }

    /// <summary>Incidents that were opened or worked on in the day, or were open at its end.</summary>
    public required IReadOnlyList<IncidentDay> Incidents { get; init; }

    /// <summary>Sandbox alerts received in the day.</summary>
    public required IReadOnlyList<SandboxDay> Sandbox { get; init; }

    /// <summary>Silences past the cadence that touch the day.</summary>
    public required IReadOnlyList<SilenceRow> Silences { get; init; }

    /// <summary>Times in the day at which the server did not run.</summary>
    public required IReadOnlyList<SealedDown> Down { get; init; }

    /// <summary>Input lost before the spool.</summary>
    public required IReadOnlyList<SealedLoss> Lost { get; init; }

    /// <summary>Acknowledged records that could not be read.</summary>
    public required IReadOnlyList<DamagedNote> Damaged { get; init; }

    /// <summary>Gaps in sources' own numbers that were recorded in the day.</summary>
    public required IReadOnlyList<JournalEntry> Gaps { get; init; }

    /// <summary>The day's checkpoint; null while there is none: then nothing outside can pin the day.</summary>
    public required DayCheckpoint? Checkpoint { get; init; }

    /// <summary>Up to where the seals reach; null without any. Before <see cref="To"/> the day is not sealed to its end.</summary>
    public required DateTimeOffset? SealedTo { get; init; }

    /// <summary>Number of the newest journal entry at as-of; 0 for none.</summary>
    public required long JournalNumber { get; init; }
}

/// <summary>A source's day.</summary>
/// <param name="Source">Its id.</param>
/// <param name="Registered">Whether it is registered.</param>
/// <param name="Records">Records received.</param>
/// <param name="Events">Events in them.</param>
/// <param name="Bytes">Payload bytes of them.</param>
/// <param name="Unparsed">Records that no decoder could read.</param>
public sealed record SourceDay(string Source, bool Registered, long Records, long Events, long Bytes, long Unparsed);

/// <summary>An incident in a day.</summary>
/// <param name="Row">Its state at the time of printing.</param>
/// <param name="Clocks">Its clocks at as-of.</param>
/// <param name="Entries">What was recorded on it in the day.</param>
public sealed record IncidentDay(IncidentRow Row, IReadOnlyList<ClockState> Clocks, IReadOnlyList<JournalEntry> Entries);

/// <summary>A sandbox alert of a day.</summary>
/// <param name="Row">The alert and its judgement.</param>
/// <param name="Clock">Its clock at as-of; null without a contract that has one.</param>
public sealed record SandboxDay(SandboxRow Row, ClockState? Clock);

/// <summary>What pins the day outside.</summary>
/// <param name="SealIndex">The seal that it covers.</param>
/// <param name="SealHash">SHA-256 of that seal.</param>
/// <param name="Hash">SHA-256 of the checkpoint: the fingerprint to print.</param>
/// <param name="Time">When it was signed.</param>
/// <param name="JournalNumber">The journal's head in it.</param>
/// <param name="JournalHash">Its hash.</param>
/// <param name="KeyId">The key that signed it.</param>
/// <param name="KeyFingerprint">SHA-256 of that key, as <c>yagura verify</c> prints it; null when the archive does not hold the key.</param>
public sealed record DayCheckpoint(long SealIndex, string SealHash, string Hash, DateTimeOffset Time, long JournalNumber, string JournalHash, string KeyId, string? KeyFingerprint);
