using Yagura.Decoding.Text;
using Yagura.Events;

namespace Yagura.Decoding.Forms;

/// <summary>Separated columns (RFC 4180 quoting), named by a list that may depend on the value of one column.</summary>
/// <param name="separator">Between columns.</param>
/// <param name="by">Column, from 0, whose value chooses the list; -1 when there is one list only.</param>
/// <param name="lists">List of each value; the empty value is for all others.</param>
/// <param name="columns">Part of each column in each list; -1 for a column that nobody wants.</param>
internal sealed class CsvForm(byte separator, int by, KeyTable lists, int[][] columns) : Form
{
    /// <summary>Most columns read.</summary>
    private const int ColumnsMax = 256;

    public override bool Read(Region text, Parts parts)
    {
        var values = parts.Scratch;
        var count = Split(text, parts);
        var list = by >= 0 && by < count ? lists.Find(parts.Target.Bytes(values[by])) : -1;
        if (list < 0)
            list = lists.Find(default);
        if (list < 0 || count < 2)
            return false;
        var parted = columns[list];
        for (var i = 0; i < Math.Min(count, parted.Length); i++)
        {
            if (parted[i] >= 0)
                parts.Set(parted[i], values[i]);
        }

        return true;
    }

    private int Split(Region text, Parts parts)
    {
        var count = 0;
        var at = 0;
        while (at <= text.Length && count < ColumnsMax)
            parts.Scratch[count++] = Column(text, ref at, parts);
        return count;
    }

    /// <summary>The column at the position, which moves behind the separator that ends it.</summary>
    private Slot Column(Region text, ref int at, Parts parts)
    {
        var bytes = text.Bytes;
        if (at < bytes.Length && bytes[at] == '"')
        {
            var start = ++at;
            var doubled = false;
            while (at < bytes.Length && (bytes[at] != '"' || (at + 1 < bytes.Length && bytes[at + 1] == '"')))
            {
                doubled |= bytes[at] == '"';
                at += bytes[at] == '"' ? 2 : 1;
            }

            var length = Math.Min(at, bytes.Length) - start;
            var stop = Scan.IndexOf(bytes, Math.Min(at, bytes.Length), separator);
            at = stop < 0 ? bytes.Length + 1 : stop + 1;
            return doubled ? Unescape.Doubled(bytes.Slice(start, length), (byte)'"', parts.Target) : text.Slot(start, length, ValueKind.Text);
        }

        var end = Scan.IndexOf(bytes, at, separator);
        var column = text.Slice(at, (end < 0 ? bytes.Length : end) - at);
        at = end < 0 ? bytes.Length + 1 : end + 1;
        return column.Slot(ValueKind.Text);
    }
}
