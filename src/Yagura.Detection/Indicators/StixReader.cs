using System.Text;
using System.Text.Json;

namespace Yagura.Detection.Indicators;

/// <summary>STIX 2.1 bundles: objects of the type <c>indicator</c> whose pattern is of the type <c>stix</c>.</summary>
/// <remarks>The newest version of an id counts. The source is the folder's name, else the name of the identity that made the indicator, else the file's name.</remarks>
internal static class StixReader
{
    /// <summary>Reads a bundle.</summary>
    public static void Read(ReadOnlySpan<byte> bytes, IndicatorFile file, ref LineCounter lines)
    {
        // Ids whose newest version is known; bounded by the file's objects.
        var newest = new Dictionary<string, string>(StringComparer.Ordinal);
        var makers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pass in new[] { true, false })
        {
            var reader = new Utf8JsonReader(bytes);
            var own = file.Source;
            while (ToObjects(ref reader))
            {
                while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
                {
                    var start = reader.TokenStartIndex;
                    using var one = JsonDocument.ParseValue(ref reader);
                    if (pass)
                        Survey(one.RootElement, newest, makers);
                    else
                        Take(one.RootElement, new Place(file, own, newest, makers), lines.Of(bytes, start));
                }
            }
        }
    }

    private static bool ToObjects(ref Utf8JsonReader reader)
    {
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1)
                continue;
            var isObjects = reader.ValueTextEquals("objects"u8);
            reader.Read();
            if (isObjects && reader.TokenType == JsonTokenType.StartArray)
                return true;
            reader.Skip();
        }

        return false;
    }

    private static void Survey(JsonElement one, Dictionary<string, string> newest, Dictionary<string, string> makers)
    {
        var id = JsonReading.Text(one, "id");
        switch (JsonReading.Text(one, "type"))
        {
            case "identity":
                makers[id] = JsonReading.Text(one, "name");
                break;
            case "indicator" when JsonReading.Text(one, "modified") is var modified && (!newest.TryGetValue(id, out var known) || string.CompareOrdinal(modified, known) > 0):
                newest[id] = modified;
                break;
        }
    }

    private static void Take(JsonElement one, Place place, int line)
    {
        if (JsonReading.Text(one, "type") != "indicator")
            return;
        var file = place.File;
        var id = JsonReading.Text(one, "id");
        var modified = JsonReading.Text(one, "modified");
        if (place.Newest.TryGetValue(id, out var newest) && newest != modified)
            return;
        if (JsonReading.Flag(one, "revoked"))
        {
            file.WarnGrouped("indicators are revoked and not matched", line, id);
            return;
        }

        if (one.TryGetProperty("indicator_types", out var types) && types.ValueKind == JsonValueKind.Array && types.EnumerateArray().Any(type => type.ValueKind == JsonValueKind.String && type.GetString() == "benign"))
        {
            file.WarnGrouped("indicators of the type benign are not matched", line, id);
            return;
        }

        var language = JsonReading.Text(one, "pattern_type");
        if (language is not ("stix" or ""))
        {
            file.RefuseGrouped($"patterns of the type '{(language.Length > 40 ? language[..40] : language)}' cannot be matched", line, id);
            return;
        }

        if (!StixPattern.TryRead(JsonReading.Text(one, "pattern"), out var values, out var reason))
        {
            file.Refuse(line, $"{id}: {reason}");
            return;
        }

        Name(one, place);
        var (confidence, expires) = Terms(one, file, line, id);
        foreach (var (kind, value) in values)
            file.Add(Encoding.UTF8.GetBytes(value), kind, line, confidence, expires);
    }

    private static (byte Confidence, uint Expires) Terms(JsonElement one, IndicatorFile file, int line, string id)
    {
        var confidence = one.TryGetProperty("confidence", out var given) && given.ValueKind == JsonValueKind.Number && given.TryGetByte(out var trust) && trust <= 100 ? trust : file.Confidence;
        var until = JsonReading.Text(one, "valid_until");
        var expires = file.Expires;
        if (until.Length > 0 && !IndicatorReading.TryExpiry(until, out expires))
        {
            file.Warn(line, $"{id}: valid_until '{until}' is no time with an offset; it does not expire");
            expires = file.Expires;
        }

        return (confidence, expires);
    }

    private static void Name(JsonElement one, Place place)
    {
        if (place.File.IsSourceFixed)
            return;
        var maker = place.Makers.GetValueOrDefault(JsonReading.Text(one, "created_by_ref"), "");
        var source = maker.Length > 0 ? IndicatorFile.Slug(maker) : place.Own;
        if (source != place.File.Source)
            place.File.TrySource(source);
    }

    private sealed record Place(IndicatorFile File, string Own, Dictionary<string, string> Newest, Dictionary<string, string> Makers);
}
