using System.Text.Json;

namespace Yagura.Detection.Indicators;

/// <summary>A JSON file of indicators: a MISP export or a STIX 2.1 bundle, told apart by what stands in it.</summary>
internal static class JsonReading
{
    /// <summary>Reads a file's bytes; what is no JSON is told with its line.</summary>
    public static void Read(ReadOnlySpan<byte> bytes, IndicatorFile file)
    {
        if (bytes.StartsWith("\uFEFF"u8))
            bytes = bytes[3..];
        var lines = new LineCounter();
        try
        {
            if (IsStix(bytes))
                StixReader.Read(bytes, file, ref lines);
            else if (!MispReader.Read(bytes, file, ref lines))
                file.Break(1, "it is neither a MISP export (Event, response) nor a STIX 2.1 bundle (type: bundle)");
        }
        catch (JsonException broken)
        {
            file.Break((int)(broken.LineNumber ?? 0) + 1, $"no JSON from here on: {broken.Message}");
        }
    }

    // The members of the outermost object up to the first list decide; a bundle's objects are long.
    private static bool IsStix(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("objects"u8) || reader.ValueTextEquals("spec_version"u8))
                return true;
            if (reader.ValueTextEquals("Event"u8) || reader.ValueTextEquals("response"u8))
                return false;
            var isType = reader.ValueTextEquals("type"u8);
            reader.Read();
            if (isType && reader.TokenType == JsonTokenType.String)
                return reader.ValueTextEquals("bundle"u8);
            reader.Skip();
        }

        return false;
    }

    /// <summary>A text member of an object; empty when it is none.</summary>
    public static string Text(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    /// <summary>A true member of an object; MISP also writes 1 and "1".</summary>
    public static bool Flag(JsonElement of, string name) => of.TryGetProperty(name, out var value) && value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.String => value.GetString() is "1" or "true",
        JsonValueKind.Number => value.TryGetInt32(out var number) && number == 1,
        _ => false,
    };
}
