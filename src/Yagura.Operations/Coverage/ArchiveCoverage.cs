using Yagura.Archive.Seal;
using Yagura.Operations.Store;
using Yagura.ServiceLevel.Coverage;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Operations.Coverage;

/// <summary>The coverage of a period from an archive's folder and a journal alone: what an auditor with two copies can recompute.</summary>
public static class ArchiveCoverage
{
    /// <summary>The input of the pure coverage function.</summary>
    /// <param name="folder">The archive.</param>
    /// <param name="entries">The journal.</param>
    /// <param name="period">From inclusive, to exclusive.</param>
    /// <param name="asOf">Entries recorded and seals closed after it do not exist.</param>
    /// <param name="stop">Ends it.</param>
    public static CoverageInput Read(SealFolder folder, IReadOnlyList<JournalEntry> entries, (DateTimeOffset From, DateTimeOffset To) period, DateTimeOffset asOf, CancellationToken stop)
    {
        var read = SealPeriod.Read(folder, period.From, period.To < asOf ? period.To : asOf);
        var recorded = entries.Where(entry => entry.At <= asOf && CoverageFeed.Kinds.Contains(entry.Kind)).ToList();
        var facts = CoverageFeed.Effective(recorded);
        var sources = CoveredSources.Of(facts);
        var closed = read.Seals.Where(seal => seal.Content.To.Instant <= asOf).ToList();
        var minutes = new MinuteSilences();
        foreach (var seal in closed)
        {
            stop.ThrowIfCancellationRequested();
            minutes.Add(MinutesFile.TryRead(folder.Disk, seal) ?? new Dictionary<(long, string), long>());
        }

        var reaches = closed.Count > 0 ? closed[^1].Content.To.Instant : period.From;
        if (reaches > period.To) reaches = period.To;
        var silences = sources.Where(source => source.Counts).SelectMany(source => minutes.Of(source, period.From, reaches)).ToList();
        foreach (var silence in silences) silence.ExplainedAs = Explained(silence, facts);
        return CoverageFeed.Of(
            new CoverageFacts([.. closed.Concat(read.Behind.Where(seal => seal.Content.To.Instant <= asOf)).Select(seal => SealFacts.Of(seal.Content))], sources, silences, recorded, Analysed(folder, recorded, asOf)) { Missing = read.Holes(period.From) },
            period.To < asOf ? period.To : asOf);
    }

    // How far analysis had come by then: the newest seal that was closed says it, and the hourly entries.
    private static long Analysed(SealFolder folder, List<JournalEntry> entries, DateTimeOffset asOf)
    {
        var passed = entries.Where(entry => entry.Kind == "analysis.passed").Select(entry => entry.Data.Count("seq") ?? 0).DefaultIfEmpty(0).Max();
        var around = SealPeriod.Read(folder, asOf.AddDays(-2), asOf).Seals.Where(seal => seal.Content.To.Instant <= asOf);
        return Math.Max(passed, around.Select(seal => seal.Content.Analysed.LastSequence).DefaultIfEmpty(0).Max());
    }

    private static string? Explained(SilenceRow silence, IReadOnlyList<Fact> facts) => facts
        .Where(fact => fact.Kind == "log.silence-explained" && fact.Subject == $"source:{silence.Source}")
        .Where(fact => IsoTime.Read(fact.Data.Text("from"), out var from, out _) != IsoTimeResult.Instant || from <= silence.To)
        .Where(fact => IsoTime.Read(fact.Data.Text("to"), out var to, out _) != IsoTimeResult.Instant || to >= silence.From)
        .Select(fact => fact.Data.Text("as")).LastOrDefault();
}
