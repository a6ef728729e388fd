using System.CommandLine;

namespace Yagura.Verbs;

/// <summary>Every verb of the executable, in the order in which help lists them. One file per verb.</summary>
internal static class AllVerbs
{
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
        ScrubVerb.Create(),
        RetentionVerb.Create(),
        ExportVerb.Create(),
        BackupVerb.Create(),
        DoctorVerb.Create(),
        ParseVerb.Create(),
        RulesVerb.Create(),
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
            foreach (var error in parsed.Errors)
                await Console.Error.WriteLineAsync("yagura: " + error.Message);
            await Console.Error.WriteLineAsync($"See: yagura help {(parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name)}".TrimEnd());
            return Exit.WrongUse;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (VerbException refused)
        {
            await Console.Error.WriteLineAsync("yagura: " + refused.Message);
            return Exit.WrongUse;
        }
    }
}
