using System.CommandLine;
using Spectre.Console;
using Yagura.Evaluating;
using Yagura.ServiceLevel.Evaluation;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Verbs;

/// <summary><c>yagura evaluate</c>: the contract's figures, recomputed from a journal and an archive by who does not trust us, or from a data folder.</summary>
internal static class EvaluateVerb
{
    public static Command Create()
    {
        var options = new EvaluateOptions();
        var verb = new Command("evaluate", "Computes the contract's figures from a journal (FIGURES 6; docs/formats/evaluation.md). With an archive, receive loss and storage loss are recomputed from its seals. Exit code 1 when the journal's hashes do not follow or the archive does not hold.");
        options.AddTo(verb);
        verb.SetAction(async (parsed, stop) =>
        {
            var language = parsed.GetValue(options.Language)!;
            if (language is not ("ja" or "en"))
                throw new VerbException($"--language {language} is not allowed; allowed: ja, en");
            var question = options.Read(parsed);
            using var work = new EvaluationWork(question, cancel => JournalVerb.OpenAsync(question.Settings, cancel));
            var input = await work.InputAsync(stop);
            var result = parsed.GetValue(options.Json) || Console.IsErrorRedirected ? work.Run(input, _ => { }, stop) : WithBar(work, input, stop);
            if (parsed.GetValue(options.Json))
            {
                await using var output = Console.OpenStandardOutput();
                EvaluationJson.Write(result, output);
                output.WriteByte((byte)'\n');
                foreach (var fault in result.Remarks.Faults)
                    await Console.Error.WriteLineAsync(fault.Print(language));
            }
            else
            {
                await Console.Out.WriteAsync(EvaluationText.Write(result, language));
            }

            return result.Journal.Chain == ChainState.Broken || work.ArchiveFails ? Exit.CheckFailed : Exit.Right;
        });
        return verb;
    }

    private static EvaluationResult WithBar(EvaluationWork work, EvaluationInput input, CancellationToken stop)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Progress().AutoClear(enabled: true).Start(bars =>
        {
            var bar = bars.AddTask("evaluate", maxValue: 1);
            return work.Run(input, share => bar.Value = share, stop);
        });
    }
}
