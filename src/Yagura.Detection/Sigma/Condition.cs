using System.Collections.Immutable;
using Yagura.Detection.Tests;

namespace Yagura.Detection.Sigma;

/// <summary>A rule's condition over its tests. A family of records: all of, any of, not, a test.</summary>
internal abstract record Condition
{
    /// <summary>All of the parts.</summary>
    public static Condition All(IEnumerable<Condition> parts)
    {
        var list = parts.ToImmutableArray();
        return list.Length == 1 ? list[0] : new AllOf(list);
    }

    /// <summary>Any of the parts.</summary>
    public static Condition Any(IEnumerable<Condition> parts)
    {
        var list = parts.ToImmutableArray();
        return list.Length == 1 ? list[0] : new AnyOf(list);
    }
}

internal sealed record AllOf(ImmutableArray<Condition> Parts) : Condition;

internal sealed record AnyOf(ImmutableArray<Condition> Parts) : Condition;

internal sealed record Not(Condition Part) : Condition;

internal sealed record Leaf(FieldTest Test) : Condition;
