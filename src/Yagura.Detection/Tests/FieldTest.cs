using Yagura.Detection.Values;

namespace Yagura.Detection.Tests;

/// <summary>One question about an event that is true or false: the leaf of a rule's condition.</summary>
/// <remarks>Immutable and shared: tests with the same <see cref="Key"/> are one test, asked at most once an event.</remarks>
internal abstract class FieldTest
{
    protected FieldTest(string? field, string key)
    {
        Field = field;
        Key = $"{GetType().Name}\u0001{field}\u0001{key}";
    }

    /// <summary>Sigma's name of the field; null for a keyword, which looks everywhere.</summary>
    public string? Field { get; }

    /// <summary>The other field of a reference; null otherwise.</summary>
    public virtual string? OtherField => null;

    /// <summary>What makes two tests the same.</summary>
    public string Key { get; }

    /// <summary>Whether the test can be true of an event that does not have the field.</summary>
    public virtual bool HoldsWithoutField => false;

    /// <summary>Answers for one event.</summary>
    /// <param name="view">The event.</param>
    /// <param name="slot">Slot of <see cref="Field"/>, -1 when the layout has none.</param>
    /// <param name="other">Slot of <see cref="OtherField"/>, -1 when there is none.</param>
    public abstract bool Holds(EventView view, int slot, int other);
}
