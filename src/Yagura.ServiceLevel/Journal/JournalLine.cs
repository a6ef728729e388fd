using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Yagura.ServiceLevel.Journal;

/// <summary>The canonical line of an entry and its export form (FIGURES 1). What the store keeps and the chain hashes is exactly this text.</summary>
public static class JournalLine
{
    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdefABCDEF"u8);

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = false };

    /// <summary>The canonical text: members number, at, stated, kind, subject, actor, data; no spaces; no line end.</summary>
    /// <param name="entry">An entry whose data is an object.</param>
    public static string Write(JournalEntry entry)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("number"u8, entry.Number);
            json.WriteString("at"u8, IsoTime.Write(entry.At, TimePrecision.Second));
            if (entry.Stated is { } stated) json.WriteString("stated"u8, IsoTime.Write(stated, entry.Precision));
            else json.WriteNull("stated"u8);
            json.WriteString("kind"u8, entry.Kind);
            json.WriteString("subject"u8, entry.Subject);
            json.WriteString("actor"u8, entry.Actor);
            json.WritePropertyName("data"u8);
            entry.Data.Element.WriteTo(json);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The export form: the same text with <c>,"hash":"…"</c> as its last member.</summary>
    /// <param name="line">A canonical line.</param>
    /// <param name="hash">64 hex digits, of <see cref="JournalHash.Next"/>.</param>
    public static string WithHash(string line, string hash) => $"{line.AsSpan(0, line.Length - 1)},\"hash\":\"{hash}\"}}";

    /// <summary>Takes the export form apart: the exact text that was hashed, and the hash.</summary>
    /// <param name="line">A line of an export, perhaps with spaces of another writer.</param>
    /// <param name="body">The line up to the member: with a closing brace after it, the exact text that was hashed. Empty when it has none.</param>
    /// <param name="hash">64 hex digits as written; empty when the line has none.</param>
    public static bool TrySplitHash(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> body, out ReadOnlySpan<byte> hash)
    {
        var text = line.TrimEnd(" \t\r\n"u8);
        var at = text.LastIndexOf("\"hash\""u8);
        if (at > 0 && TryHashMember(text[(at + 6)..], out hash))
        {
            var before = text[..at].TrimEnd(" \t"u8);
            if (before.Length > 0 && before[^1] == (byte)',')
            {
                body = before[..^1];
                return true;
            }
        }
        hash = [];
        body = [];
        return false;
    }

    private static bool TryHashMember(ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> hash)
    {
        hash = [];
        rest = rest.TrimStart(" \t"u8);
        if (rest.Length == 0 || rest[0] != (byte)':') return false;
        rest = rest[1..].TrimStart(" \t"u8);
        if (rest.Length < 67 || rest[0] != (byte)'"' || rest[65] != (byte)'"') return false;
        var end = rest[66..].TrimStart(" \t"u8);
        if (end.Length != 1 || end[0] != (byte)'}') return false;
        var digits = rest.Slice(1, 64);
        if (digits.ContainsAnyExcept(HexDigits)) return false;
        hash = digits;
        return true;
    }
}
