using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Yagura.Tidy.Rules;

/// <summary>Small by ratchet (STYLE 5): methods, files, constructors, one type a file.</summary>
internal static class Sizes
{
    public const int FileLinesMax = 500;
    public const int MethodLinesMax = 60;
    public const int ShortMethodLines = 30;
    public const double ShortMethodShare = 0.95;
    public const int ConstructorParametersMax = 7;

    public static IEnumerable<string> Check(Tree tree)
    {
        var methods = 0;
        var shortMethods = 0;
        foreach (var (path, text) in tree.CSharp("src/").Concat(tree.CSharp("tests/")).Concat(tree.CSharp("bench/")))
        {
            var lines = text.AsSpan().Count('\n');
            if (lines > FileLinesMax)
                yield return $"{path}: {lines} lines; at most {FileLinesMax}";

            var root = CSharpSyntaxTree.ParseText(text).GetRoot();
            foreach (var method in root.DescendantNodes().Where(node => node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax))
            {
                var span = method.GetLocation().GetLineSpan();
                var length = span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
                methods++;
                if (length <= ShortMethodLines)
                    shortMethods++;
                if (length > MethodLinesMax)
                    yield return $"{path}:{span.StartLinePosition.Line + 1}: {NameOf(method)} has {length} lines; at most {MethodLinesMax}";
            }

            foreach (var finding in Constructors(path, root).Concat(path.StartsWith("src/", StringComparison.Ordinal) ? TypesOf(path, root) : []))
                yield return finding;
        }

        if (methods > 0 && shortMethods < methods * ShortMethodShare)
            yield return $"{shortMethods} of {methods} methods have at most {ShortMethodLines} lines; {ShortMethodShare:P0} should";
    }

    private static IEnumerable<string> Constructors(string path, SyntaxNode root)
    {
        var lists = root.DescendantNodes().OfType<ConstructorDeclarationSyntax>().Select(constructor => (constructor.Identifier.Text, Count: constructor.ParameterList.Parameters.Count))
            // A positional record is data, not a constructor with collaborators.
            .Concat(root.DescendantNodes().OfType<TypeDeclarationSyntax>().Where(type => type is not RecordDeclarationSyntax && type.ParameterList is not null)
                .Select(type => (type.Identifier.Text, Count: type.ParameterList!.Parameters.Count)));
        return lists.Where(list => list.Count > ConstructorParametersMax).Select(list => $"{path}: the constructor of {list.Text} takes {list.Count} parameters; at most {ConstructorParametersMax}");
    }

    /// <summary>One type a file; records, enums and small value types may stand together as a family.</summary>
    private static IEnumerable<string> TypesOf(string path, SyntaxNode root)
    {
        var types = root.DescendantNodes(node => node is not TypeDeclarationSyntax).OfType<BaseTypeDeclarationSyntax>()
            .Where(type => type is ClassDeclarationSyntax or InterfaceDeclarationSyntax && !IsSmall(type)).ToList();
        if (types.Count > 1)
            yield return $"{path}: {string.Join(", ", types.Select(type => type.Identifier.Text))} stand in one file; one type a file";
    }

    private static bool IsSmall(BaseTypeDeclarationSyntax type)
    {
        var span = type.GetLocation().GetLineSpan();
        return span.EndLinePosition.Line - span.StartLinePosition.Line < 40;
    }

    private static string NameOf(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method => method.Identifier.Text,
        LocalFunctionStatementSyntax local => local.Identifier.Text,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.Text,
        _ => node.Kind().ToString(),
    };
}
