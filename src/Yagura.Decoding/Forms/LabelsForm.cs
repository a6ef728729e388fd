using Yagura.Decoding.Text;
using Yagura.Events;

namespace Yagura.Decoding.Forms;

/// <summary>Labels and values in running text, as Windows renders its events: <c>Subject: Security ID: S-1-5-18 Account Name: PC1$ Logon Type: 3 This event …</c>.</summary>
/// <remarks>
/// Only known labels count, because names and sentences have colons too. A value runs to the next known label or the end of its row (line end, tab, two spaces);
/// that of a one-word label to the next white space. Under a heading the key is <c>heading.label</c>.
/// Where every row has a label that is known, values may have two spaces: command lines do.
/// </remarks>
internal sealed class LabelsForm : Form
{
    /// <summary>Longest key, in bytes.</summary>
    private const int KeyMax = 256;

    /// <summary>Most colons of a text at which a label is looked for.</summary>
    private const int ColonsMax = 1024;

    private readonly (byte[] Text, Role Role)[][] byLast = [.. Enumerable.Range(0, 256).Select(_ => Array.Empty<(byte[], Role)>())];
    private readonly byte[] key = new byte[KeyMax];
    private readonly bool hasSpaces;

    /// <param name="headings">Labels that have no value but stand before others.</param>
    /// <param name="labels">Labels whose value may have spaces.</param>
    /// <param name="words">Labels whose value is one word.</param>
    /// <param name="hasSpaces">Whether two spaces may stand in a value.</param>
    public LabelsForm(IEnumerable<byte[]> headings, IEnumerable<byte[]> labels, IEnumerable<byte[]> words, bool hasSpaces)
    {
        this.hasSpaces = hasSpaces;
        var all = headings.Select(text => (text, Role.Heading)).Concat(labels.Select(text => (text, Role.Text))).Concat(words.Select(text => (text, Role.Word)));
        foreach (var group in all.Where(one => one.text.Length is > 0 and < KeyMax / 2).GroupBy(one => one.text[^1]))
            byLast[group.Key] = [.. group.OrderByDescending(one => one.text.Length)];
    }

    private enum Role
    {
        Heading,
        Text,
        Word,
    }

    public override bool Read(Region text, Parts parts)
    {
        var bytes = text.Bytes;
        ReadOnlySpan<byte> heading = default;
        ReadOnlySpan<byte> label = default;
        var role = Role.Heading;
        var start = 0;
        var found = false;
        var colons = 0;
        for (var colon = Scan.IndexOf(bytes, 0, (byte)':'); colon >= 0 && colons++ < ColonsMax; colon = Scan.IndexOf(bytes, colon + 1, (byte)':'))
        {
            if (!TryLabel(bytes[start..colon], out var next, out var nextRole, out var length))
                continue;
            var at = start + length;
            if (role != Role.Heading)
                Put(text.Slice(start, at - start), role, heading, label, parts);
            label = next;
            (role, start) = (nextRole, colon + 1);
            if (role == Role.Heading)
                heading = next;
            found = true;
        }

        if (role != Role.Heading)
            Put(text.Slice(start), role, heading, label, parts);
        return found;
    }

    /// <summary>The longest known label that ends the text, at the beginning of a word, and the length of what stands before it.</summary>
    private bool TryLabel(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> label, out Role role, out int before)
    {
        text = text.TrimEnd((byte)' ');
        foreach (var (known, itsRole) in text.IsEmpty ? [] : byLast[text[^1]])
        {
            if (!text.EndsWith(known) || (text.Length > known.Length && !Scan.IsSpace(text[^(known.Length + 1)])))
                continue;
            label = text[^known.Length..];
            role = itsRole;
            before = text.Length - known.Length;
            return true;
        }

        label = default;
        role = Role.Heading;
        before = 0;
        return false;
    }

    private void Put(Region value, Role role, ReadOnlySpan<byte> heading, ReadOnlySpan<byte> label, Parts parts)
    {
        var trimmed = value.Trim();
        var end = role == Role.Word ? trimmed.Bytes.IndexOfAny(" \t\r\n"u8) : RowEnd(trimmed.Bytes);
        if (end >= 0)
            trimmed = trimmed.Slice(0, end);
        if (trimmed.IsEmpty || heading.Length + label.Length + 1 > KeyMax)
            return;
        var length = 0;
        if (!heading.IsEmpty)
        {
            heading.CopyTo(key);
            key[heading.Length] = (byte)'.';
            length = heading.Length + 1;
        }

        label.CopyTo(key.AsSpan(length));
        parts.Put(key.AsSpan(0, length + label.Length), trimmed.Slot(ValueKind.Text));
    }

    private int RowEnd(ReadOnlySpan<byte> value)
    {
        var row = value.IndexOfAny((byte)'\t', (byte)'\r', (byte)'\n');
        if (hasSpaces)
            return row;
        var spaces = value.IndexOf("  "u8);
        return row < 0 ? spaces : spaces < 0 ? row : Math.Min(row, spaces);
    }
}
