using System.Security.Cryptography;
using Xunit;
using Yagura.Archive.Seal;

namespace Yagura.Tests.Archive.Seal;

/// <summary>Gathered or not, the hash is that of all bytes in order.</summary>
public sealed class LineHashTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(400)]
    [InlineData(8191)]
    [InlineData(8192)]
    [InlineData(8193)]
    [InlineData(100_000)]
    public void Pieces_of_any_length_have_the_hash_of_the_whole(int length)
    {
        var bytes = new byte[300_000];
        new Random(length).NextBytes(bytes);
        using var hash = new LineHash();
        for (var at = 0; at < bytes.Length; at += length) hash.Add(bytes.AsSpan(at, Math.Min(length, bytes.Length - at)));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), hash.Sum());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), hash.Sum());
    }
}
