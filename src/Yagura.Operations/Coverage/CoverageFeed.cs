using Yagura.Archive.Seal;
using Yagura.Events;
using Yagura.Operations.Store;
using Yagura.ServiceLevel.Coverage;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Operations.Coverage;

/// <summary>A source as coverage counts it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Counts">Whether the contract counts it.</param>
/// <param name="From">Its registration: before it nothing is lost.</param>
/// <param name="To">Its retirement; null while it is registered.</param>
/// <param name="Listener">The only listener it can come through; null for any.</param>
public sealed record CoveredSource(string Id, bool Counts, DateTimeOffset From, DateTimeOffset? To, string? Listener)
{
    /// <summary>The longest silence that is normal, as set; null: learned.</summary>
    public TimeSpan? Cadence { get; init; }
}

/// <summary>What was read of a period, before it is marked minute by minute.</summary>
/// <param name="Seals">The seals that touch it.</param>
/// <param name="Sources">All registered sources, counting or not.</param>
/// <param name="Silences">Silences past the cadence.</param>
/// <param name="Entries">Entries of the kinds in <see cref="CoverageFeed.Kinds"/>.</param>
/// <param name="Analysed">The last sequence that was durably analysed.</param>
public sealed record CoverageFacts(IReadOnlyList<SealFacts> Seals, IReadOnlyList<CoveredSource> Sources, IReadOnlyList<SilenceRow> Silences, IReadOnlyList<JournalEntry> Entries, long Analysed)
{
    /// <summary>Times whose seals are missing: nothing can be proven of them.</summary>
    public IReadOnlyList<DownRange> Missing { get; init; } = [];
}

/// <summary>Seals, silences and entries of a period → marked minutes for the pure coverage function (FIGURES 4). Itself pure.</summary>
/// <remarks>
/// Where a seal says less than a minute would need (pending and blind ranges are sequences), all minutes of the seal's records are marked: never too few.
/// </remarks>
public static class CoverageFeed
{
    /// <summary>The entries that it reads.</summary>
    public static readonly IReadOnlyList<string> Kinds =
    [
        .. CoveredSources.Kinds, "source.maintenance", "rule.blind", "rule.blind-closed", "log.gap", "log.gap-repaired", "log.drop-cleared", "log.silence-explained", "analysis.passed",
        "entry.corrected", "entry.retracted", "entry.confirmed", "entry.disputed",
    ];

    private static readonly IReadOnlySet<string> NoClocks = new HashSet<string>();

    /// <summary>The entries as they count: corrected, retracted, confirmed.</summary>
    /// <param name="entries">Of <see cref="Kinds"/>, recorded by the as-of.</param>
    public static IReadOnlyList<Fact> Effective(IReadOnlyList<JournalEntry> entries) => EffectiveJournal.Of(entries, DateTimeOffset.MaxValue, NoClocks).Facts;

    /// <summary>The marked minutes of what was read.</summary>
    /// <param name="facts">What was read.</param>
    /// <param name="asOf">Up to when a lasting silence is marked.</param>
    public static CoverageInput Of(CoverageFacts facts, DateTimeOffset asOf)
    {
        var minutes = new Marks([.. facts.Sources.Where(source => source.Counts)], asOf);
        var effective = Effective(facts.Entries);
        var cleared = new ClearedDrops(effective);
        foreach (var seal in facts.Seals) Mark(minutes, facts, cleared, seal);
        foreach (var silence in facts.Silences) Silent(minutes, silence, asOf);
        foreach (var hole in facts.Missing) minutes.Everyone(hole.From, hole.To.AddTicks(-1), MinuteState.Unproven);
        foreach (var fact in effective) Stated(minutes, facts, effective, fact);
        return new CoverageInput(
            minutes.All,
            [.. facts.Seals.SelectMany(seal => seal.Down).Select(down => new DownRange(down.From.Instant, down.To.Instant))],
            facts.Seals.Count > 0 ? facts.Seals[^1].To.Instant : DateTimeOffset.MinValue);
    }

    private static void Mark(Marks minutes, CoverageFacts facts, ClearedDrops cleared, SealFacts seal)
    {
        foreach (var damaged in seal.Damaged) minutes.Everyone(damaged.Earliest.Instant, damaged.Latest.Instant, MinuteState.Lost);
        foreach (var lost in seal.Lost)
        {
            if (minutes.IsCounting(lost.Where)) Dropped(minutes, cleared, lost.Where, lost, MinuteState.Lost);
            else if (IsSocket(facts, lost.Where)) Socket(minutes, facts, cleared, lost);
        }

        if (seal.Last > facts.Analysed && seal is { Earliest: { } earliest, Latest: { } latest })
        {
            foreach (var source in seal.Sources) minutes.Add(source, earliest.Instant, latest.Instant, MinuteState.Pending);
        }
    }

    // What a source that nobody counts lost is its own loss; only a listener's name speaks for all who can send there.
    internal static bool IsSocket(CoverageFacts facts, string where) => !ReservedSources.IsReserved(where) && !facts.Sources.Any(source => source.Id == where);

    // A drop marks (socket, minute): lost when one source alone can send there, else it cannot be proven (CUSTODY 2).
    private static void Socket(Marks minutes, CoverageFacts facts, ClearedDrops cleared, SealedLoss lost)
    {
        var senders = facts.Sources.Where(source => source.Listener is null || source.Listener == lost.Where).ToList();
        var state = senders is [{ Listener: not null }] ? MinuteState.Lost : MinuteState.Unproven;
        foreach (var sender in senders) Dropped(minutes, cleared, sender.Id, lost, state);
    }

    // Unless the source's own numbers prove the minute whole: at once, or after what was missing came again.
    private static void Dropped(Marks minutes, ClearedDrops cleared, string source, SealedLoss lost, MinuteState state)
    {
        if (!cleared.Has(source, lost.Where, lost.Minute.Instant)) minutes.Add(source, lost.Minute.Instant, lost.Minute.Instant, state);
    }

    private static void Silent(Marks minutes, SilenceRow silence, DateTimeOffset asOf)
    {
        var state = silence.ExplainedAs switch { null => MinuteState.Unproven, "lost" => MinuteState.Lost, _ => MinuteState.None };
        if (state != MinuteState.None) minutes.Add(silence.Source, silence.From, silence.To ?? asOf, state);
    }

    private static void Stated(Marks minutes, CoverageFacts facts, IReadOnlyList<Fact> effective, Fact fact)
    {
        var source = fact.Subject.StartsWith("source:", StringComparison.Ordinal) ? fact.Subject["source:".Length..] : "";
        switch (fact.Kind)
        {
            // Maintenance that no client agreed to excludes nothing: nobody excuses himself.
            case "source.maintenance" when fact.ClientNamed && Range(fact) is { } range:
                minutes.Add(source, range.From, range.To, MinuteState.Excluded);
                break;
            case "log.gap" when Range(fact) is { } range && !Repaired(effective, fact):
                minutes.Add(source, range.From, range.To, MinuteState.Lost);
                break;
            case "rule.blind" when !Closed(effective, fact) && fact.Data.Count("from") is { } from && fact.Data.Count("to") is { } to:
                foreach (var seal in facts.Seals.Where(seal => seal.Last >= from && seal.First <= to && seal.Earliest is not null))
                {
                    foreach (var name in seal.Sources) minutes.Add(name, seal.Earliest!.Value.Instant, seal.Latest!.Value.Instant, MinuteState.Blind);
                }

                break;
        }
    }

    internal static bool Repaired(IReadOnlyList<Fact> effective, Fact gap) =>
        effective.Any(fact => fact.Kind == "log.gap-repaired" && fact.Subject == gap.Subject && fact.Data.Count("gap") == gap.Number);

    internal static bool Closed(IReadOnlyList<Fact> effective, Fact blind) =>
        effective.Any(fact => fact.Kind == "rule.blind-closed" && fact.Subject == blind.Subject && fact.Data.Count("blind") == blind.Number);

    // The end is the first moment after: a gap up to 10:06:00 takes nothing of that minute.
    internal static (DateTimeOffset From, DateTimeOffset To)? Range(Fact fact)
    {
        if (IsoTime.Read(fact.Data.Text("from"), out var from, out _) != IsoTimeResult.Instant || IsoTime.Read(fact.Data.Text("to"), out var to, out _) != IsoTimeResult.Instant) return null;
        return (from, to > from ? to.AddTicks(-1) : to);
    }
}

/// <summary>Minutes being marked. Bounded by the period's minutes times its counting sources.</summary>
internal sealed class Marks(IReadOnlyList<CoveredSource> counting, DateTimeOffset asOf)
{
    private readonly Dictionary<string, CoveredSource> _counting = counting.ToDictionary(source => source.Id, StringComparer.Ordinal);
    private readonly List<SourceMinute> _minutes = [];

    internal IReadOnlyList<SourceMinute> All => _minutes;

    internal bool IsCounting(string source) => _counting.ContainsKey(source);

    internal void Everyone(DateTimeOffset from, DateTimeOffset to, MinuteState state)
    {
        foreach (var source in counting) Add(source.Id, from, to, state);
    }

    /// <summary>Marks every minute that the closed range touches, within the source's registration.</summary>
    internal void Add(string source, DateTimeOffset from, DateTimeOffset to, MinuteState state)
    {
        if (!_counting.TryGetValue(source, out var counted)) return;
        if (from < counted.From) from = counted.From;
        if (to > (counted.To ?? asOf)) to = counted.To ?? asOf;
        for (var minute = Floor(from); minute <= to; minute = minute.AddMinutes(1)) _minutes.Add(new SourceMinute(minute, source, state));
    }

    private static DateTimeOffset Floor(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
}
