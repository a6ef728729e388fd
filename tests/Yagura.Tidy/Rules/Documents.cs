using System.Text.RegularExpressions;

namespace Yagura.Tidy.Rules;

/// <summary>Documents tell the truth about paths: links lead somewhere, and what ARCHITECTURE.md names in backticks exists.</summary>
internal static partial class Documents
{
    public const int ArchitectureLinesMax = 250;

    public static IEnumerable<string> Check(Tree tree)
    {
        foreach (var (path, text) in tree.Files.Where(file => file.Key.EndsWith(".md", StringComparison.Ordinal)))
        {
            var folder = Path.GetDirectoryName(path)!.Replace('\\', '/');
            foreach (Match link in Link().Matches(text))
            {
                var target = link.Groups["to"].Value;
                if (!target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal) && !Exists(tree, Resolve(folder, target)))
                    yield return $"{path}: the link to {target} leads nowhere";
            }
        }

        if (!tree.Files.TryGetValue("ARCHITECTURE.md", out var map))
        {
            yield return "ARCHITECTURE.md is missing";
            yield break;
        }

        if (map.AsSpan().Count('\n') > ArchitectureLinesMax)
            yield return $"ARCHITECTURE.md has {map.AsSpan().Count('\n')} lines; a map has at most {ArchitectureLinesMax}";
        foreach (var named in NamedPath().Matches(map).Select(match => match.Groups["to"].Value).Distinct(StringComparer.Ordinal))
        {
            if (!Exists(tree, named.TrimEnd('/')))
                yield return $"ARCHITECTURE.md names {named}, which does not exist";
        }
    }

    private static bool Exists(Tree tree, string path) =>
        path.Length == 0 || tree.Files.Keys.Any(file => file == path || file.StartsWith(path + "/", StringComparison.Ordinal));

    private static string Resolve(string folder, string target)
    {
        var parts = new List<string>(folder.Split('/', StringSplitOptions.RemoveEmptyEntries));
        foreach (var part in target.Split('#')[0].Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == "..")
                parts.RemoveRange(Math.Max(0, parts.Count - 1), Math.Min(1, parts.Count));
            else if (part != ".")
                parts.Add(part);
        }

        return target.StartsWith('#') ? "" : string.Join('/', parts);
    }

    [GeneratedRegex(@"(?<!!)\[[^\]\n]+\]\((?<to>[^)\s]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"`(?<to>(?:src|tests|bench|docs|decoders|rules|contracts|\.ci)/[A-Za-z0-9_./-]*)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NamedPath();
}
