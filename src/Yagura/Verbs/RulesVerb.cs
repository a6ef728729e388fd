using System.CommandLine;
using System.Text.Json;
using Yagura.Detection.Check;
using Yagura.Detection.Sigma;

namespace Yagura.Verbs;

/// <summary><c>yagura rules check|test</c>: what a folder of Sigma rules holds, and what it finds in events.</summary>
internal static class RulesVerb
{
    public static Command Create() => new("rules", "Checks Sigma rules, or runs them over events.") { Check(), Test() };

    private static Command Check()
    {
        var folder = new Argument<string[]>("DIR") { Description = "Folders of rules.", Arity = ArgumentArity.OneOrMore };
        var json = SharedOptions.Json();
        var verb = new Command("check", "Totals, and each refused rule with file, line and reason. Exit code 1 when one is refused.") { folder, json };
        verb.SetAction(async (parsed, _) =>
        {
            var rules = Load(parsed.GetValue(folder)!);
            if (parsed.GetValue(json))
                await Console.Out.WriteLineAsync(JsonSerializer.Serialize(new { rules = rules.Rules.Length, refused = rules.Refusals.Length, hash = rules.Hash, refusals = rules.Refusals.Select(refusal => refusal.ToString()) }));
            else
                await PrintAsync(rules);
            return rules.Refusals.Length == 0 ? Exit.Right : Exit.CheckFailed;
        });
        return verb;
    }

    private static Command Test()
    {
        var folder = new Option<string[]>("--rules") { Description = "Folders of rules.", Required = true };
        var events = new Option<string>("--events") { Description = "File of events, one JSON a line: {\"logsource\":{…},\"event\":{…}} or a bare event.", Required = true };
        var full = new Option<bool>("--full-scan") { Description = "Evaluates every rule instead of asking the index first." };
        var json = SharedOptions.Json();
        var verb = new Command("test", "Prints {\"event\":LINE from 0,\"rule\":ID} for each match.") { folder, events, full, json };
        verb.SetAction((parsed, _) =>
        {
            var path = parsed.GetValue(events)!;
            if (!File.Exists(path))
                throw new VerbException($"the events file {path} does not exist");
            var rules = Load(parsed.GetValue(folder)!);
            foreach (var refusal in rules.Refusals)
                Console.Error.WriteLine(refusal);
            using var output = new StreamWriter(Console.OpenStandardOutput(), bufferSize: 256 * 1024);
            using var input = File.OpenRead(path);
            var test = new RulesTest(rules, parsed.GetValue(full));
            var broken = 0;
            test.Run(input, result =>
            {
                if (result.RuleId is { } rule)
                    output.WriteLine($"{{\"event\":{result.Line},\"rule\":{JsonSerializer.Serialize(rule)}}}");
                else
                    Console.Error.WriteLine($"{path}:{result.Line + 1}: {result.Reason} ({++broken})");
            });
            return Task.FromResult(broken == 0 ? Exit.Right : Exit.CheckFailed);
        });
        return verb;
    }

    private static RuleSet Load(string[] folders)
    {
        foreach (var folder in folders.Where(folder => !Directory.Exists(folder) && !File.Exists(folder)))
            throw new VerbException($"the rules folder {folder} does not exist");
        return RuleSet.Load(folders);
    }

    private static async Task PrintAsync(RuleSet rules)
    {
        foreach (var refusal in rules.Refusals)
            await Console.Out.WriteLineAsync(refusal.ToString());
        await Console.Out.WriteLineAsync($"{rules.Rules.Length} rules, {rules.Refusals.Length} refused, hash {rules.Hash}");
    }
}
