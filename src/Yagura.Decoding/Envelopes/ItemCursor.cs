namespace Yagura.Decoding.Envelopes;

/// <summary>Walks the events of a message: the objects of a JSON array, bare or as the <c>Records</c> of a cloud's delivery, or the message itself.</summary>
internal struct ItemCursor
{
    private readonly Stretch message;
    private int at;
    private bool isDone;

    public ItemCursor(ReadOnlySpan<byte> payload, Stretch message)
    {
        this.message = message;
        var text = message.Of(payload);
        var start = ArrayStart(text);
        if (start < 0)
            return;
        var first = text[(start + 1)..].IndexOfAnyExcept((byte)' ', (byte)'\t', (byte)'\n');
        IsArray = first >= 0 && text[start + 1 + first] == '{';
        at = start + 1;
    }

    /// <summary>Position of the bracket: <c>[{…}]</c>, <c>{"Records":[{…}]}</c> (CloudTrail), <c>{"records":[{…}]}</c> (Azure); -1 when it is neither.</summary>
    private static int ArrayStart(ReadOnlySpan<byte> text)
    {
        var place = Forms.JsonText.SkipSpace(text, 0);
        if (place < text.Length && text[place] == '[')
            return place;
        if (place >= text.Length || text[place] != '{')
            return -1;
        place = Forms.JsonText.SkipSpace(text, place + 1);
        if (!text[place..].StartsWith("\"Records\""u8) && !text[place..].StartsWith("\"records\""u8))
            return -1;
        place = Forms.JsonText.SkipSpace(text, place + "\"Records\"".Length);
        if (place >= text.Length || text[place] != ':')
            return -1;
        place = Forms.JsonText.SkipSpace(text, place + 1);
        return place < text.Length && text[place] == '[' ? place : -1;
    }

    /// <summary>Whether the message is an array of objects.</summary>
    public bool IsArray { get; }

    public Stretch Current { get; private set; }

    public bool MoveNext(ReadOnlySpan<byte> payload)
    {
        if (isDone)
            return false;
        if (!IsArray)
        {
            Current = message;
            return isDone = true;
        }

        var text = message.Of(payload);
        var open = at < text.Length ? text[at..].IndexOfAny((byte)'{', (byte)']') : -1;
        if (open < 0 || text[at + open] == ']')
            return false;
        var start = at + open;
        at = ObjectEnd(text, start);
        Current = new Stretch(message.Start + start, at - start);
        return true;
    }

    /// <summary>Position after the object; the end of the text when it is cut off.</summary>
    private static int ObjectEnd(ReadOnlySpan<byte> text, int start)
    {
        var depth = 0;
        var quoted = false;
        for (var i = start; i < text.Length; i++)
        {
            if (quoted && text[i] == '\\')
                i++;
            else if (text[i] == '"')
                quoted = !quoted;
            else if (!quoted && text[i] == '{')
                depth++;
            else if (!quoted && text[i] == '}' && --depth == 0)
                return i + 1;
        }

        return text.Length;
    }
}
