using System.Security.Cryptography;

namespace Yagura.Archive.Seal;

/// <summary>SHA-256 over many short pieces.</summary>
/// <remarks>Short pieces are gathered first: a call for each line of 400 bytes costs as much as the hashing.</remarks>
internal sealed class LineHash(IncrementalHash hash) : IDisposable
{
    private const int GatheredBytesMax = 8 * 1024;

    private readonly byte[] _gathered = new byte[GatheredBytesMax];
    private int _length;

    public LineHash()
        : this(IncrementalHash.CreateHash(HashAlgorithmName.SHA256))
    {
    }

    /// <summary>Adds the next bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > GatheredBytesMax - _length) Settle();
        if (bytes.Length > GatheredBytesMax)
        {
            hash.AppendData(bytes);
            return;
        }
        bytes.CopyTo(_gathered.AsSpan(_length));
        _length += bytes.Length;
    }

    /// <summary>The hash of all that was added, in the form of seals.</summary>
    public string Sum()
    {
        Settle();
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    /// <inheritdoc/>
    public void Dispose() => hash.Dispose();

    private void Settle()
    {
        hash.AppendData(_gathered, 0, _length);
        _length = 0;
    }
}
