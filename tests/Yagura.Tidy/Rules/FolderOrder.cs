using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Yagura.Tidy.Rules;

/// <summary>Folders inside a room use each other in one direction only. The folders are discovered, so a new one cannot escape.</summary>
internal static class FolderOrder
{
    public static IEnumerable<string> Check(Tree tree)
    {
        var uses = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        foreach (var (path, text) in tree.CSharp("src/"))
        {
            var parts = path.Split('/');
            var project = parts[1];
            var file = (CompilationUnitSyntax)CSharpSyntaxTree.ParseText(text).GetRoot();
            var expected = string.Join('.', parts[1..^1]);
            foreach (var space in file.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>())
            {
                if (space.Name.ToString() != expected)
                    yield return $"{path}: namespace {space.Name} should follow the folder: {expected}";
            }

            if (parts.Length < 4)
                continue;
            var folder = project + "." + parts[2];
            foreach (var used in file.Usings.Select(@using => FolderOf(@using.Name?.ToString() ?? "", project)).OfType<string>().Where(used => used != folder))
                (uses.TryGetValue(folder, out var targets) ? targets : uses[folder] = new(StringComparer.Ordinal)).TryAdd(used, path);
        }

        foreach (var cycle in Cycles(uses))
            yield return cycle;
    }

    private static string? FolderOf(string space, string project) =>
        space.StartsWith(project + ".", StringComparison.Ordinal) && space.Length > project.Length + 1
            ? project + "." + space[(project.Length + 1)..].Split('.')[0]
            : null;

    private static IEnumerable<string> Cycles(Dictionary<string, Dictionary<string, string>> uses)
    {
        foreach (var start in uses.Keys.Order(StringComparer.Ordinal))
        {
            var route = Route(uses, start, start, []);
            // Each cycle is told once, from its first folder in the alphabet.
            if (route is not null && route.All(folder => string.CompareOrdinal(folder, start) >= 0))
                yield return $"folders use each other in a circle: {string.Join(" -> ", route.Prepend(start))} (for example {uses[start][route[0]]})";
        }
    }

    private static List<string>? Route(Dictionary<string, Dictionary<string, string>> uses, string from, string goal, HashSet<string> seen)
    {
        foreach (var next in uses.GetValueOrDefault(from)?.Keys ?? Enumerable.Empty<string>())
        {
            if (next == goal)
                return [next];
            if (seen.Add(next) && Route(uses, next, goal, seen) is { } rest)
                return [next, .. rest];
        }

        return null;
    }
}
