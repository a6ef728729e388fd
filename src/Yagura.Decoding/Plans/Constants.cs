using Yagura.Events;

namespace Yagura.Decoding.Plans;

/// <summary>Values that are written into a field without looking at the line.</summary>
internal readonly record struct ConstantPlan(int Slot, bool IsList, ValueKind Kind, byte[][] Values);

/// <summary>Writes values into an event by the one rule of decoders: a single value stays as it was first set, a list collects.</summary>
internal static class Fill
{
    /// <summary>Most values that a field collects.</summary>
    private const int ListMax = Forms.Parts.ListMax;

    public static void Constants(Event target, ConstantPlan[] constants)
    {
        foreach (ref readonly var constant in constants.AsSpan())
            Constant(target, constant);
    }

    /// <summary>Constants for fields that are still empty.</summary>
    public static void Defaults(Event target, ConstantPlan[] constants)
    {
        foreach (ref readonly var constant in constants.AsSpan())
        {
            if (!target.Has(constant.Slot))
                Constant(target, constant);
        }
    }

    private static void Constant(Event target, in ConstantPlan constant)
    {
        foreach (var value in constant.Values)
            Bytes(target, constant.Slot, constant.IsList, value, constant.Kind);
    }

    public static void Bytes(Event target, int slot, bool isList, ReadOnlySpan<byte> value, ValueKind kind)
    {
        if (isList ? !Holds(target, slot, value) : !target.Has(slot))
            Value(target, slot, isList, target.Copy(value, kind));
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
        if (isList && !isFull && !Holds(target, slot, target.Bytes(value)))
            target.SetSlot(slot, target.Append(before, value));
    }

    private static bool Holds(Event target, int slot, ReadOnlySpan<byte> wanted)
    {
        var value = target.Value(slot);
        if (value.Kind != ValueKind.List)
            return value.Kind != ValueKind.Absent && target.Bytes(value).SequenceEqual(wanted);
        foreach (var element in target.Elements(value))
        {
            if (target.Bytes(element).SequenceEqual(wanted))
                return true;
        }

        return false;
    }
}
