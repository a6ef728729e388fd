using Yagura.Decoding.Text;
using Yagura.Events;

namespace Yagura.Decoding.Forms;

/// <summary>Walks the parameters of RFC 5424's structured data (section 6.3).</summary>
internal ref struct StructuredDataCursor(Region text)
{
    private readonly Region text = text;
    private int at;

    /// <summary>Id of the element that holds the parameter.</summary>
    public ReadOnlySpan<byte> Element { get; private set; }

    public ReadOnlySpan<byte> Name { get; private set; }

    public Slot Value { get; private set; }

    /// <summary>Goes to the next parameter; false at the end or where the text is broken.</summary>
    public bool MoveNext(Event target)
    {
        var bytes = text.Bytes;
        while (at < bytes.Length && bytes[at] is (byte)' ' or (byte)']' or (byte)';' or (byte)'[')
        {
            if (bytes[at++] != '[')
                continue;
            var stop = bytes[at..].IndexOfAny((byte)' ', (byte)']');
            if (stop < 0)
                return false;
            if (bytes.Slice(at, stop).Contains((byte)'"'))
            {
                Element = default;
                break;
            }

            Element = bytes.Slice(at, stop);
            at += stop;
        }

        var sign = at < bytes.Length ? bytes[at..].IndexOfAny((byte)'=', (byte)':') : -1;
        if (sign <= 0 || at + sign + 1 >= bytes.Length || bytes[at + sign + 1] != '"')
            return false;
        Name = bytes.Slice(at, sign);
        Read(at + sign + 2, target);
        return true;
    }

    private void Read(int start, Event target)
    {
        var bytes = text.Bytes;
        var escaped = false;
        at = start;
        while (at < bytes.Length && bytes[at] != '"')
        {
            escaped |= bytes[at] == '\\';
            at += bytes[at] == '\\' ? 2 : 1;
        }

        at = Math.Min(at, bytes.Length);
        Value = escaped ? Unescape.StructuredData(bytes[start..at], target) : text.Slot(start, at - start, ValueKind.Text);
        at = Math.Min(at + 1, bytes.Length);
    }
}
