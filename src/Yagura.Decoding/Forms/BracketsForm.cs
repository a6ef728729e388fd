using Yagura.Decoding.Text;
using Yagura.Events;

namespace Yagura.Decoding.Forms;

/// <summary>ModSecurity's <c>[key "value"] [key "value"]</c>.</summary>
internal sealed class BracketsForm : Form
{
    /// <summary>Longest key, in bytes.</summary>
    private const int KeyMax = 64;

    public override bool Read(Region text, Parts parts)
    {
        var bytes = text.Bytes;
        var found = 0;
        for (var at = Scan.IndexOf(bytes, 0, (byte)'['); at >= 0 && !parts.IsFull; at = Scan.IndexOf(bytes, at, (byte)'['))
        {
            while (at < bytes.Length && bytes[at] == '[') // a row of them is one beginning
                at++;
            var window = bytes[at..Math.Min(bytes.Length, at + KeyMax)];
            var key = window.IndexOfAny((byte)' ', (byte)']', (byte)'[');
            if (key <= 0 || !window[key..].StartsWith(" \""u8))
                continue;
            var start = at + key + 2;
            var end = ValueEnd(bytes, start, out var escaped);
            parts.Put(window[..key], escaped ? Unescape.Backslash(bytes[start..end], (byte)'"', parts.Target) : text.Slot(start, end - start, ValueKind.Text));
            found++;
            at = end;
        }

        return found > 0;
    }

    private static int ValueEnd(ReadOnlySpan<byte> bytes, int start, out bool escaped)
    {
        escaped = false;
        for (var at = start; at < bytes.Length; at += 2)
        {
            at = Scan.IndexOfAny(bytes, at, (byte)'"', (byte)'\\');
            if (at < 0)
                break;
            if (bytes[at] == '"')
                return at;
            escaped = true;
        }

        return bytes.Length;
    }
}
