using System.Security.Cryptography;
using System.Text;

namespace Yagura.ServiceLevel.Journal;

/// <summary>Follows the hashes of an export, line after line (FIGURES 1). After an edit it goes on from what the line says, so that one edit is named once.</summary>
internal sealed class ChainCheck
{
    // What the next hash is over: the previous hash in hex, LF, the line's text.
    private byte[] hashing = [.. Encoding.ASCII.GetBytes(JournalHash.Genesis), (byte)'\n'];

    /// <summary>Lines that carried a hash.</summary>
    public int Hashed { get; private set; }

    /// <summary>The hash of the last line that carried one, lower-case hex.</summary>
    public string Last => Encoding.ASCII.GetString(hashing, 0, JournalHash.Genesis.Length);

    /// <summary>Whether a line's hash follows from the one before; true for a line without a hash.</summary>
    /// <param name="line">Without its line end.</param>
    public bool Follows(ReadOnlySpan<byte> line)
    {
        if (!JournalLine.TrySplitHash(line, out var body, out var hash)) return true;
        Hashed++;
        var head = JournalHash.Genesis.Length + 1;
        var length = head + body.Length + 1;
        if (length > hashing.Length) Array.Resize(ref hashing, length * 2);
        body.CopyTo(hashing.AsSpan(head));
        hashing[length - 1] = (byte)'}';
        Span<byte> computed = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> hex = stackalloc byte[2 * SHA256.HashSizeInBytes];
        SHA256.HashData(hashing.AsSpan(0, length), computed);
        Convert.TryToHexStringLower(computed, hex, out _);
        Ascii.ToLower(hash, hashing, out _);
        return hashing.AsSpan(0, hex.Length).SequenceEqual(hex);
    }
}
