using System.CommandLine;
using System.Text.Json;
using Yagura.Pipeline;
using Yagura.ServiceLevel.Calendar;
using Yagura.ServiceLevel.Journal;
using Yagura.Settings;

namespace Yagura.Verbs;

/// <summary><c>yagura rules hunt --rules DIR --from --to</c>: 遡及調査, rules over the sealed archive.</summary>
internal static class RulesHuntVerb
{
    private const string TimeForm = "a date (YYYY-MM-DD, a whole day) or a time with an offset (2026-11-22T09:00+09:00)";

    public static Command Create()
    {
        var rules = new Option<string[]>("--rules") { Description = "Folders of rules; the configured ones without it." };
        var indicators = new Option<string[]>("--indicators") { Description = "Folders of indicators; the configured ones without it, none when only --rules is given." };
        var from = new Option<string>("--from") { Description = "First date or time of receipt: " + TimeForm + ".", Required = true };
        var to = new Option<string>("--to") { Description = "Last date, or the time before which records were received.", Required = true };
        var dry = new Option<bool>("--dry") { Description = "Only prints: no finding and no journal entry is recorded." };
        var config = SharedOptions.Config();
        var data = SharedOptions.Data();
        var json = SharedOptions.Json();
        var verb = new Command("hunt", "Runs rules over the sealed archive. What is new waits for acceptance and opens nothing; blind ranges that it looked through are closed.") { rules, indicators, from, to, dry, config, data, json };
        verb.SetAction(async (parsed, stop) =>
        {
            var settings = SharedOptions.Settings(parsed.GetValue(config), parsed.GetValue(data));
            var knowledge = Knowledge.Load(settings);
            var zone = knowledge.Contracts.At(TimeProvider.System.GetUtcNow())?.Zone ?? Zone.Tokyo;
            var request = new HuntRequest(Rules(settings, parsed.GetValue(rules), parsed.GetValue(indicators)), Time("--from", parsed.GetValue(from)!, zone, 0), Time("--to", parsed.GetValue(to)!, zone, 1), parsed.GetValue(dry))
            {
                Indicators = Indicators(settings, parsed.GetValue(rules), parsed.GetValue(indicators)),
            };
            if (request.From >= request.To)
                throw new VerbException("--to lies before --from");
            var outcome = await RunAsync(settings, request, line => Say(line, parsed.GetValue(json)), stop);
            return outcome.Failed.Count + outcome.Unreadable.Count == 0 ? Exit.Right : Exit.CheckFailed;
        });
        return verb;
    }

    // Who names one kind of folders hunts that kind alone.
    private static IReadOnlyList<string> Rules(YaguraSettings settings, string[]? named, string[]? indicators)
    {
        if (named is not { Length: > 0 } && indicators is { Length: > 0 })
            return [];
        IReadOnlyList<string> folders = named is { Length: > 0 } ? [.. named.Select(Path.GetFullPath)]
            : settings.Rules.Count > 0 ? [.. settings.Rules.Select(settings.Resolve)] : [YaguraSettings.Shipped("rules")];
        return folders.FirstOrDefault(folder => !Directory.Exists(folder)) is { } missing ? throw new VerbException($"the rules folder {missing} does not exist") : folders;
    }

    private static IReadOnlyList<string> Indicators(YaguraSettings settings, string[]? rules, string[]? named)
    {
        if (named is not { Length: > 0 })
            return rules is { Length: > 0 } ? [] : settings.IndicatorFolders();
        IReadOnlyList<string> folders = [.. named.Select(Path.GetFullPath)];
        return folders.FirstOrDefault(folder => !Directory.Exists(folder)) is { } missing ? throw new VerbException($"the indicators folder {missing} does not exist") : folders;
    }

    private static DateTimeOffset Time(string option, string text, Zone zone, int daysAfter) => IsoTime.Read(text, out var time, out _) switch
    {
        IsoTimeResult.Instant => time,
        IsoTimeResult.DateOnly => zone.StartOf(DateOnly.FromDateTime(time.Date).AddDays(daysAfter)),
        _ => throw new VerbException($"{option} {text} is not allowed; allowed: {TimeForm}"),
    };

    private static async Task<HuntOutcome> RunAsync(YaguraSettings settings, HuntRequest request, Func<string, Task> say, CancellationToken stop)
    {
        HuntOutcome? outcome = null;
        using var server = await FolderDoor.TryServerAsync(settings, stop);
        if (server is not null)
        {
            await foreach (var line in server.LinesAsync(HttpMethod.Post, "/hunt?request=" + Uri.EscapeDataString(JsonSerializer.Serialize(request, JsonSerializerOptions.Web)), stop))
            {
                await say(line);
                outcome = line.StartsWith("{\"hunt\":", StringComparison.Ordinal) ? JsonDocument.Parse(line).RootElement.GetProperty("hunt").Deserialize<HuntOutcome>(JsonSerializerOptions.Web) : outcome;
            }

            return outcome ?? throw new VerbException("the server gave no answer; look at its log");
        }

        using var folder = await FolderDoor.OpenStoppedAsync(settings, stop);
        try
        {
            outcome = await folder.HuntAsync(request, finding => say(HuntLines.Of(finding)), progress => say(HuntLines.Of(progress)), stop);
            await say(HuntLines.Of(outcome));
            return outcome;
        }
        catch (Exception failed) when (failed is IOException or InvalidDataException or UnauthorizedAccessException or Archive.Seal.ArchiveException)
        {
            throw new VerbException(failed.Message);
        }
    }

    // Progress goes to the terminal's error stream, so that what was found can be piped.
    private static async Task Say(string line, bool json)
    {
        using var read = JsonDocument.Parse(line);
        var root = read.RootElement;
        if (root.TryGetProperty("progress", out var progress))
            await Console.Error.WriteLineAsync(json ? line : $"record {progress.GetProperty("sequence")} of {progress.GetProperty("last")}, {progress.GetProperty("at")}: {progress.GetProperty("findings")} findings");
        else if (json)
            await Console.Out.WriteLineAsync(line);
        else if (root.TryGetProperty("finding", out var finding))
            await Console.Out.WriteLineAsync(Web.Guard.OutsideText.Show($"{finding.GetProperty("at")} {finding.GetProperty("level")} {finding.GetProperty("title")} [{finding.GetProperty("group")}] record {finding.GetProperty("sequence")} ({finding.GetProperty("author")}, {finding.GetProperty("licence")})"));
        else
            await Console.Out.WriteLineAsync(Web.Guard.OutsideText.Show(Sentence(root.GetProperty("hunt").Deserialize<HuntOutcome>(JsonSerializerOptions.Web)!)));
    }

    private static string Sentence(HuntOutcome outcome) =>
        $"{outcome.Records} records ({outcome.FromSequence} to {outcome.ToSequence}), {outcome.Rules} rules, {outcome.Correlations} correlations, {outcome.Indicators} indicators: {outcome.Findings} findings, {outcome.Overflow} more only counted"
        + (outcome.Entry is { } entry ? $"; {outcome.Stored} new ones wait for acceptance; {outcome.Closed} blind ranges closed; journal entry {entry}" : "; nothing was recorded")
        + string.Concat(outcome.Refused.Select(refused => $"; refused: {refused}"))
        + string.Concat(outcome.Failed.Select(failed => $"; failed: {failed}"))
        + string.Concat(outcome.Unreadable.Select(range => $"; not readable: {range}"));
}
