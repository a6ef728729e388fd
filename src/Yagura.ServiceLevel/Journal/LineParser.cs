using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Yagura.ServiceLevel.Journal;

/// <summary>One line of a journal → an entry or a fault. Interns what repeats and keeps the data of many lines in one block, so that a million entries fit.</summary>
internal sealed class LineParser
{
    // Data of many lines shares a block: few long-lived arrays instead of a million; the first is small, since most journals are.
    private const int BlockBytesMin = 4 * 1024;
    private const int BlockBytesMax = 256 * 1024;

    private static readonly string[] Members = ["number", "at", "stated", "kind", "subject", "actor", "data", "hash"];
    private static readonly byte[][] MemberNames = [.. Members.Select(Encoding.UTF8.GetBytes)];

    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<byte>> words = new HashSet<string>(new Utf8Words()).GetAlternateLookup<ReadOnlySpan<byte>>();
    private Memory<byte> block;
    private int blockBytes = BlockBytesMin;
    private byte[] unescaped = new byte[512];

    // What the line said, member by member; reset for each line.
    private long? number;
    private DateTimeOffset? at;
    private DateTimeOffset? stated;
    private TimePrecision precision;
    private string? kind;
    private string? subject;
    private string? actor;
    private int dataStart;
    private int dataEnd;
    private Bilingual? fault;
    private Bilingual? remark;
    private int seen;
    private int next;

    /// <summary>Whether the line just parsed names its number itself.</summary>
    public bool Numbered => number is not null;

    /// <summary>Parses a line: an entry, or what is wrong, or an entry with a remark.</summary>
    public Bilingual? Parse(ReadOnlySpan<byte> line, int position, out JournalEntry? entry)
    {
        (number, at, stated, precision, kind, subject, actor, dataStart, dataEnd, fault, remark) = (null, null, null, TimePrecision.Second, null, null, null, 0, 0, null, null);
        (seen, next) = (0, 0);
        entry = null;
        if (!Utf8.IsValid(line)) return NotUtf8;
        try
        {
            ReadMembers(line);
        }
        catch (JsonException broken)
        {
            return new Bilingual($"JSON として読めません（{broken.BytePositionInLine + 1} バイト目）", $"not a line of JSON (byte {broken.BytePositionInLine + 1})");
        }
        catch (InvalidOperationException)
        {
            return NotUtf8; // An escape that names half a character.
        }
        fault ??= Check();
        if (fault is not null) return fault;
        var data = dataEnd - dataStart <= 2 ? EntryData.Empty : EntryData.Checked(Kept(line[dataStart..dataEnd]));
        entry = new JournalEntry(number ?? position, at!.Value, stated, kind!, subject!, actor!, data) { Precision = precision };
        return remark;
    }

    private ReadOnlyMemory<byte> Kept(ReadOnlySpan<byte> data)
    {
        if (data.Length > block.Length)
        {
            block = new byte[Math.Max(blockBytes, data.Length)];
            blockBytes = Math.Min(blockBytes * 2, BlockBytesMax);
        }
        var kept = block[..data.Length];
        block = block[data.Length..];
        data.CopyTo(kept.Span);
        return kept;
    }

    private void ReadMembers(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = 64 });
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            fault = new Bilingual("行は JSON オブジェクトでなければなりません", "a line must be one JSON object");
            reader.TrySkip();
        }
        else
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName) ReadMember(ref reader, line);
        }
        reader.Read();
    }

    private void ReadMember(ref Utf8JsonReader reader, ReadOnlySpan<byte> line)
    {
        var member = Member(ref reader);
        if (member >= 0) Once(member);
        switch (member)
        {
            case 0: ReadNumber(ref reader); break;
            case 1: at = ReadTime(ref reader, "at", out _); break;
            case 2: stated = ReadTime(ref reader, "stated", out precision); break;
            case 3: kind = ReadWord(ref reader); break;
            case 4: subject = ReadWord(ref reader); break;
            case 5: actor = ReadWord(ref reader); break;
            case 6: ReadData(ref reader, line); break;
            case 7: reader.Skip(); break;
            default:
                var name = reader.GetString();
                remark ??= new Bilingual($"未知の項目 {name} は使いません（number, at, stated, kind, subject, actor, data, hash）", $"the unknown member {name} is not used (allowed: number, at, stated, kind, subject, actor, data, hash)");
                reader.Skip();
                break;
        }
    }

    // Most writers keep the order of the canonical line, so the next member is tried first.
    private int Member(ref Utf8JsonReader reader)
    {
        for (var tried = 0; tried < MemberNames.Length; tried++)
        {
            var member = (next + tried) % MemberNames.Length;
            if (!reader.ValueTextEquals(MemberNames[member])) continue;
            next = member + 1;
            return member;
        }
        return -1;
    }

    // A member that is there twice can be read two ways, by two readers or by two versions of one.
    private void Once(int member)
    {
        if ((seen & (1 << member)) != 0) fault ??= RepeatedMembers.Twice(Members[member]);
        seen |= 1 << member;
    }

    private void ReadNumber(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var value) && value > 0) number = value;
        else
        {
            fault ??= new Bilingual("number は 1 以上の整数です", "number must be a whole number from 1");
            reader.Skip();
        }
    }

    private void ReadData(ref Utf8JsonReader reader, ReadOnlySpan<byte> line)
    {
        reader.Read();
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.Null))
            fault ??= new Bilingual("data はオブジェクトです", "data must be an object");
        var isObject = reader.TokenType == JsonTokenType.StartObject;
        dataStart = (int)reader.TokenStartIndex;
        var suspected = isObject && RepeatedMembers.Suspected(ref reader);
        if (!isObject) reader.Skip();
        dataEnd = isObject ? (int)reader.BytesConsumed : dataStart;
        if (line[dataStart..dataEnd].Contains((byte)'\\')) CheckEscapes(line[dataStart..dataEnd]);
        if (suspected && RepeatedMembers.Find(line[dataStart..dataEnd]) is { } member) fault ??= RepeatedMembers.Twice(member);
    }

    // Whoever reads the data later must not meet an escape that names half a character.
    private void CheckEscapes(ReadOnlySpan<byte> data)
    {
        var reader = new Utf8JsonReader(data);
        while (reader.Read())
        {
            if (!reader.ValueIsEscaped) continue;
            Unescaped(ref reader);
        }
    }

    private ReadOnlySpan<byte> Unescaped(ref Utf8JsonReader reader)
    {
        if (reader.ValueSpan.Length > unescaped.Length) unescaped = new byte[reader.ValueSpan.Length];
        return unescaped.AsSpan(0, reader.CopyString(unescaped));
    }

    private DateTimeOffset? ReadTime(ref Utf8JsonReader reader, string member, out TimePrecision known)
    {
        known = TimePrecision.Second;
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null) return null;
        if (reader.TokenType != JsonTokenType.String || reader.ValueSpan.Length > 64)
        {
            fault ??= new Bilingual($"{member} は ISO 8601 の時刻（時差付き）です", $"{member} must be an ISO 8601 time with an offset");
            reader.Skip();
            return null;
        }
        Span<char> text = stackalloc char[64];
        var length = reader.CopyString(text);
        var result = IsoTime.Read(text[..length], out var time, out known);
        if (result == IsoTimeResult.Instant) return time;
        fault ??= result == IsoTimeResult.NotATime
            ? new Bilingual($"{member} は ISO 8601 の時刻ではありません", $"{member} is not an ISO 8601 time (2021-04-01T12:31:00+09:00)")
            : new Bilingual($"{member} に時差がありません（+09:00 または Z が必要）", $"{member} has no offset (write +09:00 or Z)");
        return null;
    }

    private string? ReadWord(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return null;
        }
        var text = reader.ValueIsEscaped ? Unescaped(ref reader) : reader.ValueSpan;
        if (words.TryGetValue(text, out var known)) return known;
        words.Add(text);
        return words.TryGetValue(text, out known) ? known : null;
    }

    private Bilingual? Check()
    {
        if (at is null) return Missing("at");
        if (string.IsNullOrEmpty(kind)) return Missing("kind");
        if (string.IsNullOrEmpty(subject)) return Missing("subject");
        if (string.IsNullOrEmpty(actor)) return Missing("actor");
        if (stated > at) return new Bilingual("stated が at より後です。記録できるのは過ぎた時刻だけです", "stated is after at: only what has happened can be stated");
        if (!Actor.IsValid(actor)) remark ??= new Bilingual($"actor「{actor}」は 役割:氏名 でも machine でもありません。何の権限もないものとして扱います", $"actor '{actor}' is neither role:name nor machine; it is taken to have no right");
        return null;
    }

    private static Bilingual NotUtf8 => new("UTF-8 として読めない文字があります", "a text is not valid UTF-8");

    private static Bilingual Missing(string member) => new($"{member} がありません", $"{member} is missing");
}
