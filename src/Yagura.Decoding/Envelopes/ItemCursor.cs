using Yagura.Decoding.Forms;

namespace Yagura.Decoding.Envelopes;

/// <summary>
/// Walks the events of a message: the objects of a JSON array, bare, as the <c>Records</c> of a cloud's delivery, the <c>logEvents</c> of CloudWatch Logs or the <c>value</c> of an OData reply; the records of an OTLP request;
/// the objects of an HTTP Event Collector's body, which stand one after another; or the message itself.
/// </summary>
internal struct ItemCursor
{
    private readonly Stretch message;
    private readonly ItemsForm form;
    private OtlpCursor otlp;
    private int at;
    private bool isDone;

    public ItemCursor(ReadOnlySpan<byte> payload, Stretch message)
    {
        this.message = message;
        var text = message.Of(payload);
        var start = JsonText.SkipSpace(text, 0);
        if (start >= text.Length || text[start] is not ((byte)'[' or (byte)'{'))
            return;
        at = ArrayStart(text, start) + 1;
        if (at == 0 && Held(text[start..]) is { IsEmpty: false } held && JsonText.TryMember(text, start, held, out var events) && text[events] == '[')
        {
            at = events + 1;
            Around = new Stretch(message.Start + start, events - start);
        }

        if (at > 0)
        {
            var first = JsonText.SkipSpace(text, at);
            form = first < text.Length && text[first] == '{' ? ItemsForm.Array : ItemsForm.One;
        }
        else if (OtlpCursor.Begins(text, start))
        {
            otlp = new OtlpCursor(start);
            var ahead = otlp;
            form = ahead.MoveNext(text) ? ItemsForm.Otlp : ItemsForm.One;
        }
        else if (BeginsAsCollectorEvent(text[start..]) && ObjectEnd(text, start) is var end && JsonText.SkipSpace(text, end) is var next && next < text.Length && text[next] == '{')
        {
            form = ItemsForm.Row;
            at = start;
        }
    }

    /// <summary>What parts a message.</summary>
    private enum ItemsForm
    {
        /// <summary>The message is the item.</summary>
        One = 0,
        Array = 1,
        Otlp = 2,

        /// <summary>Objects one after another.</summary>
        Row = 3,
    }

    /// <summary>Position of the bracket: <c>[{…}]</c>, <c>{"Records":[{…}]}</c> (CloudTrail), <c>{"records":[{…}]}</c> (Azure); -1 when it is neither.</summary>
    private static int ArrayStart(ReadOnlySpan<byte> text, int start)
    {
        if (text[start] == '[')
            return start;
        var place = JsonText.SkipSpace(text, start + 1);
        if (!text[place..].StartsWith("\"Records\""u8) && !text[place..].StartsWith("\"records\""u8))
            return -1;
        place = JsonText.SkipSpace(text, place + "\"Records\"".Length);
        if (place >= text.Length || text[place] != ':')
            return -1;
        place = JsonText.SkipSpace(text, place + 1);
        return place < text.Length && text[place] == '[' ? place : -1;
    }

    /// <summary>The key under which an object that begins so holds events: a delivery of CloudWatch Logs ("Log group-level subscription filters"), a reply of an OData service (Microsoft Graph); nothing for others.</summary>
    private static ReadOnlySpan<byte> Held(ReadOnlySpan<byte> text)
    {
        var key = text[JsonText.SkipSpace(text, 1)..];
        if (key.StartsWith("\"messageType\""u8) || key.StartsWith("\"owner\""u8) || key.StartsWith("\"logGroup\""u8) || key.StartsWith("\"logEvents\""u8))
            return "logEvents"u8;
        return key.StartsWith("\"@odata."u8) ? "value"u8 : default;
    }

    /// <summary>The keys of "Format events for HTTP Event Collector", of which a body with several events begins with one.</summary>
    private static bool BeginsAsCollectorEvent(ReadOnlySpan<byte> text)
    {
        var key = text[JsonText.SkipSpace(text, 1)..];
        return key.StartsWith("\"time\""u8) || key.StartsWith("\"event\""u8) || key.StartsWith("\"host\""u8) || key.StartsWith("\"source\""u8)
            || key.StartsWith("\"sourcetype\""u8) || key.StartsWith("\"index\""u8) || key.StartsWith("\"fields\""u8);
    }

    /// <summary>Whether the message holds several items, each with its own text.</summary>
    public readonly bool IsArray => form != ItemsForm.One;

    public Stretch Current { get; private set; }

    /// <summary>What is said of the item outside it: the resource of an OTLP record, the head of a delivery of CloudWatch Logs.</summary>
    public Stretch Around { get; private set; }

    public bool MoveNext(ReadOnlySpan<byte> payload)
    {
        if (isDone)
            return false;
        var text = message.Of(payload);
        switch (form)
        {
            case ItemsForm.One:
                Current = message;
                return isDone = true;
            case ItemsForm.Otlp:
                if (!otlp.MoveNext(text))
                    return false;
                Current = Outer(otlp.Record);
                Around = Outer(otlp.Resource);
                return true;
            case ItemsForm.Row:
                at = JsonText.SkipSpace(text, at);
                return at < text.Length && text[at] == '{' && Take(text, at);
            default:
                var open = at < text.Length ? text[at..].IndexOfAny((byte)'{', (byte)']') : -1;
                return open >= 0 && text[at + open] == '{' && Take(text, at + open);
        }
    }

    private bool Take(ReadOnlySpan<byte> text, int start)
    {
        at = ObjectEnd(text, start);
        Current = new Stretch(message.Start + start, at - start);
        return true;
    }

    private readonly Stretch Outer(Stretch inner) => inner.IsEmpty ? default : inner with { Start = message.Start + inner.Start };

    /// <summary>Position after the object; the end of the text when it is cut off.</summary>
    private static int ObjectEnd(ReadOnlySpan<byte> text, int start)
    {
        var end = start;
        return JsonText.SkipNested(text, ref end) ? end : text.Length;
    }
}
