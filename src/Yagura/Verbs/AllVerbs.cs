using System.CommandLine.Parsing;
using System.CommandLine;

namespace Yagura.Verbs;

/// <summary>Every verb of the executable, in the order in which help lists them. One file per verb.</summary>
internal static class AllVerbs
{
    // A stop in good order drains, syncs, seals and closes (CUSTODY 3); the library's own 2 seconds would end it half-way on a busy machine.
    private static readonly TimeSpan StopTimeMax = TimeSpan.FromMinutes(1);

    /// <summary>The command line as a whole.</summary>
    public static RootCommand Create()
    {
        var root = new RootCommand("Yagura: takes in every security log, proves what was kept, shows what was lost, finds attacks and runs each incident against the contract's clocks.");
        foreach (var verb in Verbs())
            root.Subcommands.Add(verb);
        return root;
    }

    private static IEnumerable<Command> Verbs() =>
    [
        DemoVerb.Create(),
        ServeVerb.Create(),
        ImportVerb.Create(),
        SearchVerb.Create(),
        VerifyVerb.Create(),
        CheckpointVerb.Create(),
        KeyVerb.Create(),
        ScrubVerb.Create(),
        RetentionVerb.Create(),
        ExportVerb.Create(),
        BackupVerb.Create(),
        ReplicateVerb.Create(),
        DoctorVerb.Create(),
        ParseVerb.Create(),
        DecodersVerb.Create(),
        RulesVerb.Create(),
        IndicatorsVerb.Create(),
        AdminVerb.Create(),
        JournalVerb.Create(),
        EvaluateVerb.Create(),
        ContractVerb.Create(),
        SimulateVerb.Create(),
    ];

    /// <summary>Runs a command line; the exit code is one of <see cref="Exit"/>.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var root = Create();
        string[] line = arguments switch
        {
            [] or ["help"] => ["--help"],
            ["help", .. var verb] => [.. verb, "--help"],
            _ => arguments,
        };
        var parsed = root.Parse(line);
        if (parsed.Errors.Count > 0)
        {
            await Console.Error.WriteLineAsync(Advice(parsed));
            return Exit.WrongUse;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = StopTimeMax });
        }
        catch (Archive.Disk.DiskException disk)
        {
            await Console.Error.WriteLineAsync($"yagura: {Web.Guard.OutsideText.Show(disk.Message)}; look at the disk, and at who may read and write there");
            return Exit.WrongUse;
        }
        catch (VerbException refused)
        {
            await Console.Error.WriteLineAsync("yagura: " + refused.Message);
            return Exit.WrongUse;
        }
    }

    /// <summary>What is wrong with a command line, and where to read what is allowed.</summary>
    internal static string Advice(ParseResult parsed)
    {
        // From the verb up to the root, which has no name of its own here.
        var path = new Stack<string>();
        for (SymbolResult? at = parsed.CommandResult; at is CommandResult { Command: not RootCommand and var verb }; at = at.Parent)
            path.Push(verb.Name);
        var help = string.Join(' ', ["yagura", "help", .. path]);
        if (parsed.UnmatchedTokens is [var unknown, ..] && parsed.CommandResult.Command.Subcommands.Count > 0)
            return $"yagura: there is no verb {string.Join(' ', [.. path, unknown])}; see: {help}";
        if (parsed.CommandResult.Command is { Subcommands: { Count: > 0 } parts })
            return $"yagura: {string.Join(' ', path)} needs one of: {string.Join(", ", parts.Select(part => part.Name))}; see: {help}";
        return string.Join('\n', [.. parsed.Errors.Select(error => "yagura: " + error.Message), "See: " + help]);
    }
}
