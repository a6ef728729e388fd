using System.Globalization;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Operations.Coverage;

/// <summary>The sources as the journal's entries give them: so that pages, statements and an auditor with a copy count the same ones.</summary>
public static class CoveredSources
{
    /// <summary>The entries that it reads.</summary>
    public static readonly IReadOnlyList<string> Kinds = ["source.registered", "source.changed", "source.retired"];

    /// <summary>Every source that was ever registered, ordered by id.</summary>
    /// <param name="facts">Effective facts in order.</param>
    public static IReadOnlyList<CoveredSource> Of(IEnumerable<Fact> facts)
    {
        // Bounded by the sources that the configuration ever named.
        var sources = new SortedDictionary<string, CoveredSource>(StringComparer.Ordinal);
        foreach (var fact in facts)
        {
            if (!fact.Subject.StartsWith("source:", StringComparison.Ordinal)) continue;
            var id = fact.Subject["source:".Length..];
            var known = sources.GetValueOrDefault(id);
            if (fact.Kind is "source.registered" or "source.changed") sources[id] = Registered(fact, id, known);
            else if (fact.Kind == "source.retired" && known is { To: null }) sources[id] = known with { To = fact.Time };
        }

        return [.. sources.Values];
    }

    // A source that stops to count has counted until then: a later change takes no loss away.
    private static CoveredSource Registered(Fact fact, string id, CoveredSource? known)
    {
        var definition = Definition(fact);
        var counts = fact.Data.Flag("counts") ?? known is null or { Counts: true, To: null };
        if (known is null) return new CoveredSource(id, counts, fact.Time, null, definition.Text("match_listener")) { Cadence = Cadence(fact, definition) };
        DateTimeOffset? to = counts || !known.Counts ? null : known.To ?? fact.Time;
        var from = !known.Counts && counts ? fact.Time : known.From;
        return known with { Counts = known.Counts || counts, From = from, To = to, Listener = definition.Text("match_listener"), Cadence = Cadence(fact, definition) };
    }

    private static EntryData Definition(Fact fact) =>
        (fact.Data.Text("definition") ?? fact.Data.Text("after")) is { } text ? EntryData.Parse(text) : EntryData.Empty;

    private static TimeSpan? Cadence(Fact fact, EntryData definition) =>
        TimeSpan.TryParse(fact.Data.Text("cadence") ?? definition.Text("cadence"), CultureInfo.InvariantCulture, out var cadence) ? cadence : null;
}
