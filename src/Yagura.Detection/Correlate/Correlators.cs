using Yagura.Detection.Sigma;
using Yagura.Events;

namespace Yagura.Detection.Correlate;

/// <summary>All correlations of a rule set: which rule feeds which, chains included.</summary>
internal sealed class Correlators
{
    private readonly Dictionary<string, List<(Correlator Correlator, int Source)>> feeds = new(StringComparer.Ordinal);
    private readonly List<Correlator> all;

    /// <summary>The correlations of a set over events of a layout.</summary>
    public Correlators(RuleSet rules, EventLayout layout)
    {
        all = [.. rules.Correlations.Select(correlation => new Correlator(correlation, layout))];
        foreach (var rule in rules.Rules.Concat(rules.Correlations.Select(correlation => correlation.Rule)))
        {
            var fed = all.SelectMany(correlator => correlator.Correlation.Sources
                .Select((source, place) => (Source: source, Feed: (correlator, place)))
                .Where(entry => rule.IsCalled(entry.Source)).Select(entry => entry.Feed)).ToList();
            if (fed.Count > 0)
                feeds[rule.Id] = fed;
        }
    }

    /// <summary>How far back a replay must begin: two timespans of each link of the longest chain.</summary>
    public TimeSpan ReplaySpan => TimeSpan.FromTicks(all.Select(SpanOf).DefaultIfEmpty().Max());

    /// <summary>Groups let go while they could still have mattered.</summary>
    public long Evicted => all.Sum(correlator => correlator.Evicted);

    /// <summary>Events that belonged to no group or came too late.</summary>
    public long Skipped => all.Sum(correlator => correlator.Skipped);

    /// <summary>Whether a rule feeds a correlation.</summary>
    public bool IsFed(string ruleId) => feeds.ContainsKey(ruleId);

    /// <summary>Feeds an event for which a rule held, and what fires to the next link of its chain.</summary>
    public void Feed(string ruleId, Event next, long at, List<Firing> firings)
    {
        if (!feeds.TryGetValue(ruleId, out var fed))
            return;
        foreach (var (correlator, source) in fed)
        {
            if (correlator.Feed(source, next, at) is not { } firing)
                continue;
            firings.Add(firing);
            Feed(correlator.Correlation.Rule.Id, next, at, firings);
        }
    }

    /// <summary>Writes the state of all correlations for a snapshot.</summary>
    public void WriteTo(BinaryWriter writer)
    {
        writer.Write(all.Count);
        foreach (var correlator in all)
        {
            writer.Write(correlator.Correlation.Rule.Id);
            correlator.WriteTo(writer);
        }
    }

    /// <summary>Takes what <see cref="WriteTo"/> wrote for the same rule set.</summary>
    /// <exception cref="InvalidDataException">It is of other correlations.</exception>
    public void ReadFrom(BinaryReader reader)
    {
        if (reader.ReadInt32() != all.Count)
            throw new InvalidDataException("the number of correlations differs");
        foreach (var correlator in all)
        {
            if (reader.ReadString() is var id && id != correlator.Correlation.Rule.Id)
                throw new InvalidDataException($"the correlation {id} is not where it was");
            correlator.ReadFrom(reader);
        }
    }

    // A correlation that feeds itself was refused when the rules were read, so this ends.
    private long SpanOf(Correlator correlator) => (2 * correlator.Correlation.Timespan.Ticks) + all
        .Where(source => feeds.TryGetValue(source.Correlation.Rule.Id, out var fed) && fed.Exists(feed => feed.Correlator == correlator))
        .Select(SpanOf).DefaultIfEmpty().Max();
}
