using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Yagura.Events;

namespace Yagura.Archive.Seal;

/// <summary>Reads a line of evidence back into the record that was sealed: the pair of <see cref="EvidenceLine"/>.</summary>
/// <remarks>Session, transaction and event count are not evidence: a record read back has session 0 and one event.</remarks>
internal static class EvidenceReading
{
    /// <summary>Reads a line without its LF; false for any other form. <c>raw</c> decodes to exactly the received bytes.</summary>
    public static bool TryRead(ReadOnlySpan<byte> line, out StoredRecord stored)
    {
        stored = null!;
        if (!EvidencePrefix.TryRead(line, out var prefix)) return false;
        if (!TryPayload(prefix, out var payload) || !TryText(prefix.Peer, out var peer)) return false;
        string? gap = null;
        if (prefix.HasGap && !TryText(prefix.Gap, out gap)) return false;
        stored = new StoredRecord(prefix.Sequence, new RawRecord
        {
            ReceivedAt = prefix.At,
            Source = Encoding.ASCII.GetString(prefix.Source),
            Identity = prefix.Identity,
            Via = Encoding.ASCII.GetString(prefix.Via),
            Peer = peer,
            Lane = prefix.Lane,
            Gap = gap,
            CutFrom = prefix.CutFrom,
            Payload = payload,
        }, prefix.Repeats);
        return true;
    }

    private static bool TryPayload(in EvidencePrefix prefix, out byte[] payload)
    {
        payload = new byte[prefix.Payload.Length];
        int written;
        if (prefix.Encoded)
        {
            if (Base64.DecodeFromUtf8(prefix.Payload, payload, out _, out written) != OperationStatus.Done) return false;
        }
        else if (!TryUnescape(prefix.Payload, payload, out written))
        {
            return false;
        }
        if (written != payload.Length) payload = payload[..written];
        return true;
    }

    private static bool TryText(ReadOnlySpan<byte> escaped, out string text)
    {
        text = "";
        var bytes = new byte[escaped.Length];
        if (!TryUnescape(escaped, bytes, out var written)) return false;
        text = Encoding.UTF8.GetString(bytes, 0, written);
        return true;
    }

    private static bool TryUnescape(ReadOnlySpan<byte> text, Span<byte> into, out int written)
    {
        written = 0;
        for (var next = text.IndexOf((byte)'\\'); next >= 0; next = text.IndexOf((byte)'\\'))
        {
            text[..next].CopyTo(into[written..]);
            written += next;
            text = text[next..];
            if (!TryEscape(ref text, out into[written++])) return false;
        }
        text.CopyTo(into[written..]);
        written += text.Length;
        return true;
    }

    private static bool TryEscape(ref ReadOnlySpan<byte> text, out byte code)
    {
        code = 0;
        if (text.Length < 2) return false;
        if (text[1] == 'u')
        {
            if (text.Length < 6 || !byte.TryParse(text[4..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out code)) return false;
            var zero = text[2] == '0' && text[3] == '0' && code < 0x20;
            text = text[6..];
            return zero;
        }
        code = text[1] switch
        {
            (byte)'"' => (byte)'"',
            (byte)'\\' => (byte)'\\',
            (byte)'b' => (byte)'\b',
            (byte)'t' => (byte)'\t',
            (byte)'n' => (byte)'\n',
            (byte)'f' => (byte)'\f',
            (byte)'r' => (byte)'\r',
            _ => 0,
        };
        text = text[2..];
        return code != 0;
    }
}
