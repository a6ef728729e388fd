using System.Runtime.InteropServices;

namespace Yagura.Detection.Values;

/// <summary>A fast hash of short byte strings, for tables built at load. Not keyed: tables verify every hit and hold only what rules name.</summary>
internal static class ByteHash
{
    /// <summary>A non-negative hash.</summary>
    public static int Of(ReadOnlySpan<byte> bytes)
    {
        var hash = (ulong)bytes.Length * 0x9E3779B97F4A7C15UL;
        while (bytes.Length >= 8)
        {
            hash = Mix(hash ^ MemoryMarshal.Read<ulong>(bytes));
            bytes = bytes[8..];
        }

        foreach (var value in bytes)
            hash = (hash ^ value) * 0x100000001B3UL;
        return Of(hash);
    }

    /// <summary>A non-negative hash of a number.</summary>
    public static int Of(ulong value) => (int)(Mix(value) >> 33);

    private static ulong Mix(ulong value)
    {
        value *= 0x9E3779B97F4A7C15UL;
        return value ^ (value >> 29);
    }
}
