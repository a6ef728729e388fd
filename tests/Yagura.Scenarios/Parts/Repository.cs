namespace Yagura.Scenarios.Parts;

/// <summary>The repository that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        if (Environment.GetEnvironmentVariable("YAGURA_ROOT") is { Length: > 0 } named)
            return named;
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Yagura.slnx")))
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("the tests run outside of the repository");
        return folder;
    }
}
