using System.Collections.Immutable;
using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Yagura.Detection.Sigma;

/// <summary>Reads a correlation document. Sigma 2.1, "Sigma Correlation Rules Specification".</summary>
internal static class CorrelationReader
{
    /// <summary>Longest timespan: it is also how far a replay reaches back.</summary>
    private static readonly TimeSpan TimespanMax = TimeSpan.FromDays(7);

    /// <summary>Largest count a bound may ask for: so many records of a group are kept.</summary>
    private const decimal LimitMax = 10_000;

    private static readonly ImmutableDictionary<string, CorrelationKind> Kinds = new Dictionary<string, CorrelationKind>(StringComparer.Ordinal)
    {
        ["event_count"] = CorrelationKind.EventCount,
        ["value_count"] = CorrelationKind.ValueCount,
        ["temporal"] = CorrelationKind.Temporal,
        ["temporal_ordered"] = CorrelationKind.TemporalOrdered,
        ["value_sum"] = CorrelationKind.ValueSum,
        ["value_avg"] = CorrelationKind.ValueAverage,
        ["value_percentile"] = CorrelationKind.ValuePercentile,
    }.ToImmutableDictionary(StringComparer.Ordinal);

    private static readonly string[] Keys = ["type", "rules", "group-by", "timespan", "timeframe", "condition", "aliases", "generate"];

    /// <summary>The correlation of a document whose metadata were read as a rule.</summary>
    /// <exception cref="RefusedException">It cannot be honoured.</exception>
    public static SigmaCorrelation Read(YamlMappingNode document, SigmaRule metadata)
    {
        var map = document.Map("correlation");
        if (map.Children.Keys.FirstOrDefault(key => !Keys.Contains((key as YamlScalarNode)?.Value, StringComparer.Ordinal)) is { } unknown)
            throw new RefusedException(unknown.Line(), $"'{unknown}' is not allowed in a correlation; allowed are {string.Join(", ", Keys)}");
        var type = map.Text("type") ?? throw new RefusedException(map.Line(), "the correlation has no 'type'");
        if (!Kinds.TryGetValue(type, out var kind))
            throw new RefusedException(map.Find("type")!.Line(), $"the correlation type '{type}' is unknown; allowed are {string.Join(", ", Kinds.Keys.Order(StringComparer.Ordinal))}");
        var sources = map.Texts("rules");
        if (sources.Count == 0)
            throw new RefusedException(map.Line(), "the correlation names no 'rules'");
        var correlation = new SigmaCorrelation
        {
            Rule = metadata,
            Kind = kind,
            Sources = [.. sources],
            GroupBy = [.. map.Texts("group-by").Select(WithoutSpaces)],
            Timespan = ReadTimespan(map),
            Aliases = ReadAliases(map),
            Generate = string.Equals(map.Text("generate") ?? document.Text("generate"), "true", StringComparison.OrdinalIgnoreCase),
        };
        return ReadCondition(map, correlation);
    }

    private static SigmaCorrelation ReadCondition(YamlMappingNode map, SigmaCorrelation correlation)
    {
        var temporal = correlation.Kind is CorrelationKind.Temporal or CorrelationKind.TemporalOrdered;
        if (map.Find("condition") is not { } node)
            return temporal ? correlation : throw new RefusedException(map.Line(), "the correlation has no 'condition'");
        if (node is not YamlMappingNode condition)
            throw new RefusedException(node.Line(), "a correlation's condition must be a mapping such as 'gte: 10'");
        var bounds = new List<CorrelationBound>();
        foreach (var key in condition.Children.Keys.Select(key => ((YamlScalarNode)key).Value ?? ""))
        {
            if (key is "lt" or "lte" or "gt" or "gte" or "eq" or "neq")
                bounds.Add(new CorrelationBound(key, ReadNumber(condition, key)));
            else if (key is not ("field" or "percentile"))
                throw new RefusedException(condition.Line(), $"'{key}' is not allowed in a correlation's condition; allowed are field, percentile, lt, lte, gt, gte, eq, neq");
        }

        var field = condition.Text("field");
        var needsField = correlation.Kind is not (CorrelationKind.EventCount or CorrelationKind.Temporal or CorrelationKind.TemporalOrdered);
        if (needsField && field is null)
            throw new RefusedException(condition.Line(), "this correlation type needs 'field' in its condition");
        if (bounds.Count == 0 && !temporal)
            throw new RefusedException(condition.Line(), "the condition has no bound such as 'gte: 10'");
        var percentile = condition.Find("percentile") is null ? 50 : (int)ReadNumber(condition, "percentile");
        if (percentile is < 0 or > 100)
            throw new RefusedException(condition.Line(), "'percentile' must be from 0 to 100");
        return correlation with { Bounds = [.. bounds], ValueField = field is null ? null : WithoutSpaces(field), Percentile = percentile };
    }

    private static decimal ReadNumber(YamlMappingNode map, string key)
    {
        if (!Yaml.TryNumber(map.Text(key) ?? "", out var number))
            throw new RefusedException(map.Find(key)!.Line(), $"'{key}' must be a number");
        return number <= LimitMax || key is "percentile" ? number : LimitChecked(map, key, number);
    }

    /// <summary>Sums may be large; counts may not.</summary>
    private static decimal LimitChecked(YamlMappingNode map, string key, decimal number) =>
        map.Text("field") is not null ? number : throw new RefusedException(map.Find(key)!.Line(), $"'{key}' may be at most {LimitMax} for a count");

    private static TimeSpan ReadTimespan(YamlMappingNode map)
    {
        var text = map.Text("timespan") ?? map.Text("timeframe") ?? throw new RefusedException(map.Line(), "the correlation has no 'timespan'");
        var line = (map.Find("timespan") ?? map.Find("timeframe"))!.Line();
        if (text.Length < 2 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
            throw new RefusedException(line, $"'{text}' is no timespan; write for example 30s, 15m, 1h, 2d");
        var seconds = text[^1] switch { 's' => 1L, 'm' => 60, 'h' => 3_600, 'd' => 86_400, _ => throw new RefusedException(line, $"'{text[^1]}' is no unit of time; allowed are s, m, h, d") };
        var span = TimeSpan.FromSeconds(number * seconds);
        return span <= TimespanMax ? span : throw new RefusedException(line, $"the timespan is longer than {TimespanMax.TotalDays} days");
    }

    private static ImmutableDictionary<string, ImmutableDictionary<string, string>> ReadAliases(YamlMappingNode map)
    {
        if (map.Find("aliases") is not YamlMappingNode aliases)
            return ImmutableDictionary<string, ImmutableDictionary<string, string>>.Empty;
        return aliases.Children.ToImmutableDictionary(
            alias => ((YamlScalarNode)alias.Key).Value!,
            alias => alias.Value is YamlMappingNode names
                ? names.Children.ToImmutableDictionary(name => ((YamlScalarNode)name.Key).Value!, name => WithoutSpaces(((YamlScalarNode)name.Value).Value!), StringComparer.Ordinal)
                : throw new RefusedException(alias.Value.Line(), "an alias maps each rule to its field"),
            StringComparer.Ordinal);
    }

    private static string WithoutSpaces(string field) => field.Replace(" ", "", StringComparison.Ordinal);
}
