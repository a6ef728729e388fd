using System.CommandLine;
using System.Text.Json;
using Yagura.Archive.Seal;
using Yagura.Pipeline;
using Yagura.Settings;
using Yagura.Web.Guard;

namespace Yagura.Verbs;

/// <summary><c>yagura key rotate|revoke</c>: hands over to another signing key, or goes on after one was lost.</summary>
internal static class KeyVerb
{
    public static Command Create() => new("key", "Hands over to another signing key, or goes on after one was lost.") { Rotate(), Revoke() };

    private static Command Rotate()
    {
        var config = SharedOptions.Config();
        var data = SharedOptions.Data();
        var verb = new Command("rotate", "Signs a checkpoint with the old key and the new one; from then on the new one signs. With a configured signer it hands over to that.") { config, data };
        verb.SetAction((parsed, stop) => RunAsync(SharedOptions.Settings(parsed.GetValue(config), parsed.GetValue(data)), new KeyChange(Lost: null), stop));
        return verb;
    }

    private static Command Revoke()
    {
        var reason = new Option<string>("--reason") { Description = "What happened to the old key, for the journal.", Required = true };
        var config = SharedOptions.Config();
        var data = SharedOptions.Data();
        var verb = new Command("revoke", "Records that the signing key is lost or known to others, and goes on with a new one. Who verifies must be told the new fingerprint.") { reason, config, data };
        verb.SetAction((parsed, stop) => RunAsync(SharedOptions.Settings(parsed.GetValue(config), parsed.GetValue(data)), new KeyChange(parsed.GetValue(reason)), stop));
        return verb;
    }

    private static async Task<int> RunAsync(YaguraSettings settings, KeyChange change, CancellationToken stop)
    {
        var now = await ChangeAsync(settings, change, stop) ?? throw new VerbException("nothing was sealed yet; a key signs the first checkpoint within an hour");
        await Console.Out.WriteLineAsync($"{now.Keys[^1]} signs from seal {now.Seal}:{now.Hash} on{(now.Keys.Count > 1 ? $"; {now.Keys[0]} handed over" : "; nobody handed over: give its fingerprint to everybody who verifies (openssl pkey -pubin -outform DER | sha256sum)")}");
        foreach (var trouble in now.Troubles)
            await Console.Error.WriteLineAsync("yagura: " + OutsideText.Show(trouble));
        return now.Troubles.Count == 0 ? Exit.Right : Exit.CheckFailed;
    }

    private static async Task<CheckpointNow?> ChangeAsync(YaguraSettings settings, KeyChange change, CancellationToken stop)
    {
        using var server = await FolderDoor.TryServerAsync(settings, stop);
        if (server is null)
        {
            using var folder = await FolderDoor.OpenStoppedAsync(settings, stop);
            try
            {
                return await folder.KeyAsync(change, stop);
            }
            catch (Exception failed) when (failed is ArchiveException or IOException)
            {
                throw new VerbException(failed.Message);
            }
        }

        CheckpointNow? now = null;
        await foreach (var line in server.LinesAsync(HttpMethod.Post, "/key" + (change.Lost is { } reason ? "?lost=" + Uri.EscapeDataString(reason) : ""), stop))
            now = JsonSerializer.Deserialize<CheckpointNow>(line, JsonSerializerOptions.Web);
        return now;
    }
}
