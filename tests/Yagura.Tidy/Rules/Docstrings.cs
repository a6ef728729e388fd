using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Yagura.Tidy.Rules;

/// <summary>Public types of the rooms say what they are (STYLE 13).</summary>
internal static class Docstrings
{
    private static readonly string[] Undocumented = ["src/Yagura.Web/", "src/Yagura/"];

    public static IEnumerable<string> Check(Tree tree)
    {
        foreach (var (path, text) in tree.CSharp("src/").Where(file => !Undocumented.Any(folder => file.Key.StartsWith(folder, StringComparison.Ordinal))))
        {
            var types = CSharpSyntaxTree.ParseText(text).GetRoot().DescendantNodes().OfType<BaseTypeDeclarationSyntax>();
            foreach (var type in types.Where(type => type.Modifiers.Any(SyntaxKind.PublicKeyword) && !HasSummary(type)))
                yield return $"{path}: public {type.Identifier.Text} has no summary";
        }
    }

    private static bool HasSummary(BaseTypeDeclarationSyntax type)
    {
        var trivia = type.GetLeadingTrivia().ToFullString();
        return trivia.Contains("<summary>", StringComparison.Ordinal) || trivia.Contains("<inheritdoc", StringComparison.Ordinal);
    }
}
