using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Yagura.Events;

namespace Yagura.Archive.Seal;

/// <summary>Writes the one form of a line of evidence (CUSTODY 4): exact key order, no spaces, LF.</summary>
/// <remarks>
/// <code>{"seq":1,"at":"2026-11-22T03:00:00.0001234Z","src":"fw1","id":"address","via":"relp","peer":"192.0.2.1:514","raw":"&lt;134&gt;1 …"}</code>
/// Strings are escaped as RFC 8785 (3.2.2.2) does: quote, backslash and controls only, the short form where there is one,
/// so that one record has exactly one line and a second writer in another language makes the same bytes.
/// </remarks>
internal sealed class EvidenceLine
{
    private static readonly SearchValues<byte> Escaped =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(code => (byte)code), (byte)'"', (byte)'\\']);

    private readonly ArrayBufferWriter<byte> _sender = new(256);
    private readonly byte[] _time = new byte[ReceiveTime.WrittenLength];
    private RawRecord? _last;
    private long _lastTicks = -1;

    /// <summary>Appends the record's line, its LF included.</summary>
    /// <param name="stored">The record.</param>
    /// <param name="into">Grows by the line.</param>
    public void Write(StoredRecord stored, ArrayBufferWriter<byte> into)
    {
        var record = stored.Record;
        into.Write("{\"seq\":"u8);
        WriteNumber(stored.Sequence, into);
        into.Write(",\"at\":\""u8);
        into.Write(Time(record.ReceivedAt.UtcTicks));
        into.Write(Sender(record));
        if (record.Lane != Lane.Live || record.Gap is not null || stored.Repeats != 0 || record.CutFrom != 0) WriteOptional(stored, into);
        WritePayload(record.Payload.Span, into);
    }

    /// <summary>The written receive time; the records of one read share it.</summary>
    private ReadOnlySpan<byte> Time(long ticks)
    {
        if (ticks != _lastTicks) TimeText.WriteUtc(_lastTicks = ticks, _time);
        return _time;
    }

    /// <summary>From the quote behind the time to the quote behind the peer: neighbours mostly share it.</summary>
    private ReadOnlySpan<byte> Sender(RawRecord record)
    {
        if (_last is { } last && SameText(last.Source, record.Source) && SameText(last.Peer, record.Peer) && SameText(last.Via, record.Via) && last.Identity == record.Identity)
            return _sender.WrittenSpan;
        _last = null;
        _sender.ResetWrittenCount();
        _sender.Write("\",\"src\":\""u8);
        WriteAscii(record.Source, _sender);
        _sender.Write("\",\"id\":\""u8);
        _sender.Write(EvidenceWords.Of(record.Identity));
        _sender.Write("\",\"via\":\""u8);
        WriteAscii(record.Via, _sender);
        _sender.Write("\",\"peer\":\""u8);
        WriteText(record.Peer, _sender);
        _sender.Write("\""u8);
        _last = record;
        return _sender.WrittenSpan;
    }

    private static bool SameText(string left, string right) => ReferenceEquals(left, right) || string.Equals(left, right, StringComparison.Ordinal);

    private static void WriteOptional(StoredRecord stored, ArrayBufferWriter<byte> into)
    {
        var record = stored.Record;
        if (record.Lane != Lane.Live)
        {
            into.Write(",\"lane\":\""u8);
            into.Write(EvidenceWords.Of(record.Lane));
            into.Write("\""u8);
        }
        if (record.Gap is { } gap)
        {
            into.Write(",\"gap\":\""u8);
            WriteText(gap, into);
            into.Write("\""u8);
        }
        if (stored.Repeats != 0)
        {
            into.Write(",\"repeats\":"u8);
            WriteNumber(stored.Repeats, into);
        }
        if (record.CutFrom != 0)
        {
            into.Write(",\"cut\":"u8);
            WriteNumber(record.CutFrom, into);
        }
    }

    private static void WritePayload(ReadOnlySpan<byte> payload, ArrayBufferWriter<byte> into)
    {
        if (Utf8.IsValid(payload))
        {
            into.Write(",\"raw\":\""u8);
            WriteEscaped(payload, into);
        }
        else
        {
            into.Write(",\"raw64\":\""u8);
            Base64.EncodeToUtf8(payload, into.GetSpan(Base64.GetMaxEncodedToUtf8Length(payload.Length)), out _, out var written);
            into.Advance(written);
        }
        into.Write("\"}\n"u8);
    }

    private static void WriteNumber(long number, ArrayBufferWriter<byte> into)
    {
        number.TryFormat(into.GetSpan(20), out var written, default, CultureInfo.InvariantCulture);
        into.Advance(written);
    }

    /// <summary>An id: it needs no escape, which the assertion holds in release builds too.</summary>
    private static void WriteAscii(string id, ArrayBufferWriter<byte> into)
    {
        if (!Identifier.IsValid(id)) throw new ArchiveException($"\"{id}\" is not an id; allowed: {Identifier.Allowed}");
        into.Advance(Encoding.ASCII.GetBytes(id, into.GetSpan(id.Length)));
    }

    private static void WriteText(string text, ArrayBufferWriter<byte> into)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        WriteEscaped(bytes.AsSpan(0, Encoding.UTF8.GetBytes(text, bytes)), into);
        ArrayPool<byte>.Shared.Return(bytes);
    }

    private static void WriteEscaped(ReadOnlySpan<byte> text, ArrayBufferWriter<byte> into)
    {
        for (var next = text.IndexOfAny(Escaped); next >= 0; next = text.IndexOfAny(Escaped))
        {
            into.Write(text[..next]);
            WriteEscape(text[next], into);
            text = text[(next + 1)..];
        }
        into.Write(text);
    }

    private static void WriteEscape(byte code, ArrayBufferWriter<byte> into)
    {
        switch (code)
        {
            case (byte)'"': into.Write("\\\""u8); break;
            case (byte)'\\': into.Write("\\\\"u8); break;
            case (byte)'\b': into.Write("\\b"u8); break;
            case (byte)'\t': into.Write("\\t"u8); break;
            case (byte)'\n': into.Write("\\n"u8); break;
            case (byte)'\f': into.Write("\\f"u8); break;
            case (byte)'\r': into.Write("\\r"u8); break;
            default:
                into.Write("\\u00"u8);
                into.Write([Hex(code >> 4), Hex(code & 15)]);
                break;
        }
    }

    private static byte Hex(int digit) => (byte)"0123456789abcdef"[digit];
}
