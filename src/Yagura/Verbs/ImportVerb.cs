using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using Yagura.Control;
using Yagura.Events;
using Yagura.Importing;
using Yagura.Intake.Files;
using Yagura.Settings;

namespace Yagura.Verbs;

/// <summary><c>yagura import FILE… --source NAME [--gap ENTRY]</c>: old logs, or logs sent again, on the path of the network, in a lane of their own.</summary>
internal static class ImportVerb
{
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "Files of lines, plain or gzip.", Arity = ArgumentArity.OneOrMore };
        var source = new Option<string>("--source") { Description = "Source that the records count for.", Required = true };
        var gap = new Option<string?>("--gap") { Description = "The source sent these lines again: number of the log.gap entry that they repair. Without it they are old logs." };
        var config = SharedOptions.Config();
        var data = SharedOptions.Data();
        var verb = new Command("import", "Stores the lines of files, through the running server or on the folder of a stopped one, and seals them. A second run goes on where the first stopped.") { files, source, gap, config, data };
        verb.SetAction(async (parsed, stop) =>
        {
            var origins = Origins(parsed.GetValue(files)!, parsed.GetValue(source)!, parsed.GetValue(gap));
            var settings = SharedOptions.Settings(parsed.GetValue(config), parsed.GetValue(data));
            await RunAsync(settings, origins, stop);
            return Exit.Right;
        });
        return verb;
    }

    private static List<FileOrigin> Origins(string[] files, string source, string? gap)
    {
        if (gap is not null && !gap.All(char.IsAsciiDigit))
            throw new VerbException($"--gap {gap} is not allowed; allowed: the number of a log.gap entry, as `yagura journal` and the page of the source show it");
        if (!Identifier.IsValid(source))
            throw new VerbException($"--source {source} is not allowed; allowed: {Identifier.Allowed}");
        var missing = files.FirstOrDefault(file => !File.Exists(file));
        if (missing is not null)
            throw new VerbException(Directory.Exists(missing) ? $"{missing} is a folder; name files" : $"the file {missing} does not exist");
        var paths = files.Select(Path.GetFullPath).ToList();
        return paths.Distinct(StringComparer.Ordinal).Count() == paths.Count
            ? [.. paths.Select(path => new FileOrigin(path, source) { Gap = gap })]
            : throw new VerbException("a file is named twice; name each once");
    }

    private static async Task RunAsync(YaguraSettings settings, List<FileOrigin> files, CancellationToken stop)
    {
        if (settings.Sources.All(registered => registered.Id != files[0].Source))
            await Console.Error.WriteLineAsync($"note: the source {files[0].Source} is not in the configuration; it is stored under this name all the same");
        var progress = new Dictionary<string, ImportProgress>(StringComparer.Ordinal);
        try
        {
            await WithBarsAsync(files, async bar =>
            {
                using var server = await FolderDoor.TryServerAsync(settings, stop);
                Task Told(FileOrigin file, ImportProgress now)
                {
                    progress[file.Path] = now;
                    bar(file, now);
                    return Task.CompletedTask;
                }

                if (server is not null)
                {
                    foreach (var file in files)
                        await ThroughServerAsync(server, file, Told, stop);
                    return;
                }

                using var folder = await FolderDoor.OpenStoppedAsync(settings, stop);
                await folder.ImportAsync(files, Told, stop);
            });
        }
        catch (Exception failed) when (failed is ImportException or IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new VerbException(failed.Message);
        }
        catch (OperationCanceledException)
        {
            throw new VerbException("stopped; run the same import again to go on where it stopped");
        }
        finally
        {
            foreach (var file in files.Where(file => progress.ContainsKey(file.Path)))
                await Console.Out.WriteLineAsync(Sentence(file, progress[file.Path]));
        }
    }

    private static async Task ThroughServerAsync(ControlClient server, FileOrigin file, Func<FileOrigin, ImportProgress, Task> told, CancellationToken stop)
    {
        var address = $"/import?path={Uri.EscapeDataString(file.Path)}&source={Uri.EscapeDataString(file.Source)}{(file.Gap is null ? "" : $"&gap={file.Gap}")}";
        await foreach (var line in server.LinesAsync(HttpMethod.Post, address, stop))
            await told(file, JsonSerializer.Deserialize<ImportProgress>(line, JsonSerializerOptions.Web)!);
    }

    private static async Task WithBarsAsync(List<FileOrigin> files, Func<Action<FileOrigin, ImportProgress>, Task> work)
    {
        if (Console.IsErrorRedirected)
        {
            await work((_, _) => { });
            return;
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        await console.Progress().AutoClear(enabled: true).StartAsync(async bars =>
        {
            var tasks = files.ToDictionary(file => file.Path, file => bars.AddTask(Markup.Escape(Path.GetFileName(file.Path)), maxValue: 1), StringComparer.Ordinal);
            await work((file, now) => tasks[file.Path].Value = now.Bytes == 0 ? 1 : (double)now.Position / now.Bytes);
        });
    }

    private static string Sentence(FileOrigin file, ImportProgress end)
    {
        var name = Web.Guard.OutsideText.Show(file.Path);
        var before = end.Before > 0 ? $" ({end.Before} stood there from an earlier run; went on behind them)" : "";
        var replaced = end.Replaced ? " (another file of this name was imported before; began at its beginning)" : "";
        return $"{name}: {end.Lines - end.Before} lines stored for {file.Source}{before}{replaced}";
    }
}
