using Yagura.Detection.Tests;

namespace Yagura.Detection.Match;

/// <summary>Puts the cheapest parts of a condition first. Tests have no side effects, so the order changes nothing but the time.</summary>
internal static class NodeOrder
{
    /// <summary>The same condition, cheapest parts first.</summary>
    public static Node CheapestFirst(Node node, FieldTest[] tests, bool[] decided) => node.Parts.Length == 0
        ? node
        : node with { Parts = [.. node.Parts.Select(part => CheapestFirst(part, tests, decided)).OrderBy(part => Cost(part, tests, decided))] };

    /// <summary>Rough cost of a condition: 1 is a look at an answer that the scan has given.</summary>
    private static int Cost(Node node, FieldTest[] tests, bool[] decided) => node.Kind switch
    {
        NodeKind.Test when decided[node.Test] => 1,
        NodeKind.Test => tests[node.Test] switch
        {
            NullTest or PresentTest or MissingTest => 1,
            NumberTest or AddressTest or TimeTest => 20,
            RegexTest => 500,
            KeywordTest => 1_000,
            _ => 10,
        },
        _ => node.Parts.Sum(part => Cost(part, tests, decided)),
    };
}
