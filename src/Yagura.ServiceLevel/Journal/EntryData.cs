using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Yagura.ServiceLevel.Journal;

/// <summary>An entry's data: the bytes of one JSON object, read member by member when somebody asks. Total: a member of another type is as if it were absent.</summary>
/// <remarks>
/// A parsed document of each entry would cost several times its text, and an evaluation of a million entries asks few of them for anything.
/// Of a member that is there twice the last counts, as with System.Text.Json.
/// </remarks>
public readonly struct EntryData
{
    // Names of members are ASCII words of the catalogue; another is not looked for in the quick way.
    private const int NameBytesMax = 64;

    private static readonly SearchValues<char> NameLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");

    private readonly ReadOnlyMemory<byte> json;

    private EntryData(ReadOnlyMemory<byte> json) => this.json = json;

    /// <summary>Data without a member.</summary>
    public static EntryData Empty => default;

    /// <summary>An object as it is written; empty when the text is not one JSON object.</summary>
    /// <param name="text">JSON.</param>
    public static EntryData Parse(string text) => TryParse(text, out var data) ? data : Empty;

    /// <summary>Reads an object.</summary>
    /// <param name="text">JSON.</param>
    /// <param name="data">The object; empty when the text is none.</param>
    public static bool TryParse(string text, out EntryData data)
    {
        data = Empty;
        try
        {
            var element = JsonElement.Parse(text);
            if (element.ValueKind != JsonValueKind.Object) return false;
            data = Of(element);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>An object that was parsed; anything else has no member.</summary>
    /// <param name="element">Any JSON value.</param>
    public static EntryData Of(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object ? new EntryData(Encoding.UTF8.GetBytes(element.GetRawText())) : Empty;

    /// <summary>Bytes that a reader has checked to be one whole JSON object.</summary>
    internal static EntryData Checked(ReadOnlyMemory<byte> json) => new(json);

    /// <summary>The object as a parsed document.</summary>
    public JsonElement Element
    {
        get
        {
            if (json.IsEmpty) return JsonElement.Parse("{}");
            var reader = new Utf8JsonReader(json.Span);
            return JsonElement.ParseValue(ref reader);
        }
    }

    /// <summary>Whether there is a member.</summary>
    /// <param name="member">Its snake_case name.</param>
    public bool Has(string member) => Find(member, out _);

    /// <summary>A member as text; numbers and booleans as they are written.</summary>
    /// <param name="member">Its snake_case name.</param>
    public string? Text(string member) => Find(member, out var value) ? Scalar(ref value) : null;

    /// <summary>A member as a boolean; null when absent or not one.</summary>
    /// <param name="member">Its snake_case name.</param>
    public bool? Flag(string member)
    {
        if (!Find(member, out var value)) return null;
        return value.TokenType switch { JsonTokenType.True => true, JsonTokenType.False => false, _ => null };
    }

    /// <summary>A member as a whole number; a list counts its elements; null when absent or neither.</summary>
    /// <param name="member">Its snake_case name.</param>
    public long? Count(string member)
    {
        if (!Find(member, out var value)) return null;
        if (value.TokenType == JsonTokenType.StartArray) return Elements(ref value);
        return value.TokenType == JsonTokenType.Number && value.TryGetInt64(out var number) ? number : null;
    }

    /// <summary>A member that is an object; empty otherwise.</summary>
    /// <param name="member">Its snake_case name.</param>
    /// <param name="data">The object.</param>
    public bool TryObject(string member, out EntryData data)
    {
        data = Empty;
        if (!Find(member, out var value) || value.TokenType != JsonTokenType.StartObject) return false;
        var start = (int)value.TokenStartIndex;
        value.Skip();
        data = new EntryData(json[start..(int)value.BytesConsumed]);
        return true;
    }

    /// <summary>The values that an entry names under a word: member <c>server</c> (one) or <c>servers</c> (a list, or one).</summary>
    /// <param name="word">The singular.</param>
    public IReadOnlyList<string> Named(string word) =>
        Find(word, out var value) || Find(word + "s", out value) ? List(ref value) : [];

    private static IReadOnlyList<string> List(ref Utf8JsonReader value)
    {
        if (value.TokenType != JsonTokenType.StartArray) return Scalar(ref value) is { } one ? [one] : [];
        List<string> texts = [];
        while (value.Read() && value.TokenType != JsonTokenType.EndArray)
        {
            if (Scalar(ref value) is { } text) texts.Add(text);
            else value.Skip();
        }
        return texts;
    }

    private static long Elements(ref Utf8JsonReader value)
    {
        long count = 0;
        while (value.Read() && value.TokenType != JsonTokenType.EndArray)
        {
            count++;
            value.Skip();
        }
        return count;
    }

    private static string? Scalar(ref Utf8JsonReader value) => value.TokenType switch
    {
        JsonTokenType.String => value.GetString(),
        JsonTokenType.Number => Encoding.UTF8.GetString(value.ValueSpan),
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        _ => null,
    };

    /// <summary>Moves a reader to the value of a member.</summary>
    private bool Find(string member, out Utf8JsonReader value)
    {
        value = default;
        if (json.IsEmpty) return false;
        var text = json.Span;
        Span<byte> name = stackalloc byte[NameBytesMax];
        if (!TryQuote(member, ref name)) return FindByReading(member, out value);
        var at = text.LastIndexOf(name);
        // A vectorised search of the bytes answers most questions; a name may also be written with escapes.
        if (at < 0) return text.Contains((byte)'\\') && FindByReading(member, out value);
        // In one level without an escape, such a word before a colon is a name and nothing else.
        if (text[1..].ContainsAny((byte)'\\', (byte)'{', (byte)'[')) return FindByReading(member, out value);
        for (; at >= 0; at = text[..at].LastIndexOf(name))
        {
            var after = text[(at + name.Length)..].TrimStart(" \t\r\n"u8);
            if (after[0] != (byte)':') continue;
            value = new Utf8JsonReader(after[1..], isFinalBlock: false, default);
            return value.Read();
        }
        return false;
    }

    private bool FindByReading(string member, out Utf8JsonReader value)
    {
        value = default;
        var reader = new Utf8JsonReader(json.Span);
        var found = false;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var same = reader.ValueTextEquals(member);
            reader.Read();
            if (same)
            {
                value = reader;
                found = true;
            }
            reader.Skip();
        }
        return found;
    }

    private static bool TryQuote(string member, ref Span<byte> name)
    {
        if (member.Length == 0 || member.Length > NameBytesMax - 2 || member.AsSpan().ContainsAnyExcept(NameLetters)) return false;
        Ascii.FromUtf16(member, name[1..], out _);
        name = name[..(member.Length + 2)];
        name[0] = name[^1] = (byte)'"';
        return true;
    }
}
