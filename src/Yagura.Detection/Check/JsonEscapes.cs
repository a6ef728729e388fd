using System.Globalization;
using System.Text;

namespace Yagura.Detection.Check;

/// <summary>Undoes the escapes of a JSON string (RFC 8259, section 7) that a reader has found well-formed.</summary>
/// <remarks>
/// Example: <c>C:\\Temp\u0041</c> is <c>C:\TempA</c>. Collectors write halves of surrogate pairs (<c>\ud83d</c> alone) where they cut a text;
/// the framework's reader throws at them, here each becomes U+FFFD, so that the rest of the value is still looked at.
/// </remarks>
internal static class JsonEscapes
{
    /// <summary>Writes the text without escapes; returns its length. It is never longer than what it is made of.</summary>
    public static int Undo(ReadOnlySpan<byte> escaped, Span<byte> destination)
    {
        var written = 0;
        for (var at = escaped.IndexOf((byte)'\\'); at >= 0; at = escaped.IndexOf((byte)'\\'))
        {
            escaped[..at].CopyTo(destination[written..]);
            written += at;
            if (escaped[at + 1] == (byte)'u')
            {
                written += Character(escaped[at..], out var used).EncodeToUtf8(destination[written..]);
                escaped = escaped[(at + used)..];
            }
            else
            {
                destination[written++] = Plain(escaped[at + 1]);
                escaped = escaped[(at + 2)..];
            }
        }

        escaped.CopyTo(destination[written..]);
        return written + escaped.Length;
    }

    private static byte Plain(byte letter) => letter switch
    {
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        _ => letter,
    };

    private static Rune Character(ReadOnlySpan<byte> text, out int used)
    {
        const int escapeLength = 6;
        used = escapeLength;
        var first = Unit(text);
        if (Rune.TryCreate(first, out var character))
            return character;
        if (char.IsHighSurrogate(first) && text.Length >= 2 * escapeLength && text[escapeLength] == (byte)'\\' && text[escapeLength + 1] == (byte)'u'
            && Rune.TryCreate(first, Unit(text[escapeLength..]), out var pair))
        {
            used = 2 * escapeLength;
            return pair;
        }

        return Rune.ReplacementChar;
    }

    private static char Unit(ReadOnlySpan<byte> text) => (char)ushort.Parse(text.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
