using Yagura.Operations.Sources;
using Yagura.Operations.Store;

namespace Yagura.Operations.Coverage;

/// <summary>Silences past the cadence, found again in the minutes that the seals count: for who has an archive and a journal and no store.</summary>
/// <remarks>
/// Minutes are coarser than the receive times that the running server sees: a silence is found where even the last
/// moment of one minute and the first of the next lie further apart than the cadence. A cadence that nobody set is learned
/// again from the period. Bounded by the active minutes of the period's counting sources.
/// </remarks>
internal sealed class MinuteSilences
{
    private readonly Dictionary<string, SortedDictionary<long, long>> _minutes = new(StringComparer.Ordinal);

    internal void Add(IEnumerable<KeyValuePair<(long Minute, string Source), long>> counts)
    {
        foreach (var ((minute, source), events) in counts)
        {
            if (!_minutes.TryGetValue(source, out var own)) _minutes[source] = own = [];
            own[minute] = own.GetValueOrDefault(minute) + events;
        }
    }

    /// <summary>The silences of a source between its registration (or the period's beginning) and the end of what is sealed.</summary>
    internal IEnumerable<SilenceRow> Of(CoveredSource source, DateTimeOffset from, DateTimeOffset reaches)
    {
        var own = _minutes.GetValueOrDefault(source.Id) ?? [];
        if ((source.Cadence ?? Learned(own)) is not { } cadence) yield break;
        var since = source.From > from ? source.From : from;
        var until = source.To is { } to && to < reaches ? to : reaches;
        foreach (var minute in own.Keys)
        {
            var at = new DateTimeOffset(minute * TimeSpan.TicksPerMinute, TimeSpan.Zero);
            if (at - since > cadence && at <= until) yield return Silence(source.Id, since, at, cadence);
            if (at.AddMinutes(1) > since) since = at.AddMinutes(1);
        }

        if (until - since > cadence) yield return Silence(source.Id, since, until, cadence);
    }

    private static SilenceRow Silence(string source, DateTimeOffset from, DateTimeOffset to, TimeSpan cadence) => new() { Source = source, From = from, To = to, CadenceSeconds = (long)cadence.TotalSeconds };

    private static TimeSpan? Learned(SortedDictionary<long, long> own)
    {
        var gaps = new GapHistogram();
        long before = 0;
        foreach (var (minute, events) in own)
        {
            gaps.Add(TimeSpan.FromSeconds(60.0 / events));
            if (before > 0) gaps.Add(TimeSpan.FromMinutes(minute - before));
            before = minute;
        }

        return gaps.Cadence();
    }
}
