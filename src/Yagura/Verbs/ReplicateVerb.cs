using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using Yagura.Archive.Disk;
using Yagura.Archive.Replicate;
using Yagura.Archive.Seal;
using Yagura.Outside;
using Yagura.Settings;
using Yagura.Web.Guard;

namespace Yagura.Verbs;

/// <summary><c>yagura replicate SOURCE FOLDER</c>: keeps a second copy of an archive, here or from another host, by pulling sealed files and verifying each.</summary>
internal static class ReplicateVerb
{
    private const string SourceForm = "a folder, or ssh://[user@]host[:port]/folder";

    public static Command Create()
    {
        var source = new Argument<string>("SOURCE") { Description = $"The archive or data folder that is followed: {SourceForm}." };
        var folder = new Argument<string>("FOLDER") { Description = "Where the copy stands: FOLDER/archive." };
        var trust = new Option<string[]>("--trust") { Description = "Fingerprint of a key that may sign, as the report prints it: for the first pull, and after a lost key." };
        var every = new Option<string?>("--every") { Description = $"Goes on and pulls again after each span ({Durations.Allowed}); once without it." };
        var ssh = new Option<string?>("--ssh-config") { Description = "Configuration file of ssh, instead of its own." };
        var json = SharedOptions.Json();
        var verb = new Command("replicate", "Keeps a second copy of an archive equal by pulling what is sealed and verifying each file before it gets its name. Refuses what does not extend the copy: exit code 1.") { source, folder, trust, every, ssh, json };
        verb.SetAction(async (parsed, stop) =>
        {
            var pull = new ReplicaPull(parsed.GetValue(source)!, Path.GetFullPath(parsed.GetValue(folder)!), parsed.GetValue(trust) ?? [], parsed.GetValue(ssh));
            var pause = parsed.GetValue(every) is not { } text ? (TimeSpan?)null : Durations.Read(text)?.Length ?? throw new VerbException($"--every {text} is not allowed; allowed: {Durations.Allowed}");
            Directory.CreateDirectory(pull.Folder);
            using var held = Take(pull.Folder);
            while (true)
            {
                var code = await OnceAsync(pull, parsed.GetValue(json), repeats: pause is not null, stop);
                if (pause is not { } span || code == Exit.CheckFailed)
                    return code;
                await Task.Delay(span, TimeProvider.System, stop);
            }
        });
        return verb;
    }

    private static FolderLock Take(string folder)
    {
        try
        {
            return FolderLock.Take(folder);
        }
        catch (IOException busy)
        {
            throw new VerbException(busy.Message);
        }
    }

    private static async Task<int> OnceAsync(ReplicaPull pull, bool json, bool repeats, CancellationToken stop)
    {
        try
        {
            var outcome = json || Console.IsErrorRedirected ? pull.Run(_ => { }, stop) : WithBar(pull, stop);
            await Console.Out.WriteLineAsync(json ? Json(outcome) : Text(outcome));
            return Exit.Right;
        }
        catch (ArchiveException refused)
        {
            await Console.Error.WriteLineAsync("yagura: " + OutsideText.Show(refused.Message));
            return Exit.CheckFailed;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            // Not reachable now: who goes on tries again.
            if (!repeats)
                throw new VerbException(OutsideText.Show(failed.Message) + "; what was pulled is kept, run the same again");
            await Console.Error.WriteLineAsync("yagura: " + OutsideText.Show(failed.Message));
            return Exit.WrongUse;
        }
    }

    private static ReplicaOutcome WithBar(ReplicaPull pull, CancellationToken stop)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Progress().AutoClear(enabled: true).Start(bars =>
        {
            var bar = bars.AddTask("replicate", maxValue: 1);
            return pull.Run(progress => bar.Value = progress.Of == 0 ? 1 : (double)progress.Done / progress.Of, stop);
        });
    }

    private static string Text(ReplicaOutcome outcome) =>
        $"{outcome.Seals} seals, {outcome.Bytes} bytes pulled and verified, {outcome.Deleted} deleted as at the source; node {outcome.Node}, origin {outcome.Origin}\n"
        + $"held here: {outcome.Head.Index}:{outcome.Head.Hash}\n"
        + (outcome.Checkpoint is { } checkpoint ? $"newest checkpoint held here: {checkpoint.Content.SealIndex}:{checkpoint.Content.SealHash}" : "no checkpoint is held here yet");

    private static string Json(ReplicaOutcome outcome) => JsonSerializer.Serialize(new
    {
        seals = outcome.Seals,
        bytes = outcome.Bytes,
        deleted = outcome.Deleted,
        node = outcome.Node,
        origin = outcome.Origin,
        head = new { index = outcome.Head.Index, hash = outcome.Head.Hash },
        checkpoint = outcome.Checkpoint is { } checkpoint ? new { index = checkpoint.Content.SealIndex, hash = checkpoint.Content.SealHash } : null,
    });
}
