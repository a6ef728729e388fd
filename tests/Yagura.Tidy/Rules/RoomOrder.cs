using System.Xml.Linq;

namespace Yagura.Tidy.Rules;

/// <summary>A room may use only the rooms that DESIGN 2 allows it; a project that is not in the list is refused.</summary>
internal static class RoomOrder
{
    private static readonly Dictionary<string, string[]> MayUse = new(StringComparer.Ordinal)
    {
        ["Yagura.Events"] = [],
        ["Yagura.Intake"] = ["Events"],
        ["Yagura.Decoding"] = ["Events"],
        ["Yagura.Archive"] = ["Events"],
        ["Yagura.Detection"] = ["Events"],
        ["Yagura.Search"] = ["Events", "Decoding", "Archive"],
        ["Yagura.ServiceLevel"] = ["Events"],
        ["Yagura.Operations"] = ["ServiceLevel", "Detection", "Search", "Decoding", "Archive", "Events"],
        ["Yagura.Web"] = ["Operations", "ServiceLevel", "Detection", "Search", "Decoding", "Archive", "Events"],
        ["Yagura"] = ["Events", "Intake", "Decoding", "Archive", "Detection", "Search", "ServiceLevel", "Operations", "Web"],
    };

    public static IEnumerable<string> Check(Tree tree)
    {
        foreach (var (path, text) in tree.Files.Where(file => file.Key.StartsWith("src/", StringComparison.Ordinal) && file.Key.EndsWith(".csproj", StringComparison.Ordinal)))
        {
            var project = Path.GetFileNameWithoutExtension(path);
            if (!MayUse.TryGetValue(project, out var allowed))
            {
                yield return $"{path}: {project} is no room of DESIGN 2; a new project needs docs/adr and a line in RoomOrder";
                continue;
            }

            var document = XDocument.Parse(text);
            foreach (var reference in Included(document, "ProjectReference"))
            {
                var used = Path.GetFileNameWithoutExtension(reference.Replace('\\', '/'));
                if (!allowed.Any(room => used == "Yagura." + room))
                    yield return $"{path}: uses {used}; {project} may use only {(allowed.Length == 0 ? "nothing" : string.Join(", ", allowed))}";
            }

            if (project is "Yagura.Archive" or "Yagura.Events" && Included(document, "PackageReference").Any())
                yield return $"{path}: {project} has no package, so that an auditor can build the verifier alone (DESIGN 2)";
        }
    }

    private static IEnumerable<string> Included(XDocument project, string element) =>
        project.Descendants(element).Select(reference => (string?)reference.Attribute("Include")).OfType<string>();
}
