using System.Diagnostics;
using System.Globalization;
using Yagura.Evaluating;
using Yagura.ServiceLevel.Clocks;
using Yagura.ServiceLevel.Contracts;
using Yagura.ServiceLevel.Evaluation;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Benchmarks.Figures;

/// <summary>What one evaluation cost.</summary>
/// <param name="Name">What was done.</param>
/// <param name="Entries">Journal entries.</param>
/// <param name="Megabytes">Size of the journal's export.</param>
/// <param name="Seconds">Wall time, start of the process included.</param>
/// <param name="CpuSeconds">Processor time of all threads; null where it was not measured.</param>
/// <param name="PeakMegabytes">Most memory ever held; null where it was not measured.</param>
internal sealed record EvaluationFigure(string Name, long Entries, double Megabytes, double Seconds, double? CpuSeconds, double? PeakMegabytes);

/// <summary>The verb <c>yagura evaluate</c> over a large journal, in a process of its own, and the clocks of one incident as a page asks for them.</summary>
internal static class EvaluationCost
{
    private const int Rounds = 3;
    private const int PageIncidents = 200;

    public static IReadOnlyList<EvaluationFigure> Run(long entries)
    {
        var folder = Directory.CreateTempSubdirectory("yagura-bench-");
        try
        {
            var journal = Path.Combine(folder.FullName, "journal.ndjson");
            JournalMaker.Write(journal, entries);
            var megabytes = new FileInfo(journal).Length / 1e6;
            List<EvaluationFigure> figures = [.. Enumerable.Range(1, Rounds).Select(round => Verb(journal, $"yagura evaluate, 21 months, round {round}", entries, megabytes))];
            figures.AddRange(InProcess(journal, megabytes));
            return figures;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public static void Print(TextWriter output, IReadOnlyList<EvaluationFigure> figures)
    {
        output.WriteLine($"{"",-44} {"entries",9} {"MB",7} {"s",8} {"CPU s",8} {"peak MB",8}");
        foreach (var figure in figures)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{figure.Name,-44} {figure.Entries,9} {figure.Megabytes,7:F1} {figure.Seconds,8:F4} {figure.CpuSeconds,8:F2} {figure.PeakMegabytes,8:F0}"));
    }

    private static EvaluationFigure Verb(string journal, string name, long entries, double megabytes)
    {
        var contract = Path.Combine(AppContext.BaseDirectory, "contracts", "jst-soc.yaml");
        var begin = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "yagura"), ["evaluate", "--journal", journal, "--contract", contract, "--from", "2020-04-01", "--to", "2021-12-31", "--json"]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        long peak = 0;
        var processor = TimeSpan.Zero;
        var output = process.StandardOutput.ReadToEndAsync();
        while (!process.WaitForExit(20))
        {
            try
            {
                process.Refresh();
                (peak, processor) = (Math.Max(peak, process.PeakWorkingSet64), process.TotalProcessorTime);
            }
            catch (InvalidOperationException)
            {
                break; // It ended between the two.
            }
        }
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"yagura evaluate ended with {process.ExitCode}");
        output.GetAwaiter().GetResult();
        return new EvaluationFigure(name, entries, megabytes, Stopwatch.GetElapsedTime(begin).TotalSeconds, processor.TotalSeconds, peak / 1048576.0);
    }

    /// <summary>The same in this process, part by part: reading the lines and following their hashes, the pure function over what was read, and a page's clocks.</summary>
    private static IEnumerable<EvaluationFigure> InProcess(string journal, double megabytes)
    {
        var contract = ContractReader.Read("jst-soc.yaml", File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "contracts", "jst-soc.yaml"))).Contract!;
        JournalText? read = null;
        for (var round = 1; round <= Rounds; round++)
        {
            read = null;
            var begin = Stopwatch.GetTimestamp();
            read = JournalFile.Read(journal, []);
            yield return new EvaluationFigure($"reading it and following its hashes, round {round}", read.Entries.Count, megabytes, Stopwatch.GetElapsedTime(begin).TotalSeconds, null, null);
            begin = Stopwatch.GetTimestamp();
            Evaluate.Run(new EvaluationInput(read, [contract], new DateOnly(2020, 4, 1), new DateOnly(2021, 12, 31), null, null, null, []));
            yield return new EvaluationFigure($"the evaluation of what was read, round {round}", read.Entries.Count, megabytes, Stopwatch.GetElapsedTime(begin).TotalSeconds, null, null);
        }
        yield return Page(read!, contract, megabytes);
    }

    /// <summary>A page of open incidents reads the entries of those incidents and computes their clocks.</summary>
    private static EvaluationFigure Page(JournalText read, Contract contract, double megabytes)
    {
        var subjects = read.Entries.Where(entry => entry.Kind == "incident.opened").TakeLast(PageIncidents).Select(entry => entry.Subject).ToHashSet();
        List<JournalEntry> shown = [.. read.Entries.Where(entry => subjects.Contains(entry.Subject))];
        var now = shown.Max(entry => entry.At);
        ClockReading.Of(shown, contract, now); // once to warm up
        var begin = Stopwatch.GetTimestamp();
        ClockReading.Of(shown, contract, now);
        return new EvaluationFigure($"the clocks of a page of {PageIncidents} incidents", shown.Count, megabytes, Stopwatch.GetElapsedTime(begin).TotalSeconds, null, null);
    }
}
