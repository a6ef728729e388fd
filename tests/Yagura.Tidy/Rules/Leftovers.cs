using System.Text.RegularExpressions;

namespace Yagura.Tidy.Rules;

/// <summary>What never belongs in the repository: build products, registry addresses, paths of somebody's machine.</summary>
internal static partial class Leftovers
{
    private static readonly string[] ProductFolders = ["bin", "obj", "node_modules", "wwwroot", "TestResults", "out"];

    public static IEnumerable<string> Check(Tree tree)
    {
        foreach (var (path, text) in tree.Files)
        {
            if (path.Split('/')[..^1].Any(folder => ProductFolders.Contains(folder)))
                yield return $"{path}: a build product is tracked";
            if (path.EndsWith("package-lock.json", StringComparison.Ordinal) && text.Contains("\"resolved\": \"http", StringComparison.Ordinal))
                yield return $"{path}: names a registry; .npmrc has omit-lockfile-registry-resolved=true";
            if (MachinePath().Match(text) is { Success: true } machine && path != "tests/Yagura.Tidy/Rules/Leftovers.cs")
                yield return $"{path}: {machine.Value} is a path of one machine";
        }
    }

    [GeneratedRegex(@"(?<![\w.])/(work/(main|wt|shared)|home/[a-z]+/|Users/)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MachinePath();
}
