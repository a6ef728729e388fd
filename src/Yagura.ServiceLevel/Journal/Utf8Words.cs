using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Yagura.ServiceLevel.Journal;

/// <summary>Compares words with the UTF-8 bytes that they are read from, so that a word that was met before costs no string.</summary>
internal sealed class Utf8Words : IEqualityComparer<string>, IAlternateEqualityComparer<ReadOnlySpan<byte>, string>
{
    // A secret of the process: whoever writes a journal cannot make its subjects collide.
    private readonly ulong seed = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))) | 1;

    public bool Equals(string? x, string? y) => x == y;

    public int GetHashCode([DisallowNull] string obj) => GetHashCode(Encoding.UTF8.GetBytes(obj));

    public string Create(ReadOnlySpan<byte> alternate) => Encoding.UTF8.GetString(alternate);

    public bool Equals(ReadOnlySpan<byte> alternate, string other) =>
        Ascii.IsValid(alternate) ? Ascii.Equals(alternate, other) : Encoding.UTF8.GetString(alternate) == other;

    public int GetHashCode(ReadOnlySpan<byte> alternate)
    {
        var hash = seed ^ (ulong)alternate.Length;
        for (; alternate.Length >= sizeof(ulong); alternate = alternate[sizeof(ulong)..]) hash = Mixed(hash, MemoryMarshal.Read<ulong>(alternate));
        ulong rest = 0;
        foreach (var one in alternate) rest = rest << 8 | one;
        hash = Mixed(hash, rest);
        return (int)(hash ^ hash >> 32);
    }

    private ulong Mixed(ulong hash, ulong word)
    {
        var high = Math.BigMul(hash ^ word, seed, out var low);
        return BitOperations.RotateLeft(high ^ low, 23) + seed;
    }
}
