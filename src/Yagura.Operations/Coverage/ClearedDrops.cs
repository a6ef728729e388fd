using Yagura.ServiceLevel.Journal;

namespace Yagura.Operations.Coverage;

/// <summary>Minutes in which input was dropped and a source's own numbers prove that none of its own was missing (CUSTODY 2). Pure.</summary>
/// <remarks>The seal's <c>lost</c> line stays as it is; only its meaning for this one source is settled. What the contractor alone says clears nothing.</remarks>
public sealed class ClearedDrops(IEnumerable<Fact> effective)
{
    private const string Kind = "log.drop-cleared";

    private readonly ILookup<(string Source, string Where), (DateTimeOffset From, DateTimeOffset To)> ranges = (
        from fact in effective
        where fact.Kind == Kind && (fact.Entry.Actor == Actor.Machine || fact.ClientNamed)
        let range = CoverageFeed.Range(fact)
        where range is not null
        select (Key: (fact.Subject, fact.Data.Text("where") ?? ""), Range: range.Value)).ToLookup(one => one.Key, one => one.Range);

    /// <summary>Whether a minute of a source is cleared of what was dropped there.</summary>
    /// <param name="source">The source.</param>
    /// <param name="where">As the seal names it: a listener, or the source itself.</param>
    /// <param name="minute">Its beginning.</param>
    public bool Has(string source, string where, DateTimeOffset minute) =>
        ranges[($"source:{source}", where)].Any(range => range.From <= minute && minute <= range.To);
}
