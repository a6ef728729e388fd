using Xunit;
using Yagura.Tidy.Rules;

namespace Yagura.Tidy;

/// <summary>The repository keeps its own rules.</summary>
public sealed class RepositoryTests
{
    private static readonly Tree Repository = Tree.OfRepository();

    [Fact]
    public void Rooms_use_only_the_rooms_above_them() => Clean(RoomOrder.Check(Repository));

    [Fact]
    public void Folders_of_a_room_have_an_order_and_namespaces_follow_them() => Clean(FolderOrder.Check(Repository));

    [Fact]
    public void Files_methods_and_constructors_are_small() => Clean(Sizes.Check(Repository));

    [Fact]
    public void Names_say_what_things_are() => Clean(Names.Check(Repository));

    [Fact]
    public void The_wall_clock_is_read_in_the_composition_root_only() => Clean(Clock.Check(Repository));

    [Fact]
    public void Documents_name_only_what_exists() => Clean(Documents.Check(Repository));

    [Fact]
    public void Nothing_of_a_machine_or_a_build_is_tracked() => Clean(Leftovers.Check(Repository));

    [Fact]
    public void Public_types_of_the_rooms_say_what_they_are() => Clean(Docstrings.Check(Repository));

    private static void Clean(IEnumerable<string> findings)
    {
        var list = findings.ToList();
        Assert.True(list.Count == 0, $"{list.Count} findings:\n" + string.Join('\n', list));
    }
}
