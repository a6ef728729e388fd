using System.Text.Json;

namespace Yagura.ServiceLevel.Journal;

/// <summary>Finds an object that names one member twice: RFC 8259 leaves its meaning open, so two readers would compute two figures.</summary>
internal static class RepeatedMembers
{
    // Names told apart by a 64-bit mark of their bytes; an object with more, an escaped name or an equal mark is read again by its texts.
    private const int PlainMax = 24;

    public static Bilingual Twice(string member) => new($"項目 {member} が二つあります。どちらが正しいか決められません", $"the member {member} is there twice: which one counts cannot be said");

    /// <summary>Moves past the object or list that the reader stands at; whether a member may be there twice, at any depth.</summary>
    public static bool Suspected(ref Utf8JsonReader reader)
    {
        var suspected = false;
        var isObject = reader.TokenType == JsonTokenType.StartObject;
        Span<ulong> marks = stackalloc ulong[PlainMax];
        var count = 0;
        while (reader.Read() && reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray))
        {
            if (isObject)
            {
                var mark = Mark(reader.ValueSpan);
                suspected |= reader.ValueIsEscaped || count == PlainMax || marks[..count].Contains(mark);
                if (count < PlainMax) marks[count++] = mark;
                reader.Read();
            }
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) suspected |= Suspected(ref reader);
        }
        return suspected;
    }

    /// <summary>The first member of an object that is there twice, at any depth; null when each is there once.</summary>
    public static string? Find(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        // Bounded by the reader's depth.
        var open = new Stack<HashSet<string>>();
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.StartObject) open.Push([]);
            else if (reader.TokenType == JsonTokenType.EndObject) open.Pop();
            else if (reader.TokenType == JsonTokenType.PropertyName && !open.Peek().Add(reader.GetString()!)) return reader.GetString();
        }
        return null;
    }

    // FNV-1a.
    private static ulong Mark(ReadOnlySpan<byte> name)
    {
        var mark = 14695981039346656037UL;
        foreach (var one in name) mark = (mark ^ one) * 1099511628211UL;
        return mark;
    }
}
