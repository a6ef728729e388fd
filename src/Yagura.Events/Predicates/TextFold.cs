using System.Buffers;
using System.Text;

namespace Yagura.Events.Predicates;

/// <summary>Case folding of UTF-8 text, byte for byte the same for needles at load and for values on the hot path.</summary>
/// <remarks>
/// Simple lower-casing of each character under the invariant culture (no language, no normalisation): what Sigma calls case-insensitive.
/// Bytes that are not UTF-8 are kept as they are, so that a broken value still matches where it is whole.
/// </remarks>
public static class TextFold
{
    /// <summary>Bytes that folding <paramref name="length"/> bytes can need: a lower-case character may be longer than its upper-case one.</summary>
    public static int RoomFor(int length) => checked(length * 2);

    /// <summary>Writes the folded text; returns its length in bytes. The destination needs <see cref="RoomFor"/> bytes.</summary>
    public static int Fold(ReadOnlySpan<byte> text, Span<byte> destination)
    {
        var status = Ascii.ToLower(text, destination, out var written);
        return status == OperationStatus.Done ? written : written + FoldCharacters(text[written..], destination[written..]);
    }

    /// <summary>The folded form of a text as new bytes. For loading, not for the hot path.</summary>
    public static byte[] Fold(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var folded = new byte[RoomFor(bytes.Length)];
        return folded[..Fold(bytes, folded)];
    }

    private static int FoldCharacters(ReadOnlySpan<byte> text, Span<byte> destination)
    {
        var written = 0;
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(text, out var rune, out var consumed) == OperationStatus.Done)
            {
                written += Rune.ToLowerInvariant(rune).EncodeToUtf8(destination[written..]);
            }
            else
            {
                text[..consumed].CopyTo(destination[written..]);
                written += consumed;
            }

            text = text[consumed..];
        }

        return written;
    }
}
