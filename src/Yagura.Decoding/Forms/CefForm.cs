using System.Buffers;
using Yagura.Decoding.Text;
using Yagura.Events;

namespace Yagura.Decoding.Forms;

/// <summary>ArcSight's Common Event Format: <c>CEF:0|vendor|product|version|class id|name|severity|key=value …</c>.</summary>
/// <remarks>
/// Sample: <c>CEF:0|Example|Box|1.0|100|a \| pipe|7|src=192.0.2.1 msg=a \= sign\nsecond line cs1Label=sid cs1=42</c>.
/// Header escapes are <c>\|</c> and <c>\\</c>, extension escapes <c>\=</c>, <c>\\</c>, <c>\n</c>, <c>\r</c>. A value runs to the next <c> key=</c>, so spaces
/// and unescaped signs inside URLs survive. A custom field with a label is offered a second time as <c>label.&lt;label&gt;</c>.
/// </remarks>
internal sealed class CefForm : Form
{
    /// <summary>Custom fields and labels that one line can carry: each takes two places of the scratch, for its key and its value.</summary>
    private const int CustomMax = 192;

    private static readonly SearchValues<byte> KeyBytes =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-[]"u8);

    private readonly byte[] label = new byte[128];
    private int pairCount;

    public override bool Read(Region text, Parts parts)
    {
        var start = text.Bytes.IndexOf("CEF:"u8);
        if (start < 0)
            return false;
        var at = start + 4;
        if (!Header(text, ref at, "cefVersion"u8, parts))
            return false;
        Header(text, ref at, "deviceVendor"u8, parts);
        Header(text, ref at, "deviceProduct"u8, parts);
        Header(text, ref at, "deviceVersion"u8, parts);
        Header(text, ref at, "deviceEventClassId"u8, parts);
        Header(text, ref at, "name"u8, parts);
        Header(text, ref at, "severity"u8, parts);
        Extension(text.Slice(at), parts);
        return true;
    }

    private static bool Header(Region text, ref int at, ReadOnlySpan<byte> key, Parts parts)
    {
        var bytes = text.Bytes;
        var start = at;
        var escaped = false;
        while (at < bytes.Length && bytes[at] != '|')
        {
            escaped |= bytes[at] == '\\';
            at += bytes[at] == '\\' ? 2 : 1;
        }

        at = Math.Min(at, bytes.Length);
        if (at > start)
            parts.Put(key, escaped ? Unescape.Cef(bytes[start..at], parts.Target) : text.Slot(start, at - start, ValueKind.Text));
        if (at == bytes.Length)
            return false;
        at++;
        return true;
    }

    /// <summary>Reads pairs that spaces part, values with spaces in them.</summary>
    public void Extension(Region text, Parts parts)
    {
        var bytes = text.Bytes;
        pairCount = 0;
        var sign = NextSign(bytes, 0, out var keyStart);
        while (sign >= 0 && !parts.IsFull)
        {
            var next = NextSign(bytes, sign + 1, out var nextKeyStart);
            var end = next < 0 ? bytes.Length : nextKeyStart;
            while (end > sign + 1 && Scan.IsSpace(bytes[end - 1]))
                end--;
            var raw = bytes[(sign + 1)..end];
            var value = raw.Contains((byte)'\\') ? Unescape.Cef(raw, parts.Target) : text.Slot(sign + 1, raw.Length, ValueKind.Text);
            parts.Put(bytes[keyStart..sign], value);
            if (pairCount < CustomMax && bytes[keyStart] is (byte)'c' or (byte)'f' or (byte)'d' && IsCustom(bytes[keyStart..sign]))
                Keep(new Slot(keyStart, sign - keyStart, ValueKind.Text, Room.Payload), value, parts);
            sign = next;
            keyStart = nextKeyStart;
        }

        Labels(bytes, parts);
    }

    /// <summary>Position of the next unescaped <c>=</c> whose left side is a key after white space; -1 at the end.</summary>
    private static int NextSign(ReadOnlySpan<byte> bytes, int from, out int keyStart)
    {
        keyStart = 0;
        for (var at = Scan.IndexOf(bytes, from, (byte)'='); at >= 0; at = Scan.IndexOf(bytes, NextSpace(bytes, at), (byte)'='))
        {
            keyStart = from + bytes[from..at].LastIndexOfAnyExcept(KeyBytes) + 1;
            if (keyStart < at && (keyStart == 0 || (keyStart > from && Scan.IsSpace(bytes[keyStart - 1])) || (keyStart == from && from == 0)))
                return at;
        }

        return -1;
    }

    /// <summary>Position of the white space behind a sign without a key: no key holds a sign, so the next one begins there.</summary>
    private static int NextSpace(ReadOnlySpan<byte> bytes, int at)
    {
        var found = Scan.IndexOfSpace(bytes, at);
        return found < 0 ? bytes.Length : found;
    }

    /// <summary><c>cs1</c>, <c>cn2Label</c>, <c>cfp1</c>, <c>c6a2</c>, <c>flexString1</c>, <c>deviceCustomDate1</c> and their labels.</summary>
    private static bool IsCustom(ReadOnlySpan<byte> key)
    {
        var stem = key.EndsWith("Label"u8) ? key[..^5] : key;
        return stem.Length > 2 && Scan.IsDigit(stem[^1])
            && (stem.Length <= 4 || stem.StartsWith("flex"u8) || stem.StartsWith("deviceCustom"u8));
    }

    private void Keep(Slot key, Slot value, Parts parts)
    {
        parts.Scratch[2 * pairCount] = key;
        parts.Scratch[2 * pairCount + 1] = value;
        pairCount++;
    }

    private void Labels(ReadOnlySpan<byte> bytes, Parts parts)
    {
        var pairs = parts.Scratch;
        for (var i = 0; i < pairCount; i++)
        {
            var name = bytes.Slice(pairs[2 * i].Offset, pairs[2 * i].Length);
            if (!name.EndsWith("Label"u8))
                continue;
            var text = parts.Target.Bytes(pairs[2 * i + 1]).Trim((byte)'"');
            if (text.Length == 0 || text.Length > label.Length - 6)
                continue;
            "label."u8.CopyTo(label);
            text.CopyTo(label.AsSpan(6));
            for (var j = 0; j < pairCount; j++)
            {
                if (bytes.Slice(pairs[2 * j].Offset, pairs[2 * j].Length).SequenceEqual(name[..^5]) && pairs[2 * j + 1].Length > 0)
                    parts.Put(label.AsSpan(0, 6 + text.Length), pairs[2 * j + 1]);
            }
        }
    }
}
