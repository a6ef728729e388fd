using System.Buffers;
using System.Text;

namespace Yagura.Search.Execute;

/// <summary>A term as bytes: UTF-8, the letters A to Z equal to a to z, every other byte exact.</summary>
public sealed class TermBytes
{
    /// <summary>Longest term, in bytes.</summary>
    public const int BytesMax = 4096;

    private readonly byte[] _folded;
    private readonly SearchValues<byte> _first;

    private TermBytes(byte[] folded)
    {
        _folded = folded;
        _first = SearchValues.Create([folded[0], Upper(folded[0])]);
    }

    /// <summary>Takes a term; null when it is empty or longer than <see cref="BytesMax"/>.</summary>
    public static TermBytes? Of(string term)
    {
        var bytes = Encoding.UTF8.GetBytes(term);
        return bytes.Length is 0 or > BytesMax ? null : new TermBytes([.. bytes.Select(Fold)]);
    }

    /// <summary>Whether the term stands in these bytes, wherever.</summary>
    public bool IsIn(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= _folded.Length)
        {
            var at = bytes[..^(_folded.Length - 1)].IndexOfAny(_first);
            if (at < 0) return false;
            if (Begins(bytes[at..])) return true;
            bytes = bytes[(at + 1)..];
        }
        return false;
    }

    private bool Begins(ReadOnlySpan<byte> bytes)
    {
        for (var i = 1; i < _folded.Length; i++)
        {
            if (Fold(bytes[i]) != _folded[i]) return false;
        }
        return true;
    }

    private static byte Fold(byte value) => value is >= (byte)'A' and <= (byte)'Z' ? (byte)(value | 0x20) : value;

    private static byte Upper(byte value) => value is >= (byte)'a' and <= (byte)'z' ? (byte)(value & ~0x20) : value;
}
