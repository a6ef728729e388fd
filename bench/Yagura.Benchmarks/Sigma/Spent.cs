using System.Diagnostics;
using System.Globalization;

namespace Yagura.Benchmarks.Sigma;

/// <summary>Wall and CPU time since an instant. Both are printed, because a busy machine says nothing by the wall.</summary>
internal readonly record struct Spent(long Started, TimeSpan CpuStarted)
{
    public static Spent Now => new(TimeProvider.System.GetTimestamp(), Environment.CpuUsage.TotalTime);

    public TimeSpan Wall => TimeProvider.System.GetElapsedTime(Started);

    public TimeSpan Cpu => Environment.CpuUsage.TotalTime - CpuStarted;

    public string Since => string.Create(CultureInfo.InvariantCulture, $"{Wall.TotalSeconds:N2} s by the wall, {Cpu.TotalSeconds:N2} CPU s");

    /// <summary>The most memory that the process has had resident, in MB (VmHWM).</summary>
    public static long PeakMegabytes
    {
        get
        {
            using var self = Process.GetCurrentProcess();
            return self.PeakWorkingSet64 >> 20;
        }
    }
}
