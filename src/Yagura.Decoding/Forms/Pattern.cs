using Yagura.Decoding.Text;
using Yagura.Events;

namespace Yagura.Decoding.Forms;

/// <summary>One place of a pattern that takes text.</summary>
/// <param name="Part">Where it goes; -1 to skip it.</param>
/// <param name="Check">What it must look like.</param>
/// <param name="Greedy">Whether it runs to the last, not the first, place where the next literal stands.</param>
/// <param name="Quoted">Whether a backslash protects what follows it from ending the capture.</param>
/// <param name="Padded">Whether repetitions of the next literal are padding.</param>
internal readonly record struct Capture(int Part, CaptureCheck Check, bool Greedy, bool Quoted, bool Padded);

/// <summary>A dissect pattern without options: literal, capture, literal, … over the whole text, without going back.</summary>
/// <param name="literals">One more than captures; the first stands before the first capture, the last ends the text.</param>
/// <param name="captures">The captures.</param>
internal sealed class Pattern(byte[][] literals, Capture[] captures)
{
    /// <summary>Most captures of one pattern.</summary>
    public const int CapturesMax = 64;

    /// <summary>Whether a text that begins with the byte can match.</summary>
    public bool CanBegin(byte first)
    {
        if (literals[0].Length > 0)
            return literals[0][0] == first;
        return captures.Length == 0 || captures[0].Check switch
        {
            CaptureCheck.Int => Scan.IsDigit(first) || first == '-',
            CaptureCheck.Number => Scan.IsDigit(first) || first == '-',
            CaptureCheck.Ip => Scan.IsHex(first) || first == ':',
            _ => true,
        };
    }

    /// <summary>Whether the text matches. The captured texts are written to <paramref name="found"/>, one for each capture.</summary>
    public bool Matches(Region text, Span<Slot> found)
    {
        var bytes = text.Bytes;
        if (!bytes.StartsWith(literals[0]))
            return false;
        var at = literals[0].Length;
        for (var i = 0; i < captures.Length; i++)
        {
            var literal = literals[i + 1];
            var isLast = i == captures.Length - 1;
            var end = End(bytes, at, literal, captures[i], isLast);
            if (end < 0)
                return false;
            var captured = captures[i].Padded ? text.Slice(at, end - at).Trim() : text.Slice(at, end - at);
            if (!Passes(captured.Bytes, captures[i].Check))
                return false;
            found[i] = captured.Slot(ValueKind.Text);
            at = end + literal.Length;
            if (captures[i].Padded && literal.Length > 0)
                while (bytes[at..].StartsWith(literal))
                    at += literal.Length;
        }

        return at == bytes.Length;
    }

    /// <summary>Puts what <see cref="Matches"/> found into the parts.</summary>
    public void Keep(ReadOnlySpan<Slot> found, Parts parts)
    {
        for (var i = 0; i < captures.Length; i++)
        {
            var part = captures[i].Part;
            if (part >= 0 && parts[part].Kind == ValueKind.Absent)
                parts.Set(part, found[i]);
        }
    }

    private static int End(ReadOnlySpan<byte> bytes, int at, byte[] literal, Capture capture, bool isLast)
    {
        if (isLast)
        {
            var end = bytes.Length - literal.Length;
            return end >= at && bytes.EndsWith(literal) ? end : -1;
        }

        if (capture.Padded)
            while (bytes[at..].StartsWith(literal) && literal.Length > 0)
                at += literal.Length;
        if (capture.Quoted)
            return QuotedEnd(bytes, at, literal);
        var found = capture.Greedy ? bytes[at..].LastIndexOf(literal) : bytes[at..].IndexOf(literal);
        return found < 0 ? -1 : at + found;
    }

    private static int QuotedEnd(ReadOnlySpan<byte> bytes, int start, byte[] literal)
    {
        for (var at = start; at < bytes.Length; at++)
        {
            if (bytes[at] == '\\')
                at++;
            else if (bytes[at] == literal[0] && bytes[at..].StartsWith(literal))
                return at;
        }

        return -1;
    }

    private static bool Passes(ReadOnlySpan<byte> text, CaptureCheck check)
    {
        var isNone = text.IsEmpty || text is [(byte)'-'];
        return check switch
        {
            CaptureCheck.None => true,
            CaptureCheck.Some => !text.IsEmpty,
            CaptureCheck.Word => !text.IsEmpty && !text.ContainsAny((byte)' ', (byte)'\t'),
            CaptureCheck.Int => Scan.IsInteger(text),
            CaptureCheck.Number => Scan.IsDecimal(text),
            CaptureCheck.Ip => Scan.IsAddress(text),
            CaptureCheck.IntOrNone => isNone || Scan.IsInteger(text),
            CaptureCheck.NumberOrNone => isNone || Scan.IsDecimal(text),
            _ => isNone || Scan.IsAddress(text),
        };
    }
}
