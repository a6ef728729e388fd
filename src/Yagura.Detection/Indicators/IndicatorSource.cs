using System.Collections.Immutable;

namespace Yagura.Detection.Indicators;

/// <summary>One source of indicators: what it gives and how old it is.</summary>
/// <param name="Name">Id; its findings are of the rule <see cref="RuleId"/>.</param>
/// <param name="Counts">Indicators by kind, in the order of <see cref="IndicatorKinds.All"/>.</param>
/// <param name="Changed">When its newest file was changed.</param>
public sealed record IndicatorSource(string Name, ImmutableArray<int> Counts, DateTimeOffset Changed)
{
    /// <summary>How rule ids of indicators begin.</summary>
    public const string RulePrefix = "indicator:";

    private long[] expiries = [];

    /// <summary>The rule whose findings its indicators make.</summary>
    public string RuleId => RulePrefix + Name;

    /// <summary>All its indicators.</summary>
    public int Count => Counts.Sum();

    /// <summary>Its files.</summary>
    public ImmutableArray<string> Files { get; private init; } = [];

    /// <summary>Values of its files that were refused.</summary>
    public long Refused { get; private init; }

    /// <summary>Whether a file of it could not be read to its end.</summary>
    public bool IsBroken { get; private init; }

    /// <summary>How many are expired at a time.</summary>
    public int ExpiredAt(DateTimeOffset now)
    {
        var place = Array.BinarySearch(expiries, now.ToUnixTimeSeconds());
        if (place < 0)
            return ~place;
        while (place < expiries.Length && expiries[place] == now.ToUnixTimeSeconds())
            place++;
        return place;
    }

    /// <summary>The sources of a table, by name; one whose files gave nothing is listed too.</summary>
    internal static IEnumerable<IndicatorSource> Of(IndicatorTable table, IndicatorOrigins origins, IReadOnlyList<IndicatorFile> files)
    {
        var named = origins.All.Select(origin => origin.Source).Concat(files.Select(file => file.Source)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var places = named.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        var byOrigin = origins.All.Select(origin => places[origin.Source]).ToArray();
        var counts = named.Select(_ => new int[IndicatorKinds.All.Count]).ToArray();
        var ends = named.Select(_ => new List<long>()).ToArray();
        for (var entry = 0; entry < table.Count; entry++)
        {
            var place = byOrigin[table[entry].Origin];
            counts[place][(int)table[entry].Kind - 1]++;
            if (table[entry].Expires != IndicatorEntry.NeverExpires)
                ends[place].Add(table[entry].Expires);
        }

        foreach (var (place, name) in named.Index())
        {
            var own = origins.All.Where(origin => origin.Source == name).ToList();
            var read = files.Where(file => file.Source == name || own.Exists(origin => origin.File == file.Path)).ToList();
            ends[place].Sort();
            yield return new IndicatorSource(name, [.. counts[place]], read.Select(file => file.Changed).DefaultIfEmpty().Max())
            {
                expiries = [.. ends[place]],
                Files = [.. read.Select(file => file.Path).Order(StringComparer.Ordinal)],
                Refused = read.Sum(file => file.Refused),
                IsBroken = read.Exists(file => file.Faults.Exists(fault => fault.Kind == IndicatorFaultKind.Broken)),
            };
        }
    }
}
