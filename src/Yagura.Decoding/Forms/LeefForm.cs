using Yagura.Decoding.Text;
using Yagura.Events;

namespace Yagura.Decoding.Forms;

/// <summary>IBM's Log Event Extended Format, 1.0 and 2.0.</summary>
/// <remarks>
/// A line whose attributes do not hold the delimiter that its header promises (a relay made spaces of the tabs) is read with the one that it does hold.
/// Samples: <c>LEEF:1.0|Example|Box|1|id|src=192.0.2.1⇥dst=192.0.2.2</c>, <c>LEEF:2.0|Example|Box|1|id|^|src=…^dst=…</c>; the delimiter may be <c>x5E</c>.
/// </remarks>
internal sealed class LeefForm : Form
{
    private readonly CefForm spaced = new();

    public override bool Read(Region text, Parts parts)
    {
        var bytes = text.Bytes;
        var start = bytes.IndexOf("LEEF:"u8);
        if (start < 0)
            return false;
        var at = start + 5;
        var isTwo = at < bytes.Length && bytes[at] == '2';
        if (!Header(text, ref at, "leefVersion"u8, parts))
            return false;
        Header(text, ref at, "vendor"u8, parts);
        Header(text, ref at, "product"u8, parts);
        Header(text, ref at, "version"u8, parts);
        Header(text, ref at, "eventId"u8, parts);
        var delimiter = isTwo ? Delimiter(bytes, ref at) : (byte)'\t';
        var attributes = text.Slice(at);
        if (!attributes.Bytes.Contains(delimiter))
            delimiter = Held(attributes.Bytes, delimiter);
        if (delimiter == ' ')
            spaced.Extension(attributes, parts);
        else
            Attributes(attributes, delimiter, parts);
        return true;
    }

    /// <summary>The delimiter that the attributes hold although another one was promised; a space for pairs that only spaces part.</summary>
    private static byte Held(ReadOnlySpan<byte> bytes, byte promised)
    {
        if (bytes.Count((byte)'=') < 2)
            return promised;
        foreach (var delimiter in "\t^|"u8)
        {
            if (bytes.Contains(delimiter))
                return delimiter;
        }

        return (byte)' ';
    }

    private static bool Header(Region text, ref int at, ReadOnlySpan<byte> key, Parts parts)
    {
        var pipe = Scan.IndexOf(text.Bytes, at, (byte)'|');
        while (pipe > at && text.Bytes[pipe - 1] == '\\') // a pipe that belongs to the name
            pipe = Scan.IndexOf(text.Bytes, pipe + 1, (byte)'|');
        var end = pipe < 0 ? text.Length : pipe;
        if (end > at)
            parts.Put(key, Value(text.Slice(at, end - at), parts));
        at = pipe < 0 ? text.Length : pipe + 1;
        return pipe >= 0;
    }

    private static byte Delimiter(ReadOnlySpan<byte> bytes, ref int at)
    {
        var pipe = Scan.IndexOf(bytes, at, (byte)'|');
        if (pipe < 0 || pipe - at > 5)
            return (byte)'\t';
        var word = bytes[at..pipe];
        at = pipe + 1;
        if (word.Length == 1)
            return word[0];
        var hex = word.IndexOf((byte)'x');
        return hex >= 0 && System.Buffers.Text.Utf8Parser.TryParse(word[(hex + 1)..], out byte value, out _, 'x') ? value : (byte)'\t';
    }

    /// <summary>Pieces that are looked at, whether they are pairs or not: as many as keys. What stands behind them is counted as left out.</summary>
    private const int PiecesMax = 2048;

    private static void Attributes(Region text, byte delimiter, Parts parts)
    {
        var at = 0;
        for (var pieces = 0; at < text.Length && !parts.IsFull && pieces < PiecesMax; pieces++)
        {
            var stop = Scan.IndexOf(text.Bytes, at, delimiter);
            var end = stop < 0 ? text.Length : stop;
            var pair = text.Slice(at, end - at).Trim();
            var sign = pair.Bytes.IndexOf((byte)'=');
            if (sign > 0)
                parts.Put(pair.Bytes[..sign], Value(pair.Slice(sign + 1).Trim(), parts));
            at = end + 1;
        }

        if (at < text.Length)
            parts.Drop();
    }

    /// <summary>Only <c>\=</c> and <c>\|</c> are undone: other backslashes are of Windows paths and account names.</summary>
    private static Slot Value(Region text, Parts parts) =>
        text.Bytes.IndexOf("\\="u8) < 0 && text.Bytes.IndexOf("\\|"u8) < 0 ? text.Slot(ValueKind.Text) : Unescape.Leef(text.Bytes, parts.Target);
}
