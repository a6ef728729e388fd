using Yagura.Detection.Sigma;
using Yagura.Detection.Tests;

namespace Yagura.Detection.Match;

/// <summary>What a node of a compiled condition does with its parts.</summary>
internal enum NodeKind : byte
{
    Test = 0,
    All = 1,
    Any = 2,
    Not = 3,
}

/// <summary>A condition over numbered tests.</summary>
internal sealed record Node(NodeKind Kind, int Test, Node[] Parts)
{
    /// <summary>Compiles a condition, numbering its tests.</summary>
    public static Node Compile(Condition condition, TestNumbers numbers) => condition switch
    {
        AllOf all => new Node(NodeKind.All, -1, [.. all.Parts.Select(part => Compile(part, numbers))]),
        AnyOf any => new Node(NodeKind.Any, -1, [.. any.Parts.Select(part => Compile(part, numbers))]),
        Not not => new Node(NodeKind.Not, -1, [Compile(not.Part, numbers)]),
        Leaf leaf => new Node(NodeKind.Test, numbers.Of(leaf.Test), []),
        _ => throw new ArgumentException("an unknown condition", nameof(condition)),
    };
}

/// <summary>Gives each distinct test one number.</summary>
internal sealed class TestNumbers
{
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);

    /// <summary>The tests by number.</summary>
    public List<FieldTest> Tests { get; } = [];

    /// <summary>The number of a test; equal tests have the same.</summary>
    public int Of(FieldTest test)
    {
        if (!numbers.TryGetValue(test.Key, out var number))
        {
            number = Tests.Count;
            numbers.Add(test.Key, number);
            Tests.Add(test);
        }

        return number;
    }
}
