using System.Runtime.InteropServices;

namespace Yagura.Doctor;

/// <summary>Whether the kernel says that the wall clock is disciplined (adjtimex(2)).</summary>
internal static partial class KernelClock
{
    // TIME_ERROR of <sys/timex.h>: the clock is not synchronised to a reliable server.
    private const int TimeError = 5;

    // struct timex is 208 bytes on 64-bit Linux; modes = 0 asks without changing anything.
    private const int TimexLength = 256;

    /// <summary>True when synchronised; false when free-running or when the kernel will not say.</summary>
    public static unsafe bool IsSynchronised()
    {
        var timex = stackalloc byte[TimexLength];
        new Span<byte>(timex, TimexLength).Clear();
        var state = AdjTimex(timex);
        return state is >= 0 and not TimeError;
    }

    [LibraryImport("libc", EntryPoint = "adjtimex")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial int AdjTimex(byte* timex);
}
