using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Yagura.Archive.Spool;

/// <summary>A polynomial over the field of 2^61 − 1 at a secret random point: stands for bytes in a comparison.</summary>
/// <remarks>
/// Two different payloads of at most n blocks of 7 bytes agree for at most n of the 2^61 points, whoever chose them, as long as the
/// point is secret: below 2^-43 for a megabyte. It never leaves the process and is drawn anew at each start.
/// </remarks>
internal readonly struct Fingerprint
{
    private const ulong Prime = (1UL << 61) - 1;
    private const ulong BlockMask = (1UL << 56) - 1;
    private const int BlockBytes = 7;

    private readonly ulong _point;
    private readonly ulong _square;

    private Fingerprint(ulong point)
    {
        _point = point;
        _square = Times(point, point);
    }

    internal static Fingerprint WithRandomKey() => new((BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))) % (Prime - 2)) + 2);

    internal ulong Of(ReadOnlySpan<byte> bytes)
    {
        var sum = (ulong)bytes.Length;
        // Two blocks a step: the multiplications do not wait for each other.
        while (bytes.Length >= (2 * BlockBytes) + 1)
        {
            var first = BinaryPrimitives.ReadUInt64LittleEndian(bytes) & BlockMask;
            var second = BinaryPrimitives.ReadUInt64LittleEndian(bytes[BlockBytes..]) & BlockMask;
            sum = Reduce(Times(sum, _square) + Times(first, _point) + second);
            bytes = bytes[(2 * BlockBytes)..];
        }
        for (; !bytes.IsEmpty; bytes = bytes[Math.Min(BlockBytes, bytes.Length)..])
            sum = Reduce(Times(sum, _point) + Rest(bytes[..Math.Min(BlockBytes, bytes.Length)]));
        return sum >= Prime ? sum - Prime : sum;
    }

    private static ulong Rest(ReadOnlySpan<byte> bytes)
    {
        Span<byte> block = stackalloc byte[sizeof(ulong)];
        block.Clear();
        bytes.CopyTo(block);
        return BinaryPrimitives.ReadUInt64LittleEndian(block);
    }

    private static ulong Times(ulong left, ulong right)
    {
        var high = Math.BigMul(left, right, out var low);
        return Reduce((low & Prime) + ((low >> 61) | (high << 3)));
    }

    private static ulong Reduce(ulong value) => (value & Prime) + (value >> 61);
}
