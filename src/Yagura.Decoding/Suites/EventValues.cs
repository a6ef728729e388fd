using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Yagura.Events;

namespace Yagura.Decoding.Suites;

/// <summary>The values of an event as <c>yagura parse</c> prints them, by field: what a reader of its output has.</summary>
internal sealed class EventValues
{
    private readonly Dictionary<string, List<string>> values = new(StringComparer.Ordinal);

    private EventValues()
    {
    }

    /// <summary>No event: every field is missing.</summary>
    public static EventValues None { get; } = new();

    /// <summary>Reads the values of an event.</summary>
    public static EventValues Of(Event source)
    {
        var json = new ArrayBufferWriter<byte>();
        EventJson.WriteFields(source, json);
        using var read = JsonDocument.Parse(json.WrittenMemory);
        var found = new EventValues();
        foreach (var field in read.RootElement.EnumerateObject().Where(one => one.Name != "event.original"))
            found.values[field.Name] = [.. field.Value.ValueKind == JsonValueKind.Array ? field.Value.EnumerateArray().Select(one => one.ToString()) : [field.Value.ToString()]];
        return found;
    }

    /// <summary>Values of a field; empty when it is not there.</summary>
    public IReadOnlyList<string> this[string field] => values.TryGetValue(field, out var found) ? found : [];

    /// <summary>Whether any field holds the value.</summary>
    public bool HoldAnywhere(string value) => values.Values.Any(found => found.Exists(one => Same(one, value)));

    /// <summary>Whether two texts are one value: equal but for case, or as numbers, addresses, hardware addresses or instants.</summary>
    public static bool Same(string one, string other) =>
        string.Equals(one, other, StringComparison.OrdinalIgnoreCase)
        || (decimal.TryParse(one, NumberStyles.Float, CultureInfo.InvariantCulture, out var a) && decimal.TryParse(other, NumberStyles.Float, CultureInfo.InvariantCulture, out var b) && a == b)
        || (one.Contains(':') && IPAddress.TryParse(one, out var x) && IPAddress.TryParse(other, out var y) && x.Equals(y))
        || (Hardware(one) is { Length: > 0 } digits && string.Equals(digits, Hardware(other), StringComparison.OrdinalIgnoreCase))
        || (IsTime(one) && IsTime(other) && Instant(one) == Instant(other));

    /// <summary>The digits of a hardware address, empty for anything else: authors write it in several ways.</summary>
    private static string Hardware(string text)
    {
        var digits = text.Replace(":", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal);
        return digits.Length == 12 && text.Length is 12 or 14 or 17 && digits.All(char.IsAsciiHexDigit) ? digits : "";
    }

    private static bool IsTime(string text) =>
        text.Length >= 17 && text[4] == '-' && text[10] == 'T' && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
