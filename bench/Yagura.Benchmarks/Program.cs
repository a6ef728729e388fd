using Yagura.Benchmarks.Sigma;
using Yagura.Benchmarks.Spool;

switch (args)
{
    case ["spool"]:
        SpoolThroughput.Run(TextWriter.Null); // once to warm up
        SpoolThroughput.Run(Console.Out);
        return 0;
    case ["sigma"]:
        SigmaThroughput.Run(Console.Out);
        return 0;
    default:
        await Console.Error.WriteLineAsync("name a benchmark: sigma, spool");
        return 2;
}
