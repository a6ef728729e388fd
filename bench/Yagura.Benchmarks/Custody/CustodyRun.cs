using System.Globalization;
using Yagura.Benchmarks.EndToEnd;
using Yagura.Benchmarks.Verify;

namespace Yagura.Benchmarks.Custody;

/// <summary>The figures of custody, part by part; each part keeps its own file, so that a quiet machine is needed for minutes only.</summary>
internal static class CustodyRun
{
    private const int Pairs = 5;

    /// <summary>The parts by name, in the order in which all of them run.</summary>
    public static readonly string[] Parts = ["tcp", "relp", "udp", "latency", "verify", "kill", "burst"];

    public static async Task<int> RunAsync(string results, string part)
    {
        if (part != "all" && !Parts.Contains(part))
        {
            await Console.Error.WriteLineAsync($"custody: name one: all, {string.Join(", ", Parts)} (tcp measures cost, size and memory in the same runs)");
            return 2;
        }

        var figures = new List<CustodyFigure>();
        foreach (var name in part == "all" ? Parts : [part])
        {
            var found = await PartAsync(name);
            Console.WriteLine($"kept in {ResultFile.Write(results, "custody-" + name, TimeProvider.System.GetUtcNow(), found)}");
            figures.AddRange(found);
        }

        Print(Console.Out, figures);
        return 0;
    }

    private static Task<CustodyFigure[]> PartAsync(string name) => name switch
    {
        "tcp" => PathPart.RunAsync(Pairs),
        "relp" => LineParts.RelpAsync(Pairs),
        "udp" => LineParts.UdpAsync(Pairs),
        "latency" => LineParts.LatencyAsync(Pairs),
        "verify" => Task.FromResult(VerifyThroughput.Figures()),
        "kill" => KillPart.RunAsync(2 * Pairs),
        _ => BurstPart.RunAsync(1),
    };

    private static void Print(TextWriter output, IReadOnlyList<CustodyFigure> figures)
    {
        output.WriteLine($"{"goal",10} {"median",10} {"least",10} {"most",10}  reached");
        foreach (var figure in figures)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{figure.Goal,10} {figure.Median,10} {figure.Least,10} {figure.Most,10}  {(figure.Reached ? "yes" : "NO "),-7} {figure.Name}"));
    }
}
