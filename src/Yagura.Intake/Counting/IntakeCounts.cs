using System.Collections.Concurrent;

namespace Yagura.Intake.Counting;

/// <summary>All counts of the intake, by listener and by (listener, source); pages and verbs print the snapshots.</summary>
public sealed class IntakeCounts(IntakeLimits limits)
{
    /// <summary>The name under which sources without one of their own are counted (CUSTODY 2).</summary>
    public const string Other = "unregistered.other";

    // Bounded by the listeners of the configuration; never cleared.
    private readonly ConcurrentDictionary<string, ListenerCounts> _listeners = new();

    // Bounded by CountedSourcesMax, and one row of Other a listener beyond it; never cleared.
    private readonly ConcurrentDictionary<(string Listener, string Source), SourceCounts> _sources = new();

    /// <summary>The counts of a listener; made at the first call.</summary>
    public ListenerCounts Of(string listener) => _listeners.GetOrAdd(listener, id => new ListenerCounts(id));

    internal SourceCounts Of(string listener, string source)
    {
        if (_sources.TryGetValue((listener, source), out var counts)) return counts;
        var name = _sources.Count < limits.CountedSourcesMax ? source : Other;
        return _sources.GetOrAdd((listener, name), key => new SourceCounts(key.Listener, key.Source));
    }

    /// <summary>Every listener's counts, by id.</summary>
    public IReadOnlyList<ListenerCountsSnapshot> Listeners() =>
        [.. _listeners.Values.Select(l => l.Snapshot()).OrderBy(l => l.Listener, StringComparer.Ordinal)];

    /// <summary>Every source's counts, by source and listener.</summary>
    public IReadOnlyList<SourceCountsSnapshot> Sources() =>
        [.. _sources.Values.Select(s => s.Snapshot()).OrderBy(s => s.Source, StringComparer.Ordinal).ThenBy(s => s.Listener, StringComparer.Ordinal)];
}
