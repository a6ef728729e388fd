using System.CommandLine;
using System.Text.Json;
using Yagura.Archive.Seal;
using Yagura.Custody;
using Yagura.Settings;

namespace Yagura.Verbs;

/// <summary><c>yagura backup --out DIR</c>: all parts of a data folder that fit together, of a running server or a stopped one.</summary>
internal static class BackupVerb
{
    public static Command Create()
    {
        var target = new Option<string>("--out") { Description = "The folder to write; new or empty.", Required = true };
        var keys = new Option<bool>("--with-keys") { Description = "Copies the private keys too: who has the backup can then sign." };
        var config = SharedOptions.Config();
        var data = SharedOptions.Data();
        var verb = new Command("backup", "Copies evidence, spool, pins and store into a folder that starts again, each file synced and read back; the server may run. Keys stay unless asked for.") { target, keys, config, data };
        verb.SetAction(async (parsed, stop) =>
        {
            var settings = SharedOptions.Settings(parsed.GetValue(config), parsed.GetValue(data));
            var to = Path.GetFullPath(parsed.GetValue(target)!);
            var outcome = await RunAsync(settings, to, parsed.GetValue(keys), stop);
            await Console.Out.WriteLineAsync($"{outcome.Files} files, {outcome.Bytes} bytes in {to}{(parsed.GetValue(keys) ? "" : "; without the private keys")}{(settings.Postgres is null ? "" : "; PostgreSQL is not in it: use pg_dump while the server is stopped")}");
            return Exit.Right;
        });
        return verb;
    }

    private static async Task<BackupOutcome> RunAsync(YaguraSettings settings, string to, bool keys, CancellationToken stop)
    {
        using var server = await FolderDoor.TryServerAsync(settings, stop);
        if (server is not null)
        {
            await foreach (var line in server.LinesAsync(HttpMethod.Post, $"/backup?to={Uri.EscapeDataString(to)}&keys={(keys ? "true" : "false")}", stop))
                return JsonSerializer.Deserialize<BackupOutcome>(line, JsonSerializerOptions.Web)!;
            throw new VerbException("the server gave no answer; look at its log");
        }

        using var folder = await FolderDoor.OpenStoppedAsync(settings, stop);
        try
        {
            return folder.BackUp(to, keys);
        }
        catch (Exception failed) when (failed is ArchiveException or IOException or UnauthorizedAccessException)
        {
            throw new VerbException(failed.Message);
        }
    }
}
