using System.CommandLine;
using System.Text.Json;
using Yagura.Archive.Disk;
using Yagura.Archive.Seal;
using Yagura.Custody;
using Yagura.Settings;

namespace Yagura.Verbs;

/// <summary><c>yagura retention</c>: deletes the evidence that is due, with an entry; the running server does it once a day by itself.</summary>
internal static class RetentionVerb
{
    public static Command Create()
    {
        var dry = new Option<bool>("--dry-run") { Description = "Only says what would go." };
        var config = SharedOptions.Config();
        var data = SharedOptions.Data();
        var verb = new Command("retention", "Deletes evidence older than policy and contract demand, never what a legal hold covers; records it.") { dry, config, data };
        verb.SetAction(async (parsed, stop) =>
        {
            var settings = SharedOptions.Settings(parsed.GetValue(config), parsed.GetValue(data));
            var outcome = await RunAsync(settings, parsed.GetValue(dry), stop);
            await Console.Out.WriteLineAsync(Sentence(outcome));
            return Exit.Right;
        });
        return verb;
    }

    private static async Task<RetentionOutcome> RunAsync(YaguraSettings settings, bool dry, CancellationToken stop)
    {
        using var server = await FolderDoor.TryServerAsync(settings, stop);
        if (server is not null)
        {
            await foreach (var line in server.LinesAsync(HttpMethod.Post, $"/retention?dry={(dry ? "true" : "false")}", stop))
                return JsonSerializer.Deserialize<RetentionOutcome>(line, JsonSerializerOptions.Web)!;
            throw new VerbException("the server gave no answer; look at its log");
        }

        using var folder = await FolderDoor.OpenStoppedAsync(settings, stop);
        try
        {
            return await folder.RetentionAsync(dry, stop);
        }
        catch (Exception failed) when (failed is ArchiveException or DiskException)
        {
            throw new VerbException(failed.Message);
        }
    }

    private static string Sentence(RetentionOutcome outcome)
    {
        var held = outcome.Held > 0 ? $"; {outcome.Held} seals stay for a legal hold" : "";
        if (outcome.Seals == 0)
            return $"nothing is older than {outcome.Months} months{held}";
        var what = $"evidence of {outcome.Seals} seals, {outcome.Records} records from {outcome.From} to {outcome.To}";
        return outcome.Dry ? $"would delete {what}{held}" : $"deleted {what}; journal entry {outcome.Entry}{held}";
    }
}
