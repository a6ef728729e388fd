using System.CommandLine;
using System.Globalization;
using Yagura.ServiceLevel.Contracts;
using Yagura.ServiceLevel.Evaluation;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Verbs;

/// <summary><c>yagura evaluate</c>: the figures of a contract, recomputed from an exported journal by anybody.</summary>
internal static class EvaluateVerb
{
    public static Command Create()
    {
        var journal = new Option<string>("--journal") { Description = "Journal as NDJSON (yagura journal export).", Required = true };
        var contract = new Option<string[]>("--contract") { Description = "Contract files; several are versions of one contract.", Required = true, AllowMultipleArgumentsPerToken = true };
        var from = new Option<string>("--from") { Description = "First date, 2021-04-01, in the contract's zone.", Required = true };
        var to = new Option<string>("--to") { Description = "Last date, inclusive.", Required = true };
        var asOf = new Option<string?>("--as-of") { Description = "Instant with an offset; entries recorded after it do not exist. Default: the later of the end of --to and the last entry." };
        var language = new Option<string>("--language") { Description = "Language of the text: ja or en.", DefaultValueFactory = _ => "ja" };
        language.AcceptOnlyFromAmong("ja", "en");
        var json = SharedOptions.Json();
        var verb = new Command("evaluate", "Computes the figures of a contract from a journal; coverage and storage as the journal states them. Exit code 1 when the journal's hashes do not follow.")
        {
            journal, contract, from, to, asOf, language, json,
        };
        verb.SetAction(async (parsed, _) =>
        {
            var contracts = Contracts(parsed.GetValue(contract)!);
            var input = new EvaluationInput(Journal(parsed.GetValue(journal)!), [.. contracts.Select(reading => reading.Contract).OfType<Contract>()],
                Date(parsed.GetValue(from)!, "--from"), Date(parsed.GetValue(to)!, "--to"), Instant(parsed.GetValue(asOf)), null, null, [.. contracts.SelectMany(reading => reading.Faults)]);
            if (input.Contracts.Count == 0)
                throw new VerbException($"no contract can be read:\n{string.Join('\n', input.Faults.Select(fault => fault.Print("en")))}");
            if (input.To < input.From)
                throw new VerbException("--to is before --from");
            var result = Evaluate.Run(input);
            await Console.Out.WriteLineAsync(parsed.GetValue(json) ? EvaluationJson.Write(result) : EvaluationText.Write(result, parsed.GetValue(language)!));
            return result.Journal.Chain == ChainState.Broken ? Exit.CheckFailed : Exit.Right;
        });
        return verb;
    }

    /// <summary>Reads contract files; a file that is not there is wrong use.</summary>
    public static List<ContractReading> Contracts(string[] paths) =>
        [.. paths.Select(path => File.Exists(path) ? ContractReader.Read(path, File.ReadAllBytes(path)) : throw new VerbException($"the contract {path} does not exist"))];

    private static JournalText Journal(string path)
    {
        if (!File.Exists(path))
            throw new VerbException($"the journal {path} does not exist");
        var reader = new JournalReader(path);
        using var file = File.OpenRead(path);
        var buffer = new byte[64 * 1024];
        for (var read = file.Read(buffer); read > 0; read = file.Read(buffer))
            reader.Feed(buffer.AsSpan(0, read));
        return reader.Finish();
    }

    private static DateOnly Date(string text, string option) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : throw new VerbException($"{option} must be a date like 2021-04-01 (not '{text}')");

    private static DateTimeOffset? Instant(string? text)
    {
        if (text is null)
            return null;
        return IsoTime.Read(text, out var time, out _) == IsoTimeResult.Instant ? time : throw new VerbException($"--as-of must be a time with an offset like 2021-05-01T09:00:00+09:00 (not '{text}')");
    }
}
