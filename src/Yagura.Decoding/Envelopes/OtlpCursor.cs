using Yagura.Decoding.Forms;

namespace Yagura.Decoding.Envelopes;

/// <summary>
/// Walks the log records of an OTLP/JSON request (opentelemetry-proto <c>ExportLogsServiceRequest</c>):
/// <c>{"resourceLogs":[{"resource":{…},"scopeLogs":[{"scope":{…},"logRecords":[{…},…]}]}]}</c>. A cut-off request gives the records before the cut.
/// </summary>
internal struct OtlpCursor(int start)
{
    /// <summary>Brackets that are open where a resource begins: the request's object and its array.</summary>
    private const int ResourceDepth = 2;

    private int at = start;
    private int depth;
    private bool isInRecords;

    /// <summary>The record, within the text.</summary>
    public Stretch Record { get; private set; }

    /// <summary>The resource that the record is of; empty when it has none.</summary>
    public Stretch Resource { get; private set; }

    /// <summary>Whether the text is a request.</summary>
    public static bool Begins(ReadOnlySpan<byte> text, int start)
    {
        var key = text[start] == '{' ? text[JsonText.SkipSpace(text, start + 1)..] : default;
        return key.StartsWith("\"resourceLogs\""u8) || key.StartsWith("\"resource_logs\""u8);
    }

    public bool MoveNext(ReadOnlySpan<byte> text)
    {
        while (at < text.Length)
        {
            if (isInRecords)
            {
                if (TakeRecord(text))
                    return true;
                continue;
            }

            if (!Step(text))
                return false;
        }

        return false;
    }

    /// <summary>Takes the next object of the array of records, or leaves the array.</summary>
    private bool TakeRecord(ReadOnlySpan<byte> text)
    {
        var next = text[at..].IndexOfAny((byte)'{', (byte)']');
        at = next < 0 ? text.Length : at + next;
        isInRecords = next >= 0 && text[at] == '{';
        if (!isInRecords)
            return false;
        var begin = at;
        if (!JsonText.SkipNested(text, ref at))
            at = text.Length;
        Record = new Stretch(begin, at - begin);
        return true;
    }

    /// <summary>Goes on by one token; false when the text is broken.</summary>
    private bool Step(ReadOnlySpan<byte> text)
    {
        switch (text[at])
        {
            case (byte)'"':
                return StepKey(text);
            case (byte)'{' or (byte)'[':
                if (depth == ResourceDepth)
                    Resource = default;
                depth++;
                break;
            case (byte)'}' or (byte)']':
                depth--;
                break;
        }

        at++;
        return true;
    }

    /// <summary>Goes into what holds records, keeps the resource, and leaves everything else out.</summary>
    private bool StepKey(ReadOnlySpan<byte> text)
    {
        if (!JsonText.TryString(text, ref at, out var keyStart, out var keyLength, out _))
            return false;
        at = JsonText.SkipSpace(text, at);
        if (at >= text.Length || text[at] != ':')
            return true;
        at = JsonText.SkipSpace(text, at + 1);
        var key = text.Slice(keyStart, keyLength);
        if (at >= text.Length || text[at] is not ((byte)'{' or (byte)'['))
            return true;
        if (key.SequenceEqual("resourceLogs"u8) || key.SequenceEqual("scopeLogs"u8) || key.SequenceEqual("resource_logs"u8) || key.SequenceEqual("scope_logs"u8))
            return true;
        if (key.SequenceEqual("logRecords"u8) || key.SequenceEqual("log_records"u8))
        {
            isInRecords = true;
            depth++;
            at++;
            return true;
        }

        var begin = at;
        if (!JsonText.SkipNested(text, ref at))
            return false;
        if (key.SequenceEqual("resource"u8))
            Resource = new Stretch(begin, at - begin);
        return true;
    }
}
