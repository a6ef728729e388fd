using Yagura.Detection.Values;
using Yagura.Events;

namespace Yagura.Detection.Tests;

/// <summary>Whether a regular expression is found in any value of a field, or in any value at all when it has no field.</summary>
internal sealed class RegexTest(string? field, LinearRegex regex, string key) : FieldTest(field, key)
{
    /// <summary>The pattern.</summary>
    public LinearRegex Regex { get; } = regex;

    /// <inheritdoc/>
    public override bool HoldsWithoutField => Field is null;

    /// <inheritdoc/>
    public override bool Holds(EventView view, int slot, int other)
    {
        if (Field is not null)
            return slot >= 0 && HoldsIn(view, slot);
        foreach (var any in view.Event.Present)
        {
            if (HoldsIn(view, any))
                return true;
        }

        for (var i = 0; i < view.Event.UndeclaredCount; i++)
        {
            if (HoldsLoose(view, view.Event.Undeclared(i).Value))
                return true;
        }

        return false;
    }

    private bool HoldsLoose(EventView view, Slot value)
    {
        if (value.Kind != ValueKind.List)
            return value.Kind is not (ValueKind.Null or ValueKind.Object) && Regex.IsMatch(view.Raw(value));
        foreach (var element in view.Event.Elements(value))
        {
            if (HoldsLoose(view, element))
                return true;
        }

        return false;
    }

    private bool HoldsIn(EventView view, int slot)
    {
        var count = view.Count(slot);
        for (var i = 0; i < count; i++)
        {
            if ((Field is not null || !view.IsObject(slot, i)) && Regex.IsMatch(view.Raw(view.Values(slot)[i])))
                return true;
        }

        return false;
    }
}
