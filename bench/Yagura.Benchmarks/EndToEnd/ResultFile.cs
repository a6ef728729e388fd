using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Yagura.Benchmarks.EndToEnd;

/// <summary>Figures as a table for people and as a file with machine and date, so that a later figure can be compared.</summary>
internal static class ResultFile
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static void Print(TextWriter output, IReadOnlyList<EndToEndFigure> figures)
    {
        output.WriteLine($"{"",-44} {"events",9} {"s",7} {"events/s",9} {"events/CPU-s",13} {"MB/s",6} {"analysed s",10} {"events/CPU-s incl. analysis",28} {"peak MB",8}");
        foreach (var figure in figures)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{figure.Name,-44} {figure.Events,9} {figure.Seconds,7:F2} {figure.EventsPerSecond,9:F0} {figure.EventsPerCpuSecond,13:F0} {figure.Bytes / figure.Seconds / 1e6,6:F1} {figure.AnalysedSeconds,10:F2} {figure.EventsPerCpuSecondAnalysed,28:F0} {figure.PeakMegabytes,8:F0}"));
        }
    }

    /// <summary>Writes <c>YYYY-MM-DD-HHMM-name.json</c>; the path.</summary>
    public static string Write<T>(string folder, string name, DateTimeOffset now, IReadOnlyList<T> figures)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{now:yyyy-MM-dd-HHmm}-{name}.json"));
        File.WriteAllText(path, JsonSerializer.Serialize(new { name, at = now.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture), machine = Machine(), figures }, Form) + "\n");
        return path;
    }

    private static object Machine() => new
    {
        processor = First("/proc/cpuinfo", "model name"),
        processors = Environment.ProcessorCount,
        memoryMegabytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1048576,
        kernel = File.ReadAllText("/proc/sys/kernel/osrelease").Trim(),
        runtime = RuntimeInformation.FrameworkDescription,
        load = File.ReadAllText("/proc/loadavg").Split(' ')[0],
    };

    private static string First(string path, string key) =>
        File.ReadLines(path).FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown";
}
