using System.CommandLine;
using System.Text.Json;
using Yagura.Detection.Check;
using Yagura.Detection.Sigma;
using Yagura.Settings;

namespace Yagura.Verbs;

/// <summary><c>yagura rules check|test|reload|hunt</c>: what a folder of Sigma rules holds, what it finds in events and in the archive, and the change of the set in force.</summary>
internal static class RulesVerb
{
    public static Command Create() => new("rules", "Checks Sigma rules, runs them over events or over the archive, and changes the set in force.") { Check(), Test(), RulesReloadVerb.Create(), RulesHuntVerb.Create() };

    private static Command Check()
    {
        var folder = new Argument<string[]>("DIR") { Description = "Folders of rules.", Arity = ArgumentArity.OneOrMore };
        var decoders = new Option<string[]>("--decoders") { Description = "Folders of your own decoders, beside the shipped ones, to name fields that none of them sets." };
        var json = SharedOptions.Json();
        var verb = new Command("check", "Totals, each refused rule with file, line and reason, and what to look at. Exit code 1 when one is refused.") { folder, decoders, json };
        verb.SetAction(async (parsed, _) =>
        {
            var fields = ParseVerb.Load([YaguraSettings.Shipped("decoders"), .. parsed.GetValue(decoders) ?? []]).FieldNames;
            var check = RulesCheck.Of(Load(parsed.GetValue(folder)!), fields.ToHashSet(StringComparer.Ordinal));
            if (parsed.GetValue(json))
                await Console.Out.WriteLineAsync(Json(check));
            else
                await PrintAsync(check);
            return check.Passed ? Exit.Right : Exit.CheckFailed;
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

    private static async Task PrintAsync(RulesCheck check)
    {
        foreach (var refusal in check.Refusals)
            await Console.Out.WriteLineAsync($"refused  {refusal}");
        foreach (var warning in check.Warnings)
            await Console.Out.WriteLineAsync($"warning  {warning}");
        foreach (var rule in check.WithoutNecessaryCondition)
            await Console.Out.WriteLineAsync($"slow     {rule.Id} {rule.Title}: no necessary condition, evaluated for every event of its log source");
        foreach (var (field, rules) in check.UnknownFields)
            await Console.Out.WriteLineAsync($"field    {field}: set by no decoder, used by {rules} rules");
        await Console.Out.WriteLineAsync($"{check.Rules} rules, {check.Correlations} correlations, {check.Refusals.Length} refused, hash {check.Hash}");
    }

    private static string Json(RulesCheck check) => JsonSerializer.Serialize(new
    {
        rules = check.Rules,
        correlations = check.Correlations,
        refused = check.Refusals.Length,
        hash = check.Hash,
        refusals = check.Refusals.Select(Of),
        warnings = check.Warnings.Select(Of),
        withoutNecessaryCondition = check.WithoutNecessaryCondition.Select(rule => rule.Id),
        unknownFields = check.UnknownFields.Select(unknown => new { field = unknown.Field, rules = unknown.Rules }),
    });

    private static object Of(Refusal refusal) => new { file = refusal.File, line = refusal.Line, reason = refusal.Reason };
}
