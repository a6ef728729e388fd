using Xunit;
using Yagura.Tidy.Rules;

namespace Yagura.Tidy;

/// <summary>Each rule finds what it is for, and lets the right thing pass.</summary>
public sealed class RuleTests
{
    [Fact]
    public void A_room_that_uses_one_below_it_is_named() =>
        Finds(RoomOrder.Check(Tree.Of(("src/Yagura.Events/Yagura.Events.csproj", "<Project><ItemGroup><ProjectReference Include=\"../Yagura.Web/Yagura.Web.csproj\" /></ItemGroup></Project>"))), "uses Yagura.Web");

    [Fact]
    public void A_project_that_is_no_room_is_named() =>
        Finds(RoomOrder.Check(Tree.Of(("src/Yagura.Shared/Yagura.Shared.csproj", "<Project />"))), "is no room");

    [Fact]
    public void A_package_in_the_archive_is_named() =>
        Finds(RoomOrder.Check(Tree.Of(("src/Yagura.Archive/Yagura.Archive.csproj", "<Project><ItemGroup><PackageReference Include=\"X\" /></ItemGroup></Project>"))), "no package");

    [Fact]
    public void Two_folders_that_use_each_other_are_named_once()
    {
        var findings = FolderOrder.Check(Tree.Of(
            ("src/Yagura.Archive/Seal/A.cs", "using Yagura.Archive.Spool;\nnamespace Yagura.Archive.Seal;\nclass A;"),
            ("src/Yagura.Archive/Spool/B.cs", "using Yagura.Archive.Seal;\nnamespace Yagura.Archive.Spool;\nclass B;"))).ToList();
        Assert.Single(findings);
        Assert.Contains("circle", findings[0], StringComparison.Ordinal);
    }

    [Fact]
    public void One_direction_between_folders_passes() =>
        Assert.Empty(FolderOrder.Check(Tree.Of(
            ("src/Yagura.Archive/Seal/A.cs", "using Yagura.Archive.Spool;\nnamespace Yagura.Archive.Seal;\nclass A;"),
            ("src/Yagura.Archive/Spool/B.cs", "namespace Yagura.Archive.Spool;\nclass B;"))));

    [Fact]
    public void A_namespace_beside_its_folder_is_named() =>
        Finds(FolderOrder.Check(Tree.Of(("src/Yagura.Archive/Seal/A.cs", "namespace Yagura.Other;\nclass A;"))), "should follow the folder");

    [Fact]
    public void A_long_file_is_named() =>
        Finds(Sizes.Check(Tree.Of(("src/A.cs", new string('\n', Sizes.FileLinesMax + 1)))), "501 lines");

    [Fact]
    public void A_long_method_is_named_and_a_short_one_is_not()
    {
        Finds(Sizes.Check(Tree.Of(("src/A.cs", Method(Sizes.MethodLinesMax + 1)))), "M has 61 lines");
        Assert.Empty(Sizes.Check(Tree.Of(("src/A.cs", Method(Sizes.ShortMethodLines)))));
    }

    [Fact]
    public void A_crowded_constructor_is_named() =>
        Finds(Sizes.Check(Tree.Of(("src/A.cs", "class A(int a, int b, int c, int d, int e, int f, int g, int h);"))), "takes 8 parameters");

    [Theory]
    [InlineData("class RuleManager;", "ends in Manager")]
    [InlineData("class RuleHelper;", "ends in Helper")]
    [InlineData("class A { /* TODO later */ }", "unfinished mark")]
    [InlineData("#region X\nclass A;\n#endregion", "#region")]
    public void A_name_or_mark_that_says_nothing_is_named(string text, string expected) =>
        Finds(Names.Check(Tree.Of(("src/Yagura/A.cs", text))), expected);

    [Theory]
    [InlineData("src/Yagura/A.cs", "var now = DateTime.UtcNow;", "wall clock")]
    [InlineData("src/Yagura.Archive/A.cs", "var clock = TimeProvider.System;", "composition root")]
    [InlineData("src/Yagura.ServiceLevel/A.cs", "var text = File.ReadAllText(path);", "pure")]
    public void A_clock_in_the_wrong_room_is_named(string path, string text, string expected) =>
        Finds(Clock.Check(Tree.Of((path, text))), expected);

    [Fact]
    public void The_composition_root_may_read_the_clock() =>
        Assert.Empty(Clock.Check(Tree.Of(("src/Yagura/A.cs", "var clock = TimeProvider.System;"))));

    [Fact]
    public void A_dead_link_and_a_missing_path_are_named()
    {
        Finds(Documents.Check(Tree.Of(("docs/a.md", "[x](../gone.md)"), ("ARCHITECTURE.md", ""))), "leads nowhere");
        Finds(Documents.Check(Tree.Of(("ARCHITECTURE.md", "see `src/Gone/`"))), "does not exist");
        Assert.Empty(Documents.Check(Tree.Of(("ARCHITECTURE.md", "[d](docs/a.md) `docs/a.md`"), ("docs/a.md", "[up](../ARCHITECTURE.md#top)"))));
    }

    [Theory]
    [InlineData("src/Yagura/bin/a.dll", "", "build product")]
    [InlineData("package-lock.json", "\"resolved\": \"https://registry.example/x\"", "registry")]
    [InlineData("docs/a.md", "see /" + "home/somebody/notes", "one machine")]
    public void A_leftover_is_named(string path, string text, string expected) =>
        Finds(Leftovers.Check(Tree.Of((path, text))), expected);

    [Fact]
    public void A_public_type_without_a_summary_is_named()
    {
        Finds(Docstrings.Check(Tree.Of(("src/Yagura.Events/A.cs", "public class A;"))), "no summary");
        Assert.Empty(Docstrings.Check(Tree.Of(("src/Yagura.Events/A.cs", "/// <summary>A.</summary>\npublic class A;"))));
    }

    private static string Method(int lines) => "class A\n{\nvoid M()\n{\n" + string.Concat(Enumerable.Repeat("x();\n", lines - 3)) + "}\n}\n";

    private static void Finds(IEnumerable<string> findings, string expected) =>
        Assert.Contains(findings, finding => finding.Contains(expected, StringComparison.Ordinal));
}
