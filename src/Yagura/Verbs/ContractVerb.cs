using System.CommandLine;
using System.Text.Json;
using Yagura.Evaluating;
using Yagura.ServiceLevel.Contracts;

namespace Yagura.Verbs;

/// <summary><c>yagura contract check FILE</c>: each measure in a sentence of each language, or what is ambiguous, with file and line.</summary>
internal static class ContractVerb
{
    public static Command Create() => new("contract", "Contracts as data.") { Check() };

    private static Command Check()
    {
        var files = new Argument<string[]>("FILE") { Description = "Contract files.", Arity = ArgumentArity.OneOrMore };
        var json = SharedOptions.Json();
        var verb = new Command("check", "Explains each measure in a sentence of each language, and refuses what is ambiguous with file and line. Exit code 1 when anything is refused.") { files, json };
        verb.SetAction(async (parsed, _) =>
        {
            var readings = parsed.GetValue(files)!.Select(file => (File: file, Reading: ContractFiles.Read(file))).ToList();
            if (parsed.GetValue(json))
                await Console.Out.WriteLineAsync(Json([.. readings.Select(read => read.Reading)]));
            else
            {
                foreach (var (file, reading) in readings)
                    await PrintAsync(file, reading);
            }

            return readings.Exists(read => read.Reading.Faults.Count > 0) ? Exit.CheckFailed : Exit.Right;
        });
        return verb;
    }

    private static string Json(IReadOnlyList<ContractReading> readings) => JsonSerializer.Serialize(new
    {
        measures = readings.SelectMany(reading => reading.Contract?.Measures ?? []).Select(measure => (measure.Id, Words: ContractWords.Explain(measure))).Select(measure => new { id = measure.Id, ja = measure.Words.Ja, en = measure.Words.En }),
        faults = readings.SelectMany(reading => reading.Faults).Select(fault => new { file = fault.File, line = fault.Line, text = fault.Text.En, textJa = fault.Text.Ja }),
    });

    private static async Task PrintAsync(string file, ContractReading reading)
    {
        if (reading.Contract is { } contract)
            await Console.Out.WriteAsync(Explain(contract));
        foreach (var fault in reading.Faults)
            await Console.Error.WriteLineAsync($"{fault.Print("en")}\n  {fault.Text.Ja}");
        await Console.Out.WriteLineAsync(reading.Faults.Count > 0 ? $"{file}: REFUSED, {reading.Faults.Count} faults" : $"{file}: accepted");
    }

    private static string Explain(Contract contract)
    {
        var text = new StringWriter();
        text.WriteLine($"{contract.Id} {contract.Version}  {contract.Title.Ja} / {contract.Title.En}");
        text.WriteLine($"  {contract.Period.From:yyyy-MM-dd}..{contract.Period.To:yyyy-MM-dd}, counts from {contract.Period.CountsFrom:yyyy-MM-dd}, effective {contract.Effective:yyyy-MM-dd}, {contract.Zone.Id}, sha256 {contract.Sha256}");
        foreach (var measure in contract.Measures)
        {
            var sentence = ContractWords.Explain(measure);
            text.WriteLine($"{measure.Head.Item} [{measure.Head.Id}] {measure.Head.Title.Ja} / {measure.Head.Title.En}");
            text.WriteLine($"    {sentence.Ja}");
            text.WriteLine($"    {sentence.En}");
        }

        return text.ToString();
    }
}
