using System.Globalization;
using System.Text;

namespace Yagura.Detection.Indicators;

/// <summary>The text of a host's name → its key: lower case, no dot at the end, punycode. Lists and events go through the same function.</summary>
internal static class DomainKey
{
    /// <summary>Most bytes of a key (RFC 1035).</summary>
    public const int BytesMax = 253;

    private const int LabelMax = 63;

    // UTF-8 of 253 characters: longer text is no name.
    private const int TextMax = 1_024;

    private static readonly IdnMapping Punycode = new() { AllowUnassigned = true };

    /// <summary>Writes the name; its length, or 0 when the text is none. Allocates only for a name that is not ASCII.</summary>
    public static int Write(ReadOnlySpan<byte> text, Span<byte> key)
    {
        if (text is [.., (byte)'.'])
            text = text[..^1];
        if (text.IsEmpty || text.Length > TextMax)
            return 0;
        if (!Ascii.IsValid(text))
            return WriteUnicode(text, key);
        if (text.Length > BytesMax)
            return 0;
        var label = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var value = text[i];
            if (value == '.')
            {
                if (label is 0 or > LabelMax)
                    return 0;
                label = 0;
            }
            else if (value is >= (byte)'a' and <= (byte)'z' or >= (byte)'0' and <= (byte)'9' or (byte)'-' or (byte)'_')
            {
                label++;
            }
            else if (value is >= (byte)'A' and <= (byte)'Z')
            {
                value |= 0x20;
                label++;
            }
            else
            {
                return 0;
            }

            key[i] = value;
        }

        // A last label of digits is an address or a part of one, never a name (RFC 3696).
        return label is 0 or > LabelMax || key[(text.Length - label)..text.Length].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 ? 0 : text.Length;
    }

    private static int WriteUnicode(ReadOnlySpan<byte> text, Span<byte> key)
    {
        try
        {
            var name = Punycode.GetAscii(Encoding.UTF8.GetString(text).ToLowerInvariant());
            Span<byte> ascii = stackalloc byte[BytesMax];
            return name.Length <= BytesMax && Encoding.ASCII.TryGetBytes(name, ascii, out var length) ? Write(ascii[..length], key) : 0;
        }
        catch (ArgumentException)
        {
            return 0;
        }
    }
}
