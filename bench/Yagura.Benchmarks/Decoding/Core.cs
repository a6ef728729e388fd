using System.Runtime.CompilerServices;
using Yagura.Tests.Decoding;

namespace Yagura.Benchmarks.Decoding;

/// <summary>How fast the core runs that this thread runs on.</summary>
internal static class Core
{
    /// <summary>Clock cycles of a multiplication whose factor is the product of the one before, on x86-64 processors of the last ten years.</summary>
    private const int CyclesOfProduct = 3;

    private const int Products = 10_000_000;

    /// <summary>Thousand million clock cycles a second, now: on shared machines it is not what the processor's name says.</summary>
    public static double Gigahertz()
    {
        var before = ThreadTime.Now;
        var product = Multiply(Products);
        var seconds = (ThreadTime.Now - before).TotalSeconds;
        GC.KeepAlive(product);
        return (double)Products * CyclesOfProduct / seconds / 1e9;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static ulong Multiply(int times)
    {
        var product = 3UL;
        for (var i = 0; i < times; i++)
            product *= 0x9E3779B97F4A7C15;
        return product;
    }
}
