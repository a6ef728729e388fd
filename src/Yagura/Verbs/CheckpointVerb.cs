using System.CommandLine;
using System.Text.Json;
using Yagura.Archive.Disk;
using Yagura.Archive.Seal;
using Yagura.Pipeline;
using Yagura.Settings;

namespace Yagura.Verbs;

/// <summary><c>yagura checkpoint</c>: signs the newest seal now and hands the copy to those outside.</summary>
internal static class CheckpointVerb
{
    public static Command Create()
    {
        var config = SharedOptions.Config();
        var data = SharedOptions.Data();
        var verb = new Command("checkpoint", "Signs the newest seal now and sends the checkpoint to the witnesses and addresses of the configuration. Exit code 1 when one of them did not take it.") { config, data };
        verb.SetAction(async (parsed, stop) =>
        {
            var settings = SharedOptions.Settings(parsed.GetValue(config), parsed.GetValue(data));
            var now = await WriteAsync(settings, stop) ?? throw new VerbException("nothing was sealed yet; a seal is written every five minutes and at a stop");
            await Console.Out.WriteLineAsync($"checkpoint for seal {now.Seal}:{now.Hash}, origin {now.Origin}");
            foreach (var trouble in now.Troubles)
                await Console.Error.WriteLineAsync("yagura: " + Web.Guard.OutsideText.Show(trouble));
            return now.Troubles.Count == 0 ? Exit.Right : Exit.CheckFailed;
        });
        return verb;
    }

    private static async Task<CheckpointNow?> WriteAsync(YaguraSettings settings, CancellationToken stop)
    {
        using var server = await FolderDoor.TryServerAsync(settings, stop);
        if (server is null)
        {
            using var folder = await FolderDoor.OpenStoppedAsync(settings, stop);
            try
            {
                return await folder.CheckpointAsync(stop);
            }
            catch (Exception failed) when (failed is ArchiveException or DiskException)
            {
                throw new VerbException(failed.Message);
            }
        }

        CheckpointNow? now = null;
        await foreach (var line in server.LinesAsync(HttpMethod.Post, "/checkpoint", stop))
            now = JsonSerializer.Deserialize<CheckpointNow>(line, JsonSerializerOptions.Web);
        return now;
    }
}
