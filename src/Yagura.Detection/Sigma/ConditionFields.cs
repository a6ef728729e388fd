using Yagura.Detection.Tests;

namespace Yagura.Detection.Sigma;

/// <summary>What a condition is made of.</summary>
internal static class ConditionFields
{
    /// <summary>All tests of a condition, in its order, repeats included.</summary>
    public static IEnumerable<FieldTest> TestsOf(Condition condition) => condition switch
    {
        AllOf all => all.Parts.SelectMany(TestsOf),
        AnyOf any => any.Parts.SelectMany(TestsOf),
        Not not => TestsOf(not.Part),
        Leaf leaf => [leaf.Test],
        _ => [],
    };

    /// <summary>Names of the fields that a condition looks at.</summary>
    public static IEnumerable<string> Of(Condition condition)
    {
        foreach (var test in TestsOf(condition))
        {
            if (test.Field is { } field)
                yield return field;
            if (test.OtherField is { } other)
                yield return other;
        }
    }
}
