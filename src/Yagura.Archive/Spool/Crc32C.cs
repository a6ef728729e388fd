using System.Numerics;
using System.Runtime.InteropServices;

namespace Yagura.Archive.Spool;

/// <summary>CRC-32C (Castagnoli, RFC 3720 appendix B.4) by the processor's instruction where it has one.</summary>
internal static class Crc32C
{
    internal static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words) crc = BitOperations.Crc32C(crc, word);
        foreach (var rest in bytes[(words.Length * sizeof(ulong))..]) crc = BitOperations.Crc32C(crc, rest);
        return ~crc;
    }
}
