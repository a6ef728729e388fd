using System.Collections.Immutable;
using System.Text.Json;
using Yagura.Detection.Sigma;

namespace Yagura.Detection.Check;

/// <summary>Where event and log source stand in a line of a test file, in bytes from the line's start.</summary>
internal readonly record struct WrappedLine(int EventStart, int EventLength, int KindStart, int KindLength)
{
    /// <summary>Finds them; a line that does not hold both objects is a bare event.</summary>
    /// <exception cref="JsonException">The line is no JSON.</exception>
    public static WrappedLine Find(ReadOnlySpan<byte> line)
    {
        var bare = new WrappedLine(0, line.Length, 0, 0);

        // A bare event is read once, not twice: the search for a name costs little beside reading.
        if (line.IndexOf("\"logsource\""u8) < 0)
            return bare;
        var json = new Utf8JsonReader(line);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject || !json.Read() || json.TokenType != JsonTokenType.PropertyName)
            return bare;
        var found = default(WrappedLine);
        do
        {
            var isEvent = json.ValueTextEquals("event"u8);
            var isKind = json.ValueTextEquals("logsource"u8);
            json.Read();
            var start = (int)json.TokenStartIndex;
            var isObject = json.TokenType == JsonTokenType.StartObject;
            json.Skip();
            if (isEvent && isObject)
                found = found with { EventStart = start, EventLength = (int)json.BytesConsumed - start };
            else if (isKind && isObject)
                found = found with { KindStart = start, KindLength = (int)json.BytesConsumed - start };
        }
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName);
        return found.EventLength > 0 && found.KindLength > 0 ? found : bare;
    }

    /// <summary>The kind that a <c>logsource</c> object names; empty text is any kind.</summary>
    /// <exception cref="JsonException">It is not of that form.</exception>
    public static EventKind KindOf(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
            return EventKind.Any;
        var json = new Utf8JsonReader(text);
        using var document = JsonDocument.ParseValue(ref json);
        var products = Texts(document.RootElement, "product");
        var kind = new EventKind
        {
            Product = products.FirstOrDefault(),
            OtherProducts = [.. products.Skip(1)],
            Categories = Texts(document.RootElement, "category"),
            Services = Texts(document.RootElement, "service"),
        };

        // A log source that says nothing is that of a bare event.
        return kind is { Product: null, Categories.IsEmpty: true, Services.IsEmpty: true } ? EventKind.Any : kind;
    }

    private static ImmutableArray<string> Texts(JsonElement kind, string name)
    {
        if (!kind.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return [];
        return value.ValueKind switch
        {
            JsonValueKind.String => [value.GetString()!],
            JsonValueKind.Array when value.EnumerateArray().All(element => element.ValueKind == JsonValueKind.String) => [.. value.EnumerateArray().Select(element => element.GetString()!)],
            _ => throw new JsonException($"'{name}' of the log source must be a text or a list of texts"),
        };
    }
}
