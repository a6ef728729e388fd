using Yagura.Operations.Store;
using Yagura.Web.Parts;

namespace Yagura.Web.Pages.Judgements;

/// <summary>Sandbox alerts.</summary>
/// <param name="Rows">What is shown.</param>
/// <param name="Clocks">Running clocks of those shown, by subject.</param>
/// <param name="Waiting">How many wait for a judgement.</param>
/// <param name="Paging">Which stretch.</param>
public sealed record JudgementsModel(IReadOnlyList<SandboxRow> Rows, ILookup<string, ClockView> Clocks, long Waiting, Paging Paging);

/// <summary>One alert.</summary>
/// <param name="Row">What is known of it.</param>
/// <param name="Clocks">Its clocks.</param>
/// <param name="Raw">The raw text of its first copy; null when it could not be read.</param>
/// <param name="Entries">Its journal, newest first.</param>
/// <param name="SameHash">Other alerts of the same hash that were judged.</param>
public sealed record JudgementModel(SandboxRow Row, IReadOnlyList<ClockView> Clocks, string? Raw, IReadOnlyList<EntryView> Entries, IReadOnlyList<SandboxRow> SameHash);

/// <summary>A judgement as typed.</summary>
public sealed record JudgementForm
{
    /// <summary>The version that the person saw.</summary>
    public long? Version { get; init; }

    /// <summary>malicious, suspicious or harmless.</summary>
    public string? Verdict { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>When; empty for now.</summary>
    public string? At { get; init; }
}
