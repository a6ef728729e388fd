using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Yagura.Benchmarks.Decoding;

/// <summary>The core that this thread runs on: the time that it gave to this thread, and how fast it runs.</summary>
internal static partial class Core
{
    /// <summary>CLOCK_THREAD_CPUTIME_ID (clock_gettime(2)).</summary>
    private const int ThreadTime = 3;

    /// <summary>Clock cycles of a multiplication whose factor is the product of the one before, on x86-64 processors of the last ten years.</summary>
    private const int CyclesOfProduct = 3;

    private const int Products = 10_000_000;

    /// <summary>Time that the core gave to this thread. Other threads of the process, the compiler's and the collector's, are left out.</summary>
    public static TimeSpan Spent
    {
        get
        {
            if (ClockGetTime(ThreadTime, out var time) != 0)
                throw new InvalidOperationException("clock_gettime does not know the thread's time");
            return TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromTicks(time.Nanoseconds / TimeSpan.NanosecondsPerTick);
        }
    }

    /// <summary>Thousand million clock cycles a second, now: on shared machines it is not what the processor's name says.</summary>
    public static double Gigahertz()
    {
        var before = Spent;
        var product = Multiply(Products);
        var seconds = (Spent - before).TotalSeconds;
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

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ClockGetTime(int clock, out Time time);

    private readonly record struct Time(long Seconds, long Nanoseconds);
}
