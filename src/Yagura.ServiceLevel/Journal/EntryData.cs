using System.Text.Json;

namespace Yagura.ServiceLevel.Journal;

/// <summary>Reading of an entry's data: total, a member of another type is as if it were absent.</summary>
public static class EntryData
{
    /// <summary>Data without a member.</summary>
    public static readonly JsonElement Empty = JsonElement.Parse("{}");

    /// <summary>A member as text; numbers and booleans as they are written.</summary>
    /// <param name="data">An entry's data.</param>
    /// <param name="member">Its snake_case name.</param>
    public static string? Text(this JsonElement data, string member) =>
        data.ValueKind == JsonValueKind.Object && data.TryGetProperty(member, out var value) ? Scalar(value) : null;

    /// <summary>A member as a boolean; null when absent or not one.</summary>
    /// <param name="data">An entry's data.</param>
    /// <param name="member">Its snake_case name.</param>
    public static bool? Flag(this JsonElement data, string member)
    {
        if (data.ValueKind != JsonValueKind.Object || !data.TryGetProperty(member, out var value)) return null;
        return value.ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => null };
    }

    /// <summary>A member as a whole number; a list counts its elements; null when absent or neither.</summary>
    /// <param name="data">An entry's data.</param>
    /// <param name="member">Its snake_case name.</param>
    public static long? Count(this JsonElement data, string member)
    {
        if (data.ValueKind != JsonValueKind.Object || !data.TryGetProperty(member, out var value)) return null;
        if (value.ValueKind == JsonValueKind.Array) return value.GetArrayLength();
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;
    }

    /// <summary>The values that an entry names under a word: member <c>server</c> (one) or <c>servers</c> (a list, or one).</summary>
    /// <param name="data">An entry's data.</param>
    /// <param name="word">The singular.</param>
    public static IReadOnlyList<string> Named(this JsonElement data, string word)
    {
        if (data.ValueKind != JsonValueKind.Object) return [];
        if (data.TryGetProperty(word, out var one)) return List(one);
        return data.TryGetProperty(word + "s", out var many) ? List(many) : [];
    }

    private static IReadOnlyList<string> List(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array) return [.. value.EnumerateArray().Select(Scalar).OfType<string>()];
        return Scalar(value) is { } text ? [text] : [];
    }

    /// <summary>A scalar as text; null for null, lists and objects.</summary>
    /// <param name="value">Any JSON value.</param>
    public static string? Scalar(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };
}
