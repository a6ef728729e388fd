using Yagura.Decoding.Text;
using Yagura.Events;

namespace Yagura.Decoding.Forms;

/// <summary>Pairs whose separator or assignment sign is more than one byte, or whose keys stand in quotes: <c>user: hanako, realm: a,b</c>; <c>"user"="hanako" | "port"="22"</c>.</summary>
/// <remarks>What <see cref="KeyValueForm"/> does for single bytes; only a whole separator ends a value, so that a comma in <c>a,b</c> stays.</remarks>
/// <param name="separator">Between pairs.</param>
/// <param name="assign">Between key and value, spaces around it allowed.</param>
/// <param name="valuesWithSpaces">Whether a value goes on over separators that no key follows.</param>
/// <param name="quotedKeys">Whether a key may stand in quotes.</param>
internal sealed class PairsForm(byte[] separator, byte[] assign, bool valuesWithSpaces, bool quotedKeys) : Form
{
    /// <summary>Longest key, in bytes.</summary>
    private const int KeyMax = KeyValueForm.KeyMax;

    /// <summary>Whether pairs are parted by white space, of which any does.</summary>
    private readonly bool isSpaced = separator is [(byte)' '];

    /// <summary>The separator without the spaces around it, which go with all others before a key.</summary>
    private readonly byte[] mark = separator.AsSpan().Trim((byte)' ').ToArray();

    /// <summary>The sign without the spaces before it, for keys in quotes.</summary>
    private readonly byte[] sign = assign.AsSpan().TrimStart((byte)' ').ToArray();

    public override bool Read(Region text, Parts parts)
    {
        var bytes = text.Bytes;
        var at = 0;
        var found = 0;
        while ((at = Begin(bytes, at)) < bytes.Length && !parts.IsFull)
        {
            if (!TryKey(bytes, at, out var key, out var value))
            {
                at = Math.Max(at + 1, End(bytes, at));
                continue;
            }

            at = value;
            parts.Put(bytes[key], at < bytes.Length && bytes[at] is (byte)'"' or (byte)'\'' ? KeyValueForm.Quoted(text, ref at, parts) : Plain(text, ref at));
            found++;
        }

        return found > 0;
    }

    /// <summary>Position after separators and white space.</summary>
    private int Begin(ReadOnlySpan<byte> bytes, int start)
    {
        var at = start;
        while (true)
        {
            var before = at;
            at = AfterSpaces(bytes, at);
            at += bytes[at..].StartsWith(mark) ? mark.Length : 0;
            if (at == before)
                return at;
        }
    }

    /// <summary>The key that begins here, and where its value begins.</summary>
    private bool TryKey(ReadOnlySpan<byte> bytes, int start, out Range key, out int value)
    {
        (key, value) = (default, start);
        var window = bytes[start..Math.Min(bytes.Length, start + KeyMax + assign.Length)];
        if (quotedKeys && window is [(byte)'"' or (byte)'\'', ..])
        {
            var close = 1 + window[1..].IndexOf(window[0]);
            var next = close < 2 ? window.Length : AfterSpaces(window, close + 1);
            if (!window[next..].StartsWith(sign))
                return false;
            key = (start + 1)..(start + close);
            value = start + next + sign.Length;
        }
        else
        {
            var end = window.IndexOf(assign);
            if (end <= 0 || window[..end].ContainsAny((byte)'"', (byte)'\'') || window[..end].IndexOf(separator) >= 0 || (isSpaced && window[..end].ContainsAny(Scan.Spaces)))
                return false;
            key = start..(start + window[..end].TrimEnd((byte)' ').Length);
            value = start + end + assign.Length;
        }

        if (!bytes[value..].StartsWith(separator))
            value = AfterSpaces(bytes, value);
        return true;
    }

    private static int AfterSpaces(ReadOnlySpan<byte> bytes, int start)
    {
        var other = bytes[start..].IndexOfAnyExcept(Scan.Spaces);
        return other < 0 ? bytes.Length : start + other;
    }

    /// <summary>Position of the next separator.</summary>
    private int End(ReadOnlySpan<byte> bytes, int start)
    {
        var found = isSpaced ? bytes[start..].IndexOfAny(Scan.Spaces) : bytes[start..].IndexOf(separator);
        return found < 0 ? bytes.Length : start + found;
    }

    private Slot Plain(Region text, ref int at)
    {
        var bytes = text.Bytes;
        var start = at;
        at = End(bytes, at);
        while (valuesWithSpaces && at < bytes.Length && !TryKey(bytes, AfterSpaces(bytes, at + separator.Length), out _, out _))
            at = End(bytes, at + separator.Length);
        return text.Slice(start, at - start).Trim().Slot(ValueKind.Text);
    }
}
