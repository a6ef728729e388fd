using System.Diagnostics;

namespace Yagura.Tidy;

/// <summary>The repository as the rules see it: every tracked or addable file with its text.</summary>
internal sealed class Tree(IReadOnlyDictionary<string, string> files)
{
    private static readonly string[] TextEndings =
        [".cs", ".csproj", ".props", ".slnx", ".json", ".md", ".yaml", ".yml", ".razor", ".js", ".css", ".txt", ".sh", ".config", ".npmrc", ".editorconfig", ".gitignore"];

    /// <summary>Text by path, with forward slashes, relative to the root.</summary>
    public IReadOnlyDictionary<string, string> Files { get; } = files;

    public IEnumerable<KeyValuePair<string, string>> CSharp(string under) =>
        Files.Where(file => file.Key.StartsWith(under, StringComparison.Ordinal) && file.Key.EndsWith(".cs", StringComparison.Ordinal) && !IsGenerated(file.Key));

    /// <summary>Migrations are written by a tool; their size and names are its own.</summary>
    public static bool IsGenerated(string path) => path.Contains("/Migrations/", StringComparison.Ordinal);

    public static Tree OfRepository()
    {
        var root = FindRoot();
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in Git(root, "ls-files -co --exclude-standard").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var full = Path.Combine(root, path);
            if (File.Exists(full))
                files[path] = TextEndings.Any(ending => path.EndsWith(ending, StringComparison.Ordinal)) || !Path.GetFileName(path).Contains('.') ? File.ReadAllText(full) : "";
        }

        return new Tree(files);
    }

    public static Tree Of(params (string Path, string Text)[] files) => new(files.ToDictionary(file => file.Path, file => file.Text, StringComparer.Ordinal));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Yagura.slnx")))
                return folder.FullName;
        }

        throw new InvalidOperationException("no Yagura.slnx above " + AppContext.BaseDirectory);
    }

    private static string Git(string root, string arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = root, RedirectStandardOutput = true, UseShellExecute = false })!;
        var text = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        return git.ExitCode == 0 ? text : throw new InvalidOperationException("git " + arguments + " failed");
    }
}
