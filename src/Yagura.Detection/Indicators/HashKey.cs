namespace Yagura.Detection.Indicators;

/// <summary>The hex text of a file's hash → its bytes; MD5, SHA-1, SHA-256 and SHA-512 are told apart by length.</summary>
internal static class HashKey
{
    /// <summary>Most bytes of a key.</summary>
    public const int BytesMax = 64;

    /// <summary>Writes the hash; its length, or 0 when the text is none.</summary>
    public static int Write(ReadOnlySpan<byte> text, Span<byte> key) =>
        text.Length is 32 or 40 or 64 or 128 && Convert.FromHexString(text, key, out _, out var written) == System.Buffers.OperationStatus.Done ? written : 0;
}
