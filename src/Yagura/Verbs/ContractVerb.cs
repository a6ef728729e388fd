using System.CommandLine;
using System.Text.Json;
using Yagura.ServiceLevel.Contracts;

namespace Yagura.Verbs;

/// <summary><c>yagura contract check</c>: what a contract measures, in a sentence of each language, and what in it is ambiguous.</summary>
internal static class ContractVerb
{
    public static Command Create() => new("contract", "Checks contracts.") { Check() };

    private static Command Check()
    {
        var file = new Argument<string[]>("FILE") { Description = "Contract files.", Arity = ArgumentArity.OneOrMore };
        var json = SharedOptions.Json();
        var verb = new Command("check", "Explains each measure in Japanese and English; refuses what is ambiguous, with file and line. Exit code 1 when something is refused.") { file, json };
        verb.SetAction(async (parsed, _) =>
        {
            var readings = EvaluateVerb.Contracts(parsed.GetValue(file)!);
            var measures = readings.SelectMany(reading => reading.Contract?.Measures ?? []).Select(measure => (measure.Id, Words: ContractWords.Explain(measure))).ToList();
            var faults = readings.SelectMany(reading => reading.Faults).ToList();
            if (parsed.GetValue(json))
                await Console.Out.WriteLineAsync(JsonSerializer.Serialize(new { measures = measures.Select(measure => new { id = measure.Id, ja = measure.Words.Ja, en = measure.Words.En }), faults = faults.Select(fault => new { file = fault.File, line = fault.Line, text = fault.Text.En, textJa = fault.Text.Ja }) }));
            else
            {
                foreach (var (id, words) in measures)
                    await Console.Out.WriteLineAsync($"{id}\n  {words.Ja}\n  {words.En}");
                foreach (var fault in faults)
                    await Console.Error.WriteLineAsync($"{fault.Print("en")}\n  {fault.Text.Ja}");
            }
            return faults.Count == 0 ? Exit.Right : Exit.CheckFailed;
        });
        return verb;
    }
}
