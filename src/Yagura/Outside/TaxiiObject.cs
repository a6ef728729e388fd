using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Yagura.Outside;

/// <summary>What is kept of a STIX object: the members that indicators are made of, as one line of JSON.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Modified">Its version.</param>
/// <param name="Line">The line.</param>
internal sealed record TaxiiObject(string Id, string Modified, string Line)
{
    private const int IdMax = 256;
    private const int LineMax = 128 << 10;

    private static readonly string[] Kept = ["type", "id", "modified", "created_by_ref", "name", "pattern", "pattern_type", "valid_until", "revoked", "confidence", "indicator_types"];

    /// <summary>Reads an object; null for one that gives no indicator and no name.</summary>
    public static TaxiiObject? Of(JsonElement one)
    {
        if (one.ValueKind != JsonValueKind.Object || Text(one, "type") is not ("indicator" or "identity") || Text(one, "id") is not { Length: > 0 and <= IdMax } id)
            return null;
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            foreach (var name in Kept)
            {
                if (!one.TryGetProperty(name, out var value))
                    continue;
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return bytes.WrittenCount <= LineMax ? new TaxiiObject(id, Text(one, "modified"), Encoding.UTF8.GetString(bytes.WrittenSpan)) : null;
    }

    private static string Text(JsonElement one, string name) => one.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
