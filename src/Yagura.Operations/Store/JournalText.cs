using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Operations.Store;

/// <summary>The exact line of an entry (FIGURES 1): members in the fixed order, no spaces, Japanese readable.</summary>
internal static class JournalText
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static string Write(JournalEntry entry)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("number", entry.Number);
            json.WriteString("at", Time(entry.At));
            if (entry.Stated is { } stated) json.WriteString("stated", Time(stated));
            else json.WriteNull("stated");
            json.WriteString("kind", entry.Kind);
            json.WriteString("subject", entry.Subject);
            json.WriteString("actor", entry.Actor);
            json.WritePropertyName("data");
            entry.Data.WriteTo(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private static string Time(DateTimeOffset time) => time.Offset == TimeSpan.Zero
        ? time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", null)
        : time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", null);

    /// <summary>Reads a stored line.</summary>
    /// <exception cref="JsonException">The line is no entry.</exception>
    internal static JournalEntry Read(string line)
    {
        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        try
        {
            return new JournalEntry(
                root.GetProperty("number").GetInt64(),
                root.GetProperty("at").GetDateTimeOffset(),
                root.GetProperty("stated") is { ValueKind: JsonValueKind.String } stated ? stated.GetDateTimeOffset() : null,
                root.GetProperty("kind").GetString()!,
                root.GetProperty("subject").GetString()!,
                root.GetProperty("actor").GetString()!,
                root.GetProperty("data").Clone());
        }
        catch (Exception fault) when (fault is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new JsonException("The line is no journal entry.", fault);
        }
    }
}
