using Yagura.Detection.Values;
using Yagura.Events;
using Yagura.Events.Predicates;

namespace Yagura.Detection.Tests;

/// <summary>Whether a field is absent or null.</summary>
internal sealed class NullTest(string field) : FieldTest(field, "")
{
    /// <inheritdoc/>
    public override bool HoldsWithoutField => true;

    /// <inheritdoc/>
    public override bool Holds(EventView view, int slot, int other) => view.Event.Value(slot).Kind is ValueKind.Absent or ValueKind.Null;
}

/// <summary>Whether the event has a field; null counts as having it.</summary>
internal sealed class PresentTest(string field) : FieldTest(field, "")
{
    /// <inheritdoc/>
    public override bool Holds(EventView view, int slot, int other) => view.Event.Has(slot);
}

/// <summary>Whether the event does not have a field at all.</summary>
internal sealed class MissingTest(string field) : FieldTest(field, "")
{
    /// <inheritdoc/>
    public override bool HoldsWithoutField => true;

    /// <inheritdoc/>
    public override bool Holds(EventView view, int slot, int other) => !view.Event.Has(slot);
}

/// <summary>Whether any value of a field is an address of a block.</summary>
internal sealed class AddressTest(string field, NetworkRange range, string key) : FieldTest(field, key)
{
    /// <inheritdoc/>
    public override bool Holds(EventView view, int slot, int other)
    {
        var count = view.Count(slot);
        for (var i = 0; i < count; i++)
        {
            if (range.Contains(view.Raw(view.Values(slot)[i])))
                return true;
        }

        return false;
    }
}

/// <summary>How a number compares.</summary>
internal enum NumberOrder : byte
{
    Less = 0,
    LessOrEqual = 1,
    Greater = 2,
    GreaterOrEqual = 3,
}

/// <summary>Whether any value of a field, read as a number, compares so; text that is no number does not.</summary>
internal sealed class NumberTest(string field, NumberOrder order, decimal limit) : FieldTest(field, $"{order} {limit}")
{
    /// <inheritdoc/>
    public override bool Holds(EventView view, int slot, int other)
    {
        var count = view.Count(slot);
        for (var i = 0; i < count; i++)
        {
            if (NumberText.TryRead(view.Raw(view.Values(slot)[i]), out var number) && Compares(number))
                return true;
        }

        return false;
    }

    private bool Compares(decimal number) => order switch
    {
        NumberOrder.Less => number < limit,
        NumberOrder.LessOrEqual => number <= limit,
        NumberOrder.Greater => number > limit,
        _ => number >= limit,
    };
}

/// <summary>How a field is compared with another.</summary>
internal enum ReferenceMatch : byte
{
    Equal = 0,
    Contains = 1,
    StartsWith = 2,
    EndsWith = 3,
}

/// <summary>Whether any value of a field equals (holds, begins with, ends with) any value of another field of the event.</summary>
internal sealed class ReferenceTest(string field, string otherField, ReferenceMatch match, bool cased) : FieldTest(field, $"{match} {cased} {otherField}")
{
    /// <inheritdoc/>
    public override string? OtherField => otherField;

    /// <inheritdoc/>
    public override bool Holds(EventView view, int slot, int other)
    {
        var count = view.Count(slot);
        var others = view.Count(other);
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < others; j++)
            {
                if (HoldsOf(view, (slot, i), (other, j)))
                    return true;
            }
        }

        return false;
    }

    private bool HoldsOf(EventView view, (int Slot, int Index) left, (int Slot, int Index) right)
    {
        if (cased)
            return Compare(view.Raw(view.Values(left.Slot)[left.Index]), view.Raw(view.Values(right.Slot)[right.Index]));

        // Both are folded before either span is taken: folding may move the buffer.
        view.Folded(left.Slot, left.Index);
        var second = view.Folded(right.Slot, right.Index);
        return Compare(view.Folded(left.Slot, left.Index), second);
    }

    private bool Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => match switch
    {
        ReferenceMatch.Equal => left.SequenceEqual(right),
        ReferenceMatch.Contains => left.IndexOf(right) >= 0,
        ReferenceMatch.StartsWith => left.StartsWith(right),
        _ => left.EndsWith(right),
    };
}
