using Yagura.ServiceLevel.Journal;

namespace Yagura.Operations.Coverage;

/// <summary>The same facts as <see cref="CoverageFeed"/> marks minute by minute, told as reasons with their evidence. Pure.</summary>
internal static class LossCauses
{
    /// <summary>Reasons in the order of time.</summary>
    /// <param name="facts">What was read.</param>
    /// <param name="asOf">The end of what lasts.</param>
    internal static IReadOnlyList<LossCause> Of(CoverageFacts facts, DateTimeOffset asOf)
    {
        var effective = CoverageFeed.Effective(facts.Entries);
        var cleared = new ClearedDrops(effective);
        var causes = facts.Seals.SelectMany(seal => Sealed(facts, cleared, seal)).ToList();
        causes.AddRange(facts.Silences.Select(silence => new LossCause(silence.Source, LossKind.Silent, silence.From, silence.To ?? asOf) { Reason = silence.ExplainedAs ?? "" }));
        causes.AddRange(effective.Where(fact => fact.Kind == "log.gap" && !CoverageFeed.Repaired(effective, fact)).Select(Gap).OfType<LossCause>());
        causes.AddRange(effective.Where(fact => fact.Kind == "rule.blind" && !CoverageFeed.Closed(effective, fact)).SelectMany(fact => Blind(facts, fact)));
        return [.. causes.OrderBy(cause => cause.From)];
    }

    private static IEnumerable<LossCause> Sealed(CoverageFacts facts, ClearedDrops cleared, SealFacts seal)
    {
        foreach (var down in seal.Down) yield return new LossCause("", LossKind.Down, down.From.Instant, down.To.Instant) { Reason = down.Reason.ToString().ToLowerInvariant(), Seal = seal.Index };
        foreach (var damaged in seal.Damaged) yield return new LossCause("", LossKind.Damaged, damaged.Earliest.Instant, damaged.Latest.Instant) { Reason = damaged.Reason, Count = damaged.Last - damaged.First + 1, Seal = seal.Index };
        foreach (var lost in seal.Lost)
        {
            var named = facts.Sources.Where(source => source.Id == lost.Where).ToList();
            foreach (var source in CoverageFeed.IsSocket(facts, lost.Where) ? [.. facts.Sources.Where(source => source.Listener is null || source.Listener == lost.Where)] : named)
            {
                if (!cleared.Has(source.Id, lost.Where, lost.Minute.Instant)) yield return new LossCause(source.Id, LossKind.Dropped, lost.Minute.Instant, lost.Minute.Instant.AddMinutes(1)) { Reason = lost.Reason, Count = lost.Count, Seal = seal.Index };
            }
        }
    }

    private static LossCause? Gap(Fact fact) =>
        CoverageFeed.Range(fact) is { } range && fact.Subject.StartsWith("source:", StringComparison.Ordinal)
            ? new LossCause(fact.Subject["source:".Length..], LossKind.Gap, range.From, range.To) { Count = fact.Data.Count("count"), Entry = fact.Number }
            : null;

    private static IEnumerable<LossCause> Blind(CoverageFacts facts, Fact fact)
    {
        if (fact.Data.Count("from") is not { } from || fact.Data.Count("to") is not { } to) yield break;
        foreach (var seal in facts.Seals.Where(seal => seal.Last >= from && seal.First <= to && seal.Earliest is not null))
        {
            foreach (var source in seal.Sources)
                yield return new LossCause(source, LossKind.Blind, seal.Earliest!.Value.Instant, seal.Latest!.Value.Instant) { Reason = fact.Data.Text("rule") ?? "", Entry = fact.Number };
        }
    }
}
