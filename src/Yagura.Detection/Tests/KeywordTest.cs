using Yagura.Detection.Values;
using Yagura.Events;
using Yagura.Events.Predicates;

namespace Yagura.Detection.Tests;

/// <summary>Whether any value of the event holds a text: every field, the undeclared keys and the raw message.</summary>
internal sealed class KeywordTest(TextPattern pattern, string key) : FieldTest(field: null, key)
{
    /// <summary>The text, open at both ends.</summary>
    public TextPattern Pattern { get; } = pattern;

    /// <inheritdoc/>
    public override bool HoldsWithoutField => true;

    /// <inheritdoc/>
    public override bool Holds(EventView view, int slot, int other)
    {
        foreach (var field in view.Event.Present)
        {
            var count = view.Count(field);
            for (var i = 0; i < count; i++)
            {
                if (!view.IsObject(field, i) && Pattern.IsMatch(Pattern.Cased ? view.Raw(view.Values(field)[i]) : view.Folded(field, i)))
                    return true;
            }
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
            return value.Kind is not (ValueKind.Null or ValueKind.Object) && Pattern.IsMatch(Pattern.Cased ? view.Raw(value) : view.FoldLoose(value));
        foreach (var element in view.Event.Elements(value))
        {
            if (HoldsLoose(view, element))
                return true;
        }

        return false;
    }
}
