using System.CommandLine;
using Yagura.Archive.Seal;

namespace Yagura.Verbs;

/// <summary><c>yagura backup --out DIR</c>: all parts of a stopped server's folder, of one moment.</summary>
internal static class BackupVerb
{
    public static Command Create()
    {
        var target = new Option<string>("--out") { Description = "The folder to write; new or empty.", Required = true };
        var keys = new Option<bool>("--with-keys") { Description = "Copies the private keys too: who has the backup can then sign." };
        var config = SharedOptions.Config();
        var data = SharedOptions.Data();
        var verb = new Command("backup", "Copies spool, archive, pins and store of a stopped server, each file synced and read back. Keys stay unless asked for.") { target, keys, config, data };
        verb.SetAction(async (parsed, stop) =>
        {
            var settings = SharedOptions.Settings(parsed.GetValue(config), parsed.GetValue(data));
            using (var server = await FolderDoor.TryServerAsync(settings, stop))
            {
                if (server is not null)
                    throw new VerbException("the server runs on this folder; stop it first (its senders keep what is not acknowledged), or copy the archive alone, which may be copied at any time");
            }

            using var folder = await FolderDoor.OpenStoppedAsync(settings, stop);
            try
            {
                var to = Path.GetFullPath(parsed.GetValue(target)!);
                var outcome = folder.BackUp(to, parsed.GetValue(keys));
                await Console.Out.WriteLineAsync($"{outcome.Files} files, {outcome.Bytes} bytes in {to}{(parsed.GetValue(keys) ? "" : "; without the private keys")}{(settings.Postgres is null ? "" : "; PostgreSQL is not in it: use pg_dump while the server is stopped")}");
                return Exit.Right;
            }
            catch (Exception failed) when (failed is ArchiveException or IOException or UnauthorizedAccessException)
            {
                throw new VerbException(failed.Message);
            }
        });
        return verb;
    }
}
