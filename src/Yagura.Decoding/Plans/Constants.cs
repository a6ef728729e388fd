using Yagura.Events;

namespace Yagura.Decoding.Plans;

/// <summary>A value that is written into a field without looking at the line.</summary>
/// <param name="Slot">The field.</param>
/// <param name="IsList">Whether the field collects values.</param>
/// <param name="GoesOn">Whether it is a further value of the constant before it.</param>
/// <param name="Value">The value, a constant of the layout.</param>
internal readonly record struct ConstantPlan(int Slot, bool IsList, bool GoesOn, Slot Value);

/// <summary>Writes values into an event by the one rule of decoders: a single value stays as it was first set, a list collects.</summary>
internal static class Fill
{
    /// <summary>Most values that a field collects.</summary>
    private const int ListMax = Forms.Parts.ListMax;

    public static void Constants(Event target, ReadOnlySpan<ConstantPlan> constants)
    {
        foreach (ref readonly var constant in constants)
            Value(target, constant.Slot, constant.IsList, constant.Value);
    }

    /// <summary>Constants for fields that are still empty.</summary>
    public static void Defaults(Event target, ReadOnlySpan<ConstantPlan> constants)
    {
        var isEmpty = true;
        foreach (ref readonly var constant in constants)
        {
            isEmpty = constant.GoesOn ? isEmpty : !target.Has(constant.Slot);
            if (isEmpty)
                Value(target, constant.Slot, constant.IsList, constant.Value);
        }
    }

    public static void Value(Event target, int slot, bool isList, Slot value)
    {
        var before = target.Value(slot);
        if (before.Kind == ValueKind.Absent)
        {
            target.SetSlot(slot, value);
            return;
        }

        var isFull = before.Kind == ValueKind.List && before.Length >= ListMax;
        if (isList && !isFull && !Holds(target, before, value))
            target.SetSlot(slot, target.Append(before, value));
    }

    private static bool Holds(Event target, Slot values, Slot wanted)
    {
        if (values.Kind != ValueKind.List)
            return Same(target, values, wanted);
        foreach (var element in target.Elements(values))
        {
            if (Same(target, element, wanted))
                return true;
        }

        return false;
    }

    // A layout keeps equal bytes once: two of its constants are the same or differ.
    private static bool Same(Event target, Slot one, Slot other) =>
        one == other || (one.Length == other.Length && !(one.Room == Room.Layout && other.Room == Room.Layout && one.Kind == other.Kind) && target.Bytes(one).SequenceEqual(target.Bytes(other)));
}
