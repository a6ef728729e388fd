using Yagura.Benchmarks.Custody;
using Yagura.Benchmarks.Decoding;
using Yagura.Benchmarks.EndToEnd;
using Yagura.Benchmarks.Fairness;
using Yagura.Benchmarks.Figures;
using Yagura.Benchmarks.Indicators;
using Yagura.Benchmarks.Sigma;
using Yagura.Benchmarks.Spool;
using Yagura.Benchmarks.Verify;

switch (args)
{
    case ["spool"]:
        SpoolThroughput.Run(TextWriter.Null); // once to warm up
        SpoolThroughput.Run(Console.Out);
        return 0;
    case ["verify"]:
        VerifyThroughput.Run(TextWriter.Null); // once to warm up
        VerifyThroughput.Run(Console.Out);
        return 0;
    case ["decode", var results]:
        var decoding = DecodeThroughput.Run();
        DecodeThroughput.Print(Console.Out, decoding);
        Console.WriteLine($"kept in {ResultFile.Write(results, "decode", TimeProvider.System.GetUtcNow(), decoding)}");
        return 0;
    case ["decoded-events", var events]:
        Console.WriteLine($"{DecodedEvents.Write(events)} events in {events}");
        return 0;
    case ["custody-host", var folder, .. var ports]:
        return await CustodyHost.RunAsync(folder, ports);
    case ["custody", var results, var part]:
        return await CustodyRun.RunAsync(results, part);
    case ["fairness", var results]:
        var waits = await FairnessRun.RunAsync();
        FairnessRun.Print(Console.Out, waits);
        Console.WriteLine($"kept in {ResultFile.Write(results, "fairness", TimeProvider.System.GetUtcNow(), waits)}");
        return 0;
    case ["indicators", var results]:
        var indicators = IndicatorCost.Run(1_000, 1_000_000);
        IndicatorCost.Print(Console.Out, indicators);
        Console.WriteLine($"kept in {ResultFile.Write(results, "indicators", TimeProvider.System.GetUtcNow(), indicators)}");
        return 0;
    case ["sigma", var results]:
        var detection = new List<SigmaFigure>();
        foreach (var figure in SigmaThroughput.Run())
        {
            figure.Print(Console.Out);
            detection.Add(figure);
        }

        Console.WriteLine($"kept in {ResultFile.Write(results, "sigma", TimeProvider.System.GetUtcNow(), detection)}");
        return 0;
    case ["e2e", var results]:
        // Eight times this many: some seconds of work, and a spool of more than one file.
        const int EventsEach = 100_000;
        EndToEndFigure[] figures = [await EndToEndRun.TcpAsync(EventsEach), await EndToEndRun.RelpAsync(EventsEach)];
        ResultFile.Print(Console.Out, figures);
        Console.WriteLine($"kept in {ResultFile.Write(results, "e2e", TimeProvider.System.GetUtcNow(), figures)}");
        return 0;
    case ["journal", var file]:
        JournalMaker.Write(file, 1_000_000);
        return 0;
    case ["evaluate", var results]:
        var costs = EvaluationCost.Run(entries: 1_000_000);
        EvaluationCost.Print(Console.Out, costs);
        Console.WriteLine($"kept in {ResultFile.Write(results, "evaluate", TimeProvider.System.GetUtcNow(), costs)}");
        return 0;
    default:
        await Console.Error.WriteLineAsync("name a benchmark: custody FOLDER PART, decode FOLDER, decoded-events FILE, e2e FOLDER, evaluate FOLDER, fairness FOLDER, indicators FOLDER, sigma FOLDER, spool, verify");
        return 2;
}
