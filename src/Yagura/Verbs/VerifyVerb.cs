using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using Yagura.Archive.Chain;
using Yagura.Archive.Disk;
using Yagura.Archive.Verify;
using Yagura.Web.Guard;

namespace Yagura.Verbs;

/// <summary><c>yagura verify ARCHIVE</c>: whether sealed evidence is what was sealed; names file, records and minute of each fault.</summary>
internal static class VerifyVerb
{
    public static Command Create()
    {
        var archive = new Argument<string>("ARCHIVE") { Description = "The archive's folder (data/archive, or a copy of it)." };
        var checkpoint = new Option<string[]>("--checkpoint") { Description = "A checkpoint file that somebody outside kept." };
        var pin = new Option<string[]>("--pin") { Description = "INDEX:HASH of a seal that somebody outside kept." };
        var trust = new Option<string[]>("--trust") { Description = "Fingerprint of a key that may sign, as the report prints it." };
        var quick = new Option<bool>("--quick") { Description = "Hashes, chain and signatures only; evidence is not unpacked." };
        var json = SharedOptions.Json();
        var verb = new Command("verify", "Checks an archive: hashes, chain, signatures, deletions, pins. Exit code 1 when anything is wrong.") { archive, checkpoint, pin, trust, quick, json };
        verb.SetAction(async (parsed, _) =>
        {
            var folder = Folder(parsed.GetValue(archive)!);
            var options = new VerifyOptions
            {
                Archive = folder,
                Checkpoints = [.. (parsed.GetValue(checkpoint) ?? []).Select(path => File.Exists(path) ? (path, File.ReadAllBytes(path)) : throw new VerbException($"the checkpoint {path} does not exist"))],
                Pins = [.. (parsed.GetValue(pin) ?? []).Select(text => Pin.TryParse(text) ?? throw new VerbException($"--pin {text} is not allowed; allowed: INDEX:HASH with 64 hex digits"))],
                TrustedFingerprints = parsed.GetValue(trust) ?? [],
                Quick = parsed.GetValue(quick),
                Parallel = Environment.ProcessorCount,
            };
            var wantsJson = parsed.GetValue(json);
            var result = wantsJson || Console.IsErrorRedirected ? Verifier.Run(new LinuxDisk(), options, _ => { }) : WithBar(options);
            await Console.Out.WriteAsync(wantsJson ? Json(result) : Text(result));
            return result.Ok ? Exit.Right : Exit.CheckFailed;
        });
        return verb;
    }

    /// <summary>A data folder is taken for its archive.</summary>
    public static string Folder(string path)
    {
        var full = Path.GetFullPath(path);
        if (!Directory.Exists(full))
            throw new VerbException($"the folder {path} does not exist");
        var inside = Path.Combine(full, "archive");
        return Directory.Exists(inside) ? inside : full;
    }

    private static VerifyResult WithBar(VerifyOptions options)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Progress().AutoClear(enabled: true).Start(bars =>
        {
            var bar = bars.AddTask("verify", maxValue: 1);
            return Verifier.Run(new LinuxDisk(), options, progress => bar.Value = progress.Of == 0 ? 1 : (double)progress.Done / progress.Of);
        });
    }

    private static string Text(VerifyResult result)
    {
        var text = new StringWriter();
        foreach (var fault in result.Faults)
            text.WriteLine(Line(fault));
        text.WriteLine($"{result.Seals} seals, {result.Records} records, {result.UnpackedBytes} bytes unpacked, {result.Deleted} deleted by record; origin {result.Origin ?? "none"}");
        if (result.Newest is { } newest)
            text.WriteLine($"newest seal {newest.Index}:{newest.Hash}");
        text.WriteLine($"signed up to seal {result.CheckpointedTo?.ToString() ?? "none"}{(result.Fingerprints.Count > 0 ? " by " + string.Join(", ", result.Fingerprints) : "")}");
        text.WriteLine(result.NewestPin is { } pin ? $"newest pin used: {pin.Index}:{pin.Hash}" : "newest pin used: none; a chain that was rewritten with the key would not show");
        if (result.UnpinnedSince is { } since)
            text.WriteLine($"pinned by nobody since {since}");
        foreach (var notice in result.Notices)
            text.WriteLine("note: " + OutsideText.Show(notice));
        text.WriteLine(result.Ok ? $"the archive holds{(result.Unvouched > 0 ? $", but for {result.Unvouched} deletions that no seal vouches for yet: verify it again after the next seal" : "")}" : $"THE ARCHIVE DOES NOT HOLD: {result.Faults.Count} faults");
        return text.ToString();
    }

    internal static string Line(VerifyFault fault)
    {
        var records = fault.First is null ? "" : $" records {fault.First} to {fault.Last}";
        var times = fault.From is null ? "" : $" {fault.From} to {fault.To}";
        // The names in an archive are text from outside: whoever made it may be whom the check is about.
        return OutsideText.Show($"{fault.File}:{records}{times} {fault.Kind}: {fault.What}");
    }

    private static string Json(VerifyResult result) => JsonSerializer.Serialize(new
    {
        ok = result.Ok,
        origin = result.Origin,
        seals = result.Seals,
        newest = Of(result.Newest),
        records = result.Records,
        deleted = result.Deleted,
        unvouched = result.Unvouched,
        unpackedBytes = result.UnpackedBytes,
        checkpointedTo = result.CheckpointedTo,
        fingerprints = result.Fingerprints,
        newestPin = Of(result.NewestPin),
        unpinnedSince = result.UnpinnedSince?.ToString(),
        notices = result.Notices,
        faults = result.Faults.Select(fault => new { kind = fault.Kind, file = fault.File, seal = fault.Seal, first = fault.First, last = fault.Last, from = fault.From?.ToString(), to = fault.To?.ToString(), what = fault.What }),
    }) + "\n";

    private static object? Of(Pin? pin) => pin is null ? null : new { index = pin.Index, hash = pin.Hash };
}
