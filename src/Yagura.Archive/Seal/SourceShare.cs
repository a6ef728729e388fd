using System.Security.Cryptography;

namespace Yagura.Archive.Seal;

/// <summary>The running hash over one source's lines.</summary>
internal sealed class SourceShare : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Lines so far.</summary>
    public long Records { get; set; }

    /// <summary>Adds the bytes of lines, each with its LF.</summary>
    public void Add(ReadOnlySpan<byte> lines) => _hash.AppendData(lines);

    /// <summary>The seal's line.</summary>
    public SealedSource Sealed(string source) => new(source, Records, Convert.ToHexStringLower(_hash.GetCurrentHash()));

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();
}
