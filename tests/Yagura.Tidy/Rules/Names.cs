using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Yagura.Tidy.Rules;

/// <summary>Names are the domain's nouns and verbs (STYLE 14); unfinished marks do not land.</summary>
internal static partial class Names
{
    private static readonly string[] BannedEndings = ["Manager", "Helper", "Helpers", "Util", "Utils", "Common", "Base", "Impl"];
    private static readonly string[] BannedFolders = ["Common", "Shared", "Core", "Utils", "Abstractions", "Helpers"];

    public static IEnumerable<string> Check(Tree tree)
    {
        foreach (var (path, text) in tree.CSharp("src/").Concat(tree.CSharp("tests/")).Concat(tree.CSharp("bench/")))
        {
            foreach (var folder in path.Split('/')[..^1].Where(folder => BannedFolders.Contains(folder)))
                yield return $"{path}: the folder name {folder} says nothing; name what lives there";
            var root = CSharpSyntaxTree.ParseText(text).GetRoot();
            foreach (var type in root.DescendantNodes().OfType<BaseTypeDeclarationSyntax>())
            {
                if (BannedEndings.FirstOrDefault(ending => type.Identifier.Text.EndsWith(ending, StringComparison.Ordinal)) is { } ending)
                    yield return $"{path}: {type.Identifier.Text} ends in {ending}; name what it does";
            }

            if (path.StartsWith("src/", StringComparison.Ordinal) && root.DescendantTrivia().FirstOrDefault(trivia => trivia.IsKind(SyntaxKind.RegionDirectiveTrivia)) is { RawKind: not 0 })
                yield return $"{path}: #region hides code; split the file";
        }

        foreach (var (path, text) in tree.Files.Where(file => file.Key.StartsWith("src/", StringComparison.Ordinal)))
        {
            if (Unfinished().Match(text) is { Success: true } mark)
                yield return $"{path}: the unfinished mark {mark.Value} does not land; open an issue";
        }
    }

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX|NotImplementedException)\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Unfinished();
}
