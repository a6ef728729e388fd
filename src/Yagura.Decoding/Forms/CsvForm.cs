using System.Numerics;
using System.Runtime.Intrinsics;
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
        var bytes = text.Bytes;
        var values = parts.Scratch;
        var count = 0;
        var separators = new Separators(bytes, separator);
        for (var at = 0; at <= bytes.Length && count < ColumnsMax; count++)
        {
            if (at < bytes.Length && bytes[at] == '"')
            {
                values[count] = Quoted(text, ref at, parts);
                separators.GoTo(at);
                continue;
            }

            var end = separators.Next();
            values[count] = text.Slot(at, end - at, ValueKind.Text);
            at = end + 1;
        }

        return count;
    }

    /// <summary>The quoted column at the position, which moves behind the separator that ends it.</summary>
    private Slot Quoted(Region text, ref int at, Parts parts)
    {
        var bytes = text.Bytes;
        var start = at + 1;
        var end = Scan.IndexOf(bytes, start, (byte)'"');
        var doubled = false;
        while (end >= 0 && end + 1 < bytes.Length && bytes[end + 1] == '"')
        {
            doubled = true;
            end = Scan.IndexOf(bytes, end + 2, (byte)'"');
        }

        end = end < 0 ? bytes.Length : end;
        var stop = Scan.IndexOf(bytes, end, separator);
        at = stop < 0 ? bytes.Length + 1 : stop + 1;
        return doubled ? Unescape.Doubled(bytes[start..end], (byte)'"', parts.Target) : text.Slot(start, end - start, ValueKind.Text);
    }

    /// <summary>Goes from separator to separator: columns are short, and one look at a block finds those of several.</summary>
    private ref struct Separators
    {
        private readonly ReadOnlySpan<byte> bytes;
        private readonly byte separator;
        private int block;

        /// <summary>Those of the block that were not given yet, one bit each.</summary>
        private uint signs;

        public Separators(ReadOnlySpan<byte> bytes, byte separator)
        {
            this.bytes = bytes;
            this.separator = separator;
            GoTo(0);
        }

        /// <summary>Position of the next one; that of the end when there is none.</summary>
        public int Next()
        {
            while (signs == 0)
            {
                if (block >= bytes.Length)
                    return bytes.Length;
                GoTo(block + Vector256<byte>.Count);
            }

            var here = block + BitOperations.TrailingZeroCount(signs);
            signs &= signs - 1;
            return here;
        }

        /// <summary>Leaves out those before a position.</summary>
        public void GoTo(int at)
        {
            (block, signs) = (at, 0);
            if (Vector256.IsHardwareAccelerated && at <= bytes.Length - Vector256<byte>.Count)
            {
                signs = Vector256.Equals(Vector256.Create(bytes[at..]), Vector256.Create(separator)).ExtractMostSignificantBits();
                return;
            }

            for (var i = at; i < Math.Min(at + Vector256<byte>.Count, bytes.Length); i++)
                signs |= bytes[i] == separator ? 1U << (i - at) : 0;
        }
    }
}
