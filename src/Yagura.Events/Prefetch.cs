using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Yagura.Events;

/// <summary>Asks the processor to bring memory near that is needed soon. Changes nothing but the time; does nothing on processors that have no such instruction.</summary>
/// <remarks>
/// For work of which it is known long before where its input lies (ADR 0043). A processor finds that out by itself only for memory that is read in order.
/// The collector may move what is asked for meanwhile: then other memory was brought near, which is harmless.
/// </remarks>
public static unsafe class Prefetch
{
    /// <summary>Bytes that come at once.</summary>
    private const int LineSize = 64;

    /// <summary>What .NET keeps before the first element of an array, in bytes.</summary>
    private const int ArrayHeader = 16;

    /// <summary>An object of up to two lines.</summary>
    public static void Object(object wanted)
    {
        if (!Sse.IsSupported)
            return;
        var place = *(byte**)Unsafe.AsPointer(ref wanted);
        Sse.Prefetch0(place);
        Sse.Prefetch0(place + LineSize);
    }

    /// <summary>An element of an array.</summary>
    public static void Place<T>(ref readonly T wanted)
        where T : struct
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.AsRef(in wanted)));
    }

    /// <summary>Bytes of an array, and what .NET keeps before its first element.</summary>
    /// <param name="wanted">The bytes; none when there is no array.</param>
    /// <param name="longest">How many of them at most.</param>
    public static void Bytes(ArraySegment<byte> wanted, int longest)
    {
        if (!Sse.IsSupported || wanted.Array is not { } array)
            return;
        ref var first = ref MemoryMarshal.GetArrayDataReference(array);
        Sse.Prefetch0((byte*)Unsafe.AsPointer(ref first) - ArrayHeader);
        Lines(ref Unsafe.Add(ref first, wanted.Offset), Math.Min(wanted.Count, longest));
    }

    /// <summary>Numbers that stand in order.</summary>
    public static void Numbers(ReadOnlySpan<ulong> wanted)
    {
        if (Sse.IsSupported)
            Lines(ref Unsafe.As<ulong, byte>(ref MemoryMarshal.GetReference(wanted)), wanted.Length * sizeof(ulong));
    }

    private static void Lines(ref byte first, int length)
    {
        var place = (byte*)Unsafe.AsPointer(ref first);
        for (var at = 0; at < length; at += LineSize)
            Sse.Prefetch0(place + at);
    }
}
