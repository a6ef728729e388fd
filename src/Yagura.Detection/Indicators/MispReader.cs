using System.Text;
using System.Text.Json;

namespace Yagura.Detection.Indicators;

/// <summary>MISP event exports: <c>{"Event": …}</c>, <c>{"response": [{"Event": …}]}</c>, a list of either; attributes of the event and of its objects.</summary>
/// <remarks>
/// Taken are attributes with <c>to_ids</c> that are not deleted. The source is the folder's name, else the organisation that made the event (<c>Orgc</c>), else
/// the file's name. Confidence comes from the tag <c>misp:confidence-level="…"</c> of the attribute or its event.
/// </remarks>
internal static class MispReader
{
    /// <summary>Reads every event; false when there is none.</summary>
    public static bool Read(ReadOnlySpan<byte> bytes, IndicatorFile file, ref LineCounter lines)
    {
        var reader = new Utf8JsonReader(bytes);
        var found = false;
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals("Event"u8))
                continue;
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
                continue;
            found = true;
            var head = reader;
            var confidence = Head(ref head, file);
            Attributes(ref reader, new Place(file, confidence), bytes, ref lines);
        }

        return found;
    }

    /// <summary>The event's organisation and confidence, which may stand behind its attributes.</summary>
    private static byte Head(ref Utf8JsonReader reader, IndicatorFile file)
    {
        var confidence = file.Confidence;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isMaker, isTags) = (reader.ValueTextEquals("Orgc"u8), reader.ValueTextEquals("Tag"u8));
            reader.Read();
            if (!isMaker && !isTags)
            {
                reader.Skip();
                continue;
            }

            using var part = JsonDocument.ParseValue(ref reader);
            if (isMaker && !file.IsSourceFixed && JsonReading.Text(part.RootElement, "name") is { Length: > 0 } name)
                file.TrySource(IndicatorFile.Slug(name));
            if (isTags)
                confidence = Confidence(part.RootElement) ?? confidence;
        }

        return confidence;
    }

    private static void Attributes(ref Utf8JsonReader reader, Place place, ReadOnlySpan<byte> bytes, ref LineCounter lines)
    {
        var depth = reader.CurrentDepth;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
                continue;
            if (reader.ValueTextEquals("Attribute"u8))
            {
                reader.Read();
                if (reader.TokenType != JsonTokenType.StartArray)
                    continue;
                while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
                {
                    var line = lines.Of(bytes, reader.TokenStartIndex);
                    using var attribute = JsonDocument.ParseValue(ref reader);
                    Take(attribute.RootElement, place, line);
                }
            }
            else if (reader.ValueTextEquals("Object"u8))
            {
                // Its objects are walked: their attributes stand one level deeper.
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }
    }

    private static void Take(JsonElement attribute, Place place, int line)
    {
        var (type, value) = (JsonReading.Text(attribute, "type"), JsonReading.Text(attribute, "value"));
        if (JsonReading.Flag(attribute, "deleted"))
            return;
        var named = JsonReading.Text(attribute, "uuid") is { Length: > 0 } uuid ? uuid : $"line {line}";
        if (!JsonReading.Flag(attribute, "to_ids"))
        {
            place.File.WarnGrouped("attributes without to_ids are context and not matched", line, named);
            return;
        }

        var confidence = attribute.TryGetProperty("Tag", out var tags) ? Confidence(tags) ?? place.Confidence : place.Confidence;
        foreach (var (kind, part) in Parts(type, value))
        {
            if (kind == IndicatorKind.Unknown)
                place.File.RefuseGrouped($"attributes of the type '{(type.Length > 40 ? type[..40] : type)}' cannot be matched", line, named);
            else
                place.File.Add(Encoding.UTF8.GetBytes(part.Trim()), kind, line, confidence, place.File.Expires);
        }
    }

    /// <summary>What an attribute gives: a composite one (<c>filename|sha256</c>) the half that can be matched, <c>domain|ip</c> both. A port is left out.</summary>
    private static IEnumerable<(IndicatorKind Kind, string Value)> Parts(string type, string value)
    {
        var bar = value.IndexOf('|', StringComparison.Ordinal);
        var (left, right) = bar < 0 ? (value, value) : (value[..bar], value[(bar + 1)..]);
        return type switch
        {
            "ip-src" or "ip-dst" => [(IndicatorKind.Address, value)],
            "ip-src|port" or "ip-dst|port" => [(IndicatorKind.Address, left)],
            "domain" or "hostname" => [(IndicatorKind.Domain, value)],
            "hostname|port" => [(IndicatorKind.Domain, left)],
            "domain|ip" => [(IndicatorKind.Domain, left), (IndicatorKind.Address, right)],
            "url" or "link" => [(IndicatorKind.Url, value)],
            "md5" or "sha1" or "sha256" or "sha512" or "x509-fingerprint-sha1" or "x509-fingerprint-sha256" => [(IndicatorKind.Hash, value)],
            "filename|md5" or "filename|sha1" or "filename|sha256" or "filename|sha512" or "malware-sample" => [(IndicatorKind.Hash, value[(value.LastIndexOf('|') + 1)..])],
            "email" or "email-src" or "email-dst" or "email-reply-to" => [(IndicatorKind.Mail, value)],
            _ => [(IndicatorKind.Unknown, value)],
        };
    }

    // The taxonomy "misp", predicate "confidence-level".
    private static byte? Confidence(JsonElement tags)
    {
        if (tags.ValueKind != JsonValueKind.Array)
            return null;
        foreach (var tag in tags.EnumerateArray())
        {
            byte? confidence = JsonReading.Text(tag, "name") switch
            {
                "misp:confidence-level=\"completely-confident\"" => 100,
                "misp:confidence-level=\"usually-confident\"" => 75,
                "misp:confidence-level=\"fairly-confident\"" => 50,
                "misp:confidence-level=\"rarely-confident\"" => 25,
                "misp:confidence-level=\"unconfident\"" => 0,
                _ => null,
            };
            if (confidence is not null)
                return confidence;
        }

        return null;
    }

    private sealed record Place(IndicatorFile File, byte Confidence);
}
