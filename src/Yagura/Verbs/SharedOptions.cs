using System.CommandLine;
using Yagura.Settings;

namespace Yagura.Verbs;

/// <summary>Options that several verbs have, so that they mean the same everywhere.</summary>
internal static class SharedOptions
{
    public static Option<string?> Config() => new("--config") { Description = "Configuration file; see docs/configuration.md. Defaults without it." };

    public static Option<string?> Data() => new("--data") { Description = "Data folder, instead of the configuration's." };

    public static Option<bool> Json() => new("--json") { Description = "Prints JSON for programs." };

    /// <summary>The settings of a verb; a fault ends the verb with every fault on a line of its own.</summary>
    public static YaguraSettings Settings(string? config, string? data)
    {
        var settings = new YaguraSettings();
        if (config is not null)
        {
            if (!File.Exists(config))
                throw new VerbException($"the configuration {config} does not exist; write one (docs/configuration.md) or leave --config away for the defaults");
            var (read, faults) = SettingsReader.Read(config, File.ReadAllText(config));
            settings = read ?? throw new VerbException($"the configuration is refused:\n{string.Join('\n', faults)}");
        }

        return data is null ? settings : settings with { Data = Path.GetFullPath(data) };
    }
}
