using System.CommandLine;
using System.Text.Json;
using Yagura.Archive.Chain;
using Yagura.Archive.Disk;
using Yagura.Archive.Seal;
using Yagura.Evaluating;
using Yagura.Operations.Store;
using Yagura.Pipeline;
using Yagura.ServiceLevel.Journal;
using Yagura.Settings;

namespace Yagura.Verbs;

/// <summary><c>yagura journal export|import|verify</c>: the append-only journal as NDJSON, and whether its hashes recompute.</summary>
internal static class JournalVerb
{
    public static Command Create() => new("journal", "Exports and imports the journal, or recomputes its hashes.") { Export(), Import(), Verify() };

    private static Command Export()
    {
        var config = SharedOptions.Config();
        var data = SharedOptions.Data();
        var file = new Option<string?>("--out") { Description = "File to write; standard output without it." };
        var verb = new Command("export", "Writes the whole journal, one entry a line, each with its hash.") { config, data, file };
        verb.SetAction(async (parsed, cancel) =>
        {
            using var store = await OpenAsync(SharedOptions.Settings(parsed.GetValue(config), parsed.GetValue(data)), cancel);
            await using var destination = parsed.GetValue(file) is { } path ? NewFile(path) : Console.OpenStandardOutput();
            var written = await new JournalStore(store).ExportAsync(destination, cancel);
            await Console.Error.WriteLineAsync($"{written} entries");
            return Exit.Right;
        });
        return verb;
    }

    private static Command Import()
    {
        var config = SharedOptions.Config();
        var data = SharedOptions.Data();
        var file = new Argument<string>("FILE") { Description = "An export whose lines carry their hashes." };
        var verb = new Command("import", "Puts an exported journal into an empty store: the exact lines and hashes, or nothing.") { file, config, data };
        verb.SetAction(async (parsed, cancel) =>
        {
            var path = parsed.GetValue(file)!;
            var text = JournalFile.Read(path, []);
            foreach (var fault in text.Faults)
                await Console.Error.WriteLineAsync(fault.Print("en"));
            if (text.Chain != ChainState.Verified || text.Faults.Any(fault => fault.LeftOut))
            {
                await Console.Error.WriteLineAsync($"yagura: {path} is refused, nothing was imported: {(text.Chain == ChainState.NotVerified ? "its lines carry no hashes; export it with 'yagura journal export'" : "its chain is broken or a line cannot be read")}");
                return Exit.CheckFailed;
            }

            await Console.Error.WriteLineAsync($"{await ImportAsync(SharedOptions.Settings(parsed.GetValue(config), parsed.GetValue(data)), path, cancel)} entries");
            return Exit.Right;
        });
        return verb;
    }

    private static async Task<long> ImportAsync(YaguraSettings settings, string path, CancellationToken cancel)
    {
        var folder = settings.Resolve(settings.Data);
        Directory.CreateDirectory(folder);
        try
        {
            using var held = FolderLock.Take(folder);
            using var store = settings.Postgres is { } connection
                ? await OperationsStore.OpenPostgresAsync(connection, TimeProvider.System, cancel)
                : await OperationsStore.OpenSqliteAsync(Path.Combine(folder, "yagura.db"), TimeProvider.System, cancel);
            return await new JournalImport(store).RunAsync(File.ReadLines(path), cancel);
        }
        catch (RefusedException refused)
        {
            throw new VerbException($"{path} is refused, nothing was imported: {refused.Text.En}");
        }
        catch (FolderBusyException busy)
        {
            throw new VerbException($"{busy.Message}; stop it first");
        }
    }

    private static Command Verify()
    {
        var config = SharedOptions.Config();
        var data = SharedOptions.Data();
        var json = SharedOptions.Json();
        var pin = new Option<string[]>("--pin") { Description = "NUMBER:HASH that somebody outside holds, for example from a checkpoint." };
        var file = new Argument<string?>("FILE") { Description = "An export; the data folder's journal without it.", Arity = ArgumentArity.ZeroOrOne };
        var verb = new Command("verify", "Recomputes every hash of the journal. A chain recomputed as a whole is found only against a pin.") { file, pin, config, data, json };
        verb.SetAction(async (parsed, cancel) =>
        {
            var pins = (parsed.GetValue(pin) ?? []).Select(ReadPin).ToList();
            var check = parsed.GetValue(file) is { } path
                ? OfExport(path, pins)
                : await OfStoreAsync(SharedOptions.Settings(parsed.GetValue(config), parsed.GetValue(data)), pins, cancel);
            await PrintAsync(check, parsed.GetValue(json));
            return check.Holds ? Exit.Right : Exit.CheckFailed;
        });
        return verb;
    }

    /// <summary>Opens the store of a data folder that exists; verbs that read make nothing.</summary>
    public static async Task<OperationsStore> OpenAsync(YaguraSettings settings, CancellationToken cancel)
    {
        if (settings.Postgres is { } connection)
            return await OperationsStore.OpenPostgresAsync(connection, TimeProvider.System, cancel);
        var path = Path.Combine(settings.Resolve(settings.Data), "yagura.db");
        return File.Exists(path)
            ? await OperationsStore.OpenSqliteAsync(path, TimeProvider.System, cancel)
            : throw new VerbException($"there is no journal at {path}; name the data folder with --data or --config");
    }

    private static async Task<JournalVerification> OfStoreAsync(YaguraSettings settings, List<JournalPin> pins, CancellationToken cancel)
    {
        var folder = new DataFolder(settings.Resolve(settings.Data));
        if (settings.Postgres is null && File.Exists(folder.Store + OperationsStore.DoubtEnding))
            return await OfDoubtAsync(folder, pins, cancel);
        using var store = await OpenAsync(settings, cancel);
        return await new JournalStore(store).VerifyAsync(pins, cancel);
    }

    /// <summary>A store under which the disk failed: verified against the newest checkpoint too, then written anew, so that it may be used again.</summary>
    private static async Task<JournalVerification> OfDoubtAsync(DataFolder folder, List<JournalPin> pins, CancellationToken cancel)
    {
        try
        {
            using var held = FolderLock.Take(folder.Root);
            if (new Checkpoints(new LinuxDisk(), folder.Archive).Newest()?.Content is { Journal.Number: > 0 } signed)
                pins.Add(new JournalPin(signed.Journal.Number, signed.Journal.Hash, $"the checkpoint of seal {signed.SealIndex}"));
            using var store = await OperationsStore.OpenSqliteInDoubtAsync(folder.Store, TimeProvider.System, cancel);
            var check = await new JournalStore(store).VerifyAsync(pins, cancel);
            if (check.Holds)
                store.Renew();
            return check;
        }
        catch (Exception failed) when (failed is IOException or StoreException or ArchiveException)
        {
            throw new VerbException(failed.Message);
        }
    }

    private static JournalVerification OfExport(string path, List<JournalPin> pins)
    {
        var text = JournalFile.Read(path, pins);
        var faults = text.Faults.Select(fault => fault.Print("en")).Take(JournalVerification.FaultsMax).ToList();
        if (text.Chain == ChainState.NotVerified)
            faults.Add($"{path}: the lines carry no hashes; only an export with hashes can be verified");
        return new JournalVerification(text.Entries.Count, text.Entries.Count > 0 ? text.Entries[^1].Number : 0, text.Hash ?? JournalHash.Genesis, faults, text.Pin);
    }

    private static FileStream NewFile(string path) => File.Exists(path)
        ? throw new VerbException($"{path} exists; name a new file, an export overwrites nothing")
        : File.Create(path);

    /// <summary>A pin as typed.</summary>
    public static JournalPin ReadPin(string text) =>
        JournalPin.Parse(text, "--pin") ?? throw new VerbException($"--pin {text} is not allowed; allowed: NUMBER:HASH with 64 hex digits");

    private static async Task PrintAsync(JournalVerification check, bool json)
    {
        if (json)
        {
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(new
            {
                entries = check.Entries,
                number = check.Number,
                hash = check.Hash,
                verified = check.Holds,
                faults = check.Faults,
                pin = check.NewestPin is { } used ? new { number = used.Number, hash = used.Hash } : null,
            }));
            return;
        }

        foreach (var fault in check.Faults)
            await Console.Out.WriteLineAsync(fault);
        await Console.Out.WriteLineAsync($"{check.Entries} entries, newest {check.Number} {check.Hash}");
        await Console.Out.WriteLineAsync(check.NewestPin is { } pin ? $"compared with {pin.Name} {pin.Number}:{pin.Hash}" : "newest pin used: none; a chain that was recomputed as a whole would not show");
        await Console.Out.WriteLineAsync(check.Holds ? "every hash recomputes" : "THE JOURNAL DOES NOT HOLD");
    }
}
