using System.Globalization;

namespace Yagura.Benchmarks.Sigma;

/// <summary>What detection costs.</summary>
/// <param name="Name">What was done.</param>
/// <param name="Count">How many: rules, events or findings.</param>
/// <param name="PerSecond">How many a second by the wall, on one thread.</param>
/// <param name="PerCpuSecond">How many a second of processor time.</param>
/// <param name="Found">Matches of the events; groups let go of the correlations; refusals of a load.</param>
/// <param name="AllocatedEach">Bytes allocated each, on average; null where it is not looked at.</param>
/// <param name="PeakMegabytes">The most memory that the process has had resident until then.</param>
internal sealed record SigmaFigure(string Name, long Count, double PerSecond, double PerCpuSecond, long Found, double? AllocatedEach, long PeakMegabytes)
{
    public static SigmaFigure Of(string name, long count, TimeSpan wall, TimeSpan cpu, long found, double? allocated = null) =>
        new(name, count, count / wall.TotalSeconds, count / cpu.TotalSeconds, found, allocated, Spent.PeakMegabytes);

    public void Print(TextWriter output) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{Name,-58} {Count,9} {Count / PerSecond,7:F2} s {PerSecond,11:N0}/s {PerCpuSecond,11:N0}/CPU-s {Found,6} found {(AllocatedEach is { } bytes ? bytes.ToString("F2", CultureInfo.InvariantCulture) : "-"),7} B each {PeakMegabytes,5} MB"));
}
