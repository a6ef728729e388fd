using System.CommandLine;
using System.Text.Json;
using Yagura.Pipeline;

namespace Yagura.Verbs;

/// <summary><c>yagura rules reload</c>: the running server reads its rule folders again; SIGHUP does the same.</summary>
internal static class RulesReloadVerb
{
    public static Command Create()
    {
        var accept = new Option<bool>("--accept-refused") { Description = "Takes the new set even when it refuses rules that the one in force does not." };
        var config = SharedOptions.Config();
        var data = SharedOptions.Data();
        var json = SharedOptions.Json();
        var verb = new Command("reload", "The running server reads its rule folders again and changes over between two records. A set that is worse than the one in force stays out: exit code 1, and why.") { accept, config, data, json };
        verb.SetAction(async (parsed, stop) =>
        {
            var settings = SharedOptions.Settings(parsed.GetValue(config), parsed.GetValue(data));
            using var server = await FolderDoor.TryServerAsync(settings, stop) ?? throw new VerbException("no server runs on this data folder; it reads the rules when it starts");
            RulesReloaded? now = null;
            await foreach (var line in server.LinesAsync(HttpMethod.Post, $"/rules?acceptRefused={(parsed.GetValue(accept) ? "true" : "false")}", stop))
                now = JsonSerializer.Deserialize<RulesReloaded>(line, JsonSerializerOptions.Web);
            if (now is null)
                throw new VerbException("the server gave no answer; look at its log");
            await Console.Out.WriteLineAsync(parsed.GetValue(json) ? JsonSerializer.Serialize(now, JsonSerializerOptions.Web) : Sentence(now));
            return now.Taken || now.Before == now.Hash && now.Refused.Count == 0 ? Exit.Right : Exit.CheckFailed;
        });
        return verb;
    }

    private static string Sentence(RulesReloaded now) => now.Taken
        ? $"rule set {now.Hash} is in force from record {now.FromSequence}: {now.Rules} rules, {now.Correlations} correlations, {now.Refused.Count} refused, {now.Indicators} indicators"
        : $"the rule set in force stays ({now.Before}): {Web.Guard.OutsideText.Show(now.Reason ?? "")}";
}
