using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Yagura.Detection.Indicators;

/// <summary>What a finding keeps of the indicator that it rests on.</summary>
/// <param name="Kind">ip, cidr, domain, url, hash or mail.</param>
/// <param name="Value">Its canonical text.</param>
/// <param name="Source">Id of the source.</param>
/// <param name="Confidence">0 to 100; null when the source gives none.</param>
/// <param name="Expires">From when on it does not match, ISO 8601; null for never.</param>
/// <param name="Field">The event's field in which it stood.</param>
/// <param name="File">File and line of the list.</param>
/// <param name="Others">Further sources that have the value.</param>
public sealed record IndicatorMatch(string Kind, string Value, string Source, int? Confidence, string? Expires, string Field, string File, ImmutableArray<string> Others)
{
    /// <summary>Further sources that are named.</summary>
    private const int OthersMax = 8;

    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>As the store keeps it.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Form);

    /// <summary>Reads what <see cref="ToJson"/> wrote; null for null.</summary>
    public static IndicatorMatch? FromJson(string? text) => text is null ? null : JsonSerializer.Deserialize<IndicatorMatch>(text, Form);

    /// <summary>What a hit is.</summary>
    internal static IndicatorMatch Of(IndicatorSet set, int entry, string field)
    {
        var hit = set.HitOf(entry);
        var others = set.SourcesWith(entry).Where(source => source != hit.Source).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(OthersMax);
        return new IndicatorMatch(
            IndicatorKinds.Name(hit.Kind),
            hit.Value,
            hit.Source,
            hit.Confidence,
            hit.Expires?.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            field,
            $"{hit.File}:{hit.Line}",
            [.. others]);
    }
}
